/** The demo Odoo as a process of its own. Says its URL; ends with its parent. */
import { openOdooSimulator } from '../../simulator/odoo/odoo.ts'

const odoo = await openOdooSimulator({ host: '127.0.0.1', port: 0 })
process.once('disconnect', () => process.exit(0))
process.send?.({ url: odoo.url })
