import type { Context } from 'hono'
import type { Office, PauseScope } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import { TENANT_FORM, TenantId } from '../domain/ids.ts'
import type { Route } from './routes.ts'

export interface PauseRoutesDeps {
  readonly pauses: Pick<Office['pauses'], 'list'>
  /** How many conversations went to humans. */
  readonly begin: (scope: PauseScope, who: string) => Promise<number>
  /** False: it was not paused. */
  readonly end: (scope: PauseScope) => Promise<boolean>
  /** @throws {Failure} NOT_FOUND: an operator must not believe a shop silent that was never meant. */
  readonly mustBeKnown: (tenant: TenantId) => Promise<void>
  readonly audit: Office['audit']
  readonly now: () => number
}

/** The stop button: `/pauses/all`, or `/pauses/<domain>/<account>`. Over the CLI's socket only. */
export function pauseRoutes(deps: PauseRoutesDeps): Route[] {
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
    ...{ method, path, guard: 'socket', handle },
  })
  const tell = (what: string, scope: PauseScope, detail: Record<string, unknown>) =>
    deps.audit.add({ atMs: deps.now(), who: 'cli', what, tenant: scope === '*' ? null : scope, detail })
  const begin = async (c: Context) => {
    const scope = scopeOf(c)
    if (scope !== '*') await deps.mustBeKnown(scope)
    const conversations = await deps.begin(scope, 'cli')
    await tell('pause.begun', scope, { conversations })
    return c.json({ paused: scope, conversations })
  }
  const end = async (c: Context) => {
    const scope = scopeOf(c)
    if (!(await deps.end(scope))) throw new Failure('NOT_FOUND', { what: `pause of ${scope === '*' ? 'all' : scope}` })
    await tell('pause.ended', scope, {})
    return c.json({ resumed: scope })
  }
  return [
    route('GET', '/pauses', async (c) => c.json({ pauses: await deps.pauses.list() })),
    ...['/pauses/all', '/pauses/:domain/:account'].flatMap((path) => [
      route('POST', path, begin),
      route('DELETE', path, end),
    ]),
  ]
}

/** @throws {Failure} BAD_REQUEST */
function scopeOf(context: Context): PauseScope {
  const { domain, account } = context.req.param() as Record<string, string | undefined>
  if (domain === undefined) return '*'
  const { data } = TenantId.safeParse(`${domain}/${account}`)
  if (!data) throw new Failure('BAD_REQUEST', { problem: `a tenant is ${TENANT_FORM}` })
  return data
}
