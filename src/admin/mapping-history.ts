import type { Context } from 'hono'
import { stringify } from 'yaml'
import type { ConfigDocument, Office } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import { accountOf, ConnectionId, DEFAULT_CONNECTION, domainOf, TenantId } from '../domain/ids.ts'
import type { MappingPlace, Tenants } from '../tenants/tenants.ts'
import { type Caller, callerFor, callerOf } from './caller.ts'
import { versionIn } from './config-body.ts'
import { mustBeOwn, visible } from './mapping-rights.ts'
import { bodyText } from './request-text.ts'
import type { Route } from './routes.ts'

export interface MappingHistoryDeps {
  readonly mappings: Tenants['mappings']
  readonly changes: Tenants['mappingChanges']
  readonly audit: Office['audit']
  readonly now: () => number
}

/** What was changed, by whom, and the way back: of a tenant at its own address, of the whole for the operator. */
export function mappingHistoryRoutes(deps: MappingHistoryDeps): Pick<Route, 'method' | 'path' | 'handle'>[] {
  const below = (root: string, placeOf: PlaceOf): Pick<Route, 'method' | 'path' | 'handle'>[] => [
    { method: 'GET', path: `${root}/history`, handle: (c) => history(deps, c, placeOf(c)) },
    { method: 'GET', path: `${root}/version/:version`, handle: (c) => version(deps, c, placeOf(c)) },
    { method: 'POST', path: `${root}/rollback`, handle: (c) => rollback(deps, c, placeOf(c)) },
  ]
  const own = '/configs/:account/:domain/mapping'
  return [
    { method: 'GET', path: own, handle: async (c) => c.json(await current(deps, ofTenant(c))) },
    { method: 'GET', path: `${own}/yaml`, handle: (c) => yaml(deps, ofTenant(c)) },
    ...below(own, ofTenant),
    ...below('/mapping', ofAll),
  ]
}

/** `?connection=`; absent: `default`. @throws {Failure} BAD_REQUEST */
export function connectionOf(context: Context): ConnectionId {
  const { data } = ConnectionId.safeParse(context.req.query('connection') ?? DEFAULT_CONNECTION)
  if (!data) throw new Failure('BAD_REQUEST', { problem: 'connection is lower-case letters, digits, - and _' })
  return data
}

type Asked = MappingPlace & { readonly caller: Caller }
type PlaceOf = (context: Context) => Asked

/** @throws {Failure} BAD_REQUEST, FORBIDDEN */
function ofTenant(context: Context): Asked & { readonly tenant: TenantId } {
  const { account, domain } = context.req.param() as Record<string, string>
  const { data: tenant } = TenantId.safeParse(`${domain}/${account}`)
  if (!tenant) throw new Failure('BAD_REQUEST', { problem: 'account and domain are letters, digits, - and _' })
  return { caller: callerFor(context, tenant), connection: connectionOf(context), tenant }
}

/** @throws {Failure} FORBIDDEN for a tenant's key: it shows every shop */
function ofAll(context: Context): Asked {
  const caller = callerOf(context)
  if (caller.kind !== 'operator')
    throw new Failure('FORBIDDEN', { why: 'a tenant’s versions are at /configs/<account>/<domain>/mapping' })
  return { caller, connection: connectionOf(context), tenant: null }
}

async function current({ mappings }: MappingHistoryDeps, { connection, tenant }: Asked & { tenant: TenantId }) {
  const { mapping } = await mappings.written(connection)
  const own = visible({ kind: 'tenant', who: '', tenant }, mapping)
  return { ...named({ connection, tenant }), config: own }
}

async function yaml(deps: MappingHistoryDeps, place: Asked & { tenant: TenantId }): Promise<Response> {
  const { config } = await current(deps, place)
  return new Response(stringify(config), { headers: { 'content-type': 'application/yaml; charset=utf-8' } })
}

async function history({ changes }: MappingHistoryDeps, context: Context, place: Asked): Promise<Response> {
  const versions = await changes.history(place)
  return context.json({ ...named(place), versions: versions.map(view) })
}

async function version({ changes }: MappingHistoryDeps, context: Context, place: Asked): Promise<Response> {
  const number = Number(context.req.param('version'))
  const found = Number.isSafeInteger(number) ? await changes.version(place, number) : null
  if (!found) throw new Failure('NOT_FOUND', { what: `version ${context.req.param('version')} of the mapping` })
  return context.json({ ...named(place), ...view(found), yaml: found.text })
}

async function rollback(deps: MappingHistoryDeps, context: Context, place: Asked): Promise<Response> {
  const { changes, audit, now } = deps
  const { caller, connection, tenant } = place
  const to = versionIn(await bodyText(context))
  const ask = { who: caller.who, mayChange: (change: Parameters<typeof mustBeOwn>[1]) => mustBeOwn(caller, change) }
  await changes.rollback({ connection, tenant, version: to }, ask)
  const [newest] = await changes.history(place, 1)
  const detail = { connection, to, version: newest?.version ?? 0 }
  await audit.add({ atMs: now(), who: caller.who, what: 'mapping.rolled-back', tenant, detail })
  const warnings = await changes.warnings(place)
  const message = `back to version ${to}; special numbers stay as they are`
  return context.json({ success: true, message, ...named(place), version: newest?.version ?? 0, warnings })
}

const named = ({ connection, tenant }: MappingPlace) => ({
  ...(tenant ? { tenant_id: accountOf(tenant), domain: domainOf(tenant) } : {}),
  ...{ type: 'mapping', connection },
})

const view = ({ version, atMs, who, note, diff }: ConfigDocument) => ({
  ...{ version, at: new Date(atMs).toISOString(), who, note, diff },
})
