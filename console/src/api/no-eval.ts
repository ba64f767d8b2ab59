import * as z from 'zod'

// Before any schema: zod would try `new Function`, which the page's policy forbids and the browser then reports.
z.config({ jitless: true })
