import type { Office } from '../backends/store/store.ts'
import { NewTenantBody, type NewTenantView } from '../wire/tenant-view.ts'
import { bodyAs } from './config-body.ts'
import { bodyText } from './request-text.ts'
import type { Route } from './routes.ts'

export interface TenantRoutesDeps {
  readonly add: (ask: NewTenantBody) => Promise<NewTenantView>
  readonly audit: Office['audit']
  readonly now: () => number
}

/** Tenants made by hand. Over the CLI's socket only. */
export function tenantRoutes({ add, audit, now }: TenantRoutesDeps): Route[] {
  return [
    {
      ...{ method: 'POST', path: '/tenants', guard: 'socket' },
      handle: async (c) => {
        const ask = bodyAs(NewTenantBody, await bodyText(c))
        const made = await add(ask)
        const detail = { file: made.file, hasOdoo: ask.odoo !== null, account: ask.chatwootAccount }
        await audit.add({ atMs: now(), who: 'cli', what: 'tenant.added', tenant: ask.tenant, detail })
        return c.json(made)
      },
    },
  ]
}
