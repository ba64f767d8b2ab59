import type { Context } from 'hono'
import { stringify } from 'yaml'
import type { Office } from '../backends/store/store.ts'
import { MappingBody, tenantIn, type WrittenMapping } from '../domain/mapping.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { type Caller, callerOf } from './caller.ts'
import { bodyAs } from './config-body.ts'
import { connectionOf, mappingHistoryRoutes } from './mapping-history.ts'
import { mustBeOwn, visible } from './mapping-rights.ts'
import { bodyText } from './request-text.ts'
import type { Route } from './routes.ts'

export interface MappingRoutesDeps {
  readonly mappings: Tenants['mappings']
  readonly changes: Tenants['mappingChanges']
  readonly audit: Office['audit']
  readonly now: () => number
}

/**
 * Which Chatwoot account or inbox is whose, as the file says it. `?connection=` names another than `default`. A
 * tenant's key sees and changes that tenant's entries alone. Every change is a version: of the whole mapping, which is
 * the operator's, and of each tenant whose entries it touched, at the tenant's own address.
 */
export function mappingRoutes(deps: MappingRoutesDeps): Route[] {
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
    ...{ method, path, guard: 'tenant-key', refusal: 'detail', handle },
  })
  return ['/mapping', '/mapping/']
    .flatMap((path) => [
      route('GET', path, async (c) => c.json(await shown(deps, c))),
      route('POST', path, (c) => write(deps, c, { isWhole: true })),
      route('PATCH', path, (c) => write(deps, c, { isWhole: false })),
    ])
    .concat(
      route('GET', '/mapping/export', (c) => exported(deps, c)),
      ...mappingHistoryRoutes(deps).map(({ method, path, handle }) => route(method, path, handle)),
    )
}

async function shown({ mappings }: MappingRoutesDeps, context: Context): Promise<WrittenMapping> {
  const { mapping } = await mappings.written(connectionOf(context))
  return visible(callerOf(context), mapping)
}

/** The file as it stands, for the operator; for a tenant's key what it may see of it. */
async function exported(deps: MappingRoutesDeps, context: Context): Promise<Response> {
  const { text } = await deps.mappings.written(connectionOf(context))
  const isOperator = callerOf(context).kind === 'operator'
  return new Response(isOperator ? text : stringify(await shown(deps, context)), {
    headers: { 'content-type': 'application/yaml; charset=utf-8' },
  })
}

async function write(deps: MappingRoutesDeps, context: Context, { isWhole }: { isWhole: boolean }) {
  const { changes, audit, now } = deps
  const caller = callerOf(context)
  const connection = connectionOf(context)
  const sent = bodyAs(MappingBody, await bodyText(context))
  const by = { who: caller.who, note: isWhole ? 'written whole' : 'changed' }
  const { before, after, version } = await changes.change(connection, by, (written) => {
    const body = merged(caller, { body: isWhole ? whole(caller, sent, written) : sent, before: written })
    mustBeOwn(caller, { body, before: written })
    return body
  })
  const tenant = caller.kind === 'tenant' ? caller.tenant : null
  const changed = Object.keys(after).filter((key) => !isSame(before[key as 'accounts'], after[key as 'accounts']))
  const detail = { connection, version, changed }
  await audit.add({ atMs: now(), who: caller.who, what: 'mapping.changed', tenant, detail })
  const warnings = await changes.warnings({ connection, tenant })
  return context.json({
    success: true,
    message: 'the mapping is in force',
    version,
    warnings,
    ...visible(caller, after),
  })
}

/** What is not named is taken out: of everybody's, or of the caller's own. */
function whole(caller: Caller, body: MappingBody, before: WrittenMapping): MappingBody {
  const mine = visible(caller, before)
  const gone = (targets: WrittenMapping['accounts']) => Object.fromEntries(Object.keys(targets).map((id) => [id, null]))
  return {
    ...body,
    accounts: { ...gone(mine.accounts), ...normal(body.accounts) },
    inboxes: { ...gone(mine.inboxes), ...normal(body.inboxes) },
    fallbacks: body.fallbacks ?? [],
    special_numbers: body.special_numbers ?? [],
  }
}

/** A tenant's list stands for its own entries: the others' stay. */
function merged(caller: Caller, { body, before }: { body: MappingBody; before: WrittenMapping }): MappingBody {
  if (caller.kind === 'operator') return body
  const others = (key: 'fallbacks' | 'special_numbers') =>
    body[key] ? { [key]: [...before[key].filter((entry) => tenantIn(entry) !== caller.tenant), ...body[key]] } : {}
  return { ...body, ...others('fallbacks'), ...others('special_numbers') }
}

const normal = (targets: MappingBody['accounts']) =>
  Object.fromEntries(Object.entries(targets ?? {}).map(([id, target]) => [String(Number(id)), target]))

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
