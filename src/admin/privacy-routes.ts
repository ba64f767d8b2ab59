import type { Context } from 'hono'
import * as z from 'zod'
import type { ContactRef, Store } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import { TenantId } from '../domain/ids.ts'
import type { Route } from './routes.ts'

export interface PrivacyDeps {
  readonly store: Store
  /** What waits between intake and hub keeps words too: its emptied pages are written over. */
  readonly scrubQueue: () => void
}

const Contact = z.object({
  tenant: TenantId,
  connection: z.string().default('default'),
  account: z.coerce.number().int(),
  contact: z.coerce.number().int(),
})

/** What the law gives a person: to see what is kept, and to have it gone. Over the CLI's socket only. */
export function privacyRoutes({ store, scrubQueue }: PrivacyDeps): Route[] {
  const route = (method: Route['method'], handle: Route['handle']): Route => ({
    method,
    path: '/privacy',
    guard: 'socket',
    handle,
  })
  return [
    route('GET', async (c) => c.json(await store.exportContact(refOf(c)))),
    route('DELETE', async (c) => {
      const erased = await store.eraseContact(refOf(c))
      scrubQueue()
      return c.json({ erased })
    }),
  ]
}

/** @throws {Failure} BAD_REQUEST */
function refOf(context: Context): ContactRef {
  const asked = Contact.safeParse(context.req.query())
  if (!asked.success) throw new Failure('BAD_REQUEST', { problem: z.prettifyError(asked.error) })
  return asked.data
}
