import { Failure } from '../base/failure.ts'
import { TenantId } from '../domain/ids.ts'
import type { TenantReports } from '../tenants/tenants.ts'
import type { ConfigExplainView, ConfigListView, ConfigReportView } from '../wire/config-view.ts'
import type { Route } from './routes.ts'

/** Tenants as they are in force, with what was pushed. Over the CLI's socket only: it shows every shop. */
export function reportRoutes({ reports }: { readonly reports: TenantReports }): Route[] {
  const route = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, guard: 'socket', handle })
  return [
    route('/config/tenants', async (c) => {
      const view: Sent<ConfigListView> = { tenants: await reports.list(), root: await reports.root() }
      return c.json(view)
    }),
    route('/config/explain/:domain/:account', async (c) => {
      const { domain, account } = c.req.param() as Record<string, string>
      const { data: tenant } = TenantId.safeParse(`${domain}/${account}`)
      if (!tenant) throw new Failure('BAD_REQUEST', { problem: 'a tenant is <domain>/<account>' })
      const view: Sent<ConfigExplainView> = { ...(await reports.explain(tenant)), root: await reports.root() }
      return c.json(view)
    }),
    route('/config/report', async (c) => {
      const view: Sent<ConfigReportView> = { ...(await reports.validate()), root: await reports.root() }
      return c.json(view)
    }),
  ]
}

/** As it is before it is JSON. */
type Sent<T> = T extends readonly (infer E)[]
  ? readonly Sent<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Sent<T[K]> }
    : T
