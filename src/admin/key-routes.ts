import * as z from 'zod'
import type { Office } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import { TenantId } from '../domain/ids.ts'
import { bodyAs } from './config-body.ts'
import { bodyText } from './request-text.ts'
import type { Route } from './routes.ts'

export interface KeyRoutesDeps {
  readonly office: Pick<Office, 'apiKeys' | 'audit'>
  /** @throws {Failure} NOT_FOUND */
  readonly mustBeKnown: (tenant: TenantId) => Promise<void>
  readonly now: () => number
}

const NewKey = z.object({
  tenant: TenantId,
  label: z.string().max(100).default(''),
  /** The tenant's Odoo will push it first: there is none yet. */
  isNew: z.boolean().default(false),
})
const SHOWN_ENTRIES = 200

/** Tenants' keys, and who did what. Over the CLI's socket only; a key is shown once, when it is made. */
export function keyRoutes({ office, mustBeKnown, now }: KeyRoutesDeps): Route[] {
  const { apiKeys, audit } = office
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
    ...{ method, path, guard: 'socket', handle },
  })
  const tell = (what: string, tenant: TenantId | null, id: string) =>
    audit.add({ atMs: now(), who: 'cli', what, tenant, detail: { key: id } })
  return [
    route('GET', '/keys', async (c) => c.json({ keys: await apiKeys.list() })),
    route('POST', '/keys', async (c) => {
      const { tenant, label, isNew } = bodyAs(NewKey, await bodyText(c))
      if (!isNew) await mustBeKnown(tenant)
      const { key, id } = await apiKeys.make(tenant, { label, atMs: now() })
      await tell('key.made', tenant, id)
      return c.json({ id, tenant, key: key.reveal() })
    }),
    route('DELETE', '/keys/:id', async (c) => {
      const id = c.req.param('id') ?? ''
      if (!(await apiKeys.revoke(id, now()))) throw new Failure('NOT_FOUND', { what: `key ${id} that works` })
      await tell('key.revoked', null, id)
      return c.json({ revoked: id })
    }),
    route('GET', '/audit', async (c) => {
      const { data: tenant = null } = TenantId.safeParse(c.req.query('tenant'))
      return c.json({ entries: await audit.list({ tenant, limit: SHOWN_ENTRIES }) })
    }),
  ]
}
