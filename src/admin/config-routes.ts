import type { Context } from 'hono'
import type { ConfigDocument, Office } from '../backends/store/store.ts'
import { Failure } from '../base/failure.ts'
import { Secret } from '../base/secret.ts'
import { accountOf, domainOf, TenantId } from '../domain/ids.ts'
import type { ConfigDocuments, Tenants } from '../tenants/tenants.ts'
import { type Caller, callerFor, callerOf, mustMay } from './caller.ts'
import { credentialsIn, versionIn } from './config-body.ts'
import { acceptedBody, pushAnswer } from './config-push.ts'
import { bodyText } from './request-text.ts'
import type { Route } from './routes.ts'

export interface ConfigRoutesDeps {
  readonly documents: ConfigDocuments
  readonly tenants: Pick<Tenants, 'list' | 'config'>
  readonly audit: Office['audit']
  readonly now: () => number
}

/**
 * What Odoo pushes and reads: `/configs/{account}/{domain}/{type}`, where a type is `config`, `credentials` (written,
 * never read) or `crews/<name>`. Every accepted push is a version; a rollback is one call.
 */
export function configRoutes(deps: ConfigRoutesDeps): Route[] {
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
    ...{ method, path, guard: 'tenant-key', refusal: 'detail', handle },
  })
  const ofType = (type: string): Route[] => {
    const path = `/configs/:account/:domain/${type}`
    return [
      route('GET', path, (c) => show(deps, c)),
      route('POST', path, (c) => push(deps, c)),
      route('GET', `${path}/yaml`, (c) => yaml(deps, c)),
      route('GET', `${path}/history`, (c) => history(deps, c)),
      route('GET', `${path}/version/:version`, (c) => version(deps, c)),
      route('POST', `${path}/rollback`, (c) => rollback(deps, c)),
    ]
  }
  return [
    route('GET', '/configs/:account', (c) => list(deps, c)),
    ...ofType('crews/:crew'),
    ...ofType('config'),
    ...ofType('credentials'),
  ]
}

interface Asked {
  readonly caller: Caller
  readonly tenant: TenantId
  readonly type: string
}

/** @throws {Failure} BAD_REQUEST, FORBIDDEN */
function asked(context: Context): Asked {
  const { account, domain, crew } = context.req.param() as Record<string, string>
  const { data: tenant } = TenantId.safeParse(`${domain}/${account}`)
  if (!tenant) throw new Failure('BAD_REQUEST', { problem: 'account and domain are letters, digits, - and _' })
  if (crew !== undefined && !/^[A-Za-z0-9_-]{1,100}$/.test(crew))
    throw new Failure('BAD_REQUEST', { problem: 'a crew is letters, digits, - and _' })
  const caller = callerFor(context, tenant)
  return { caller, tenant, type: crew === undefined ? typeIn(context.req.path) : `crews/${crew}` }
}

/** The fourth part of the address; the table has no other. */
const typeIn = (path: string): string => path.split('/')[4] ?? ''

/** @throws {Failure} FORBIDDEN for credentials */
function readable(context: Context): Asked {
  const ask = asked(context)
  if (ask.type === 'credentials') throw new Failure('FORBIDDEN', { why: 'credentials are written, never read' })
  return ask
}

const known = <T>(found: T | null, { tenant, type }: Asked): T => {
  if (found === null) throw new Failure('NOT_FOUND', { what: `${type} of ${tenant}` })
  return found
}

/** What stands there, also while it does not load; `serving`: the hash of what customers are answered by. */
async function show({ documents, tenants }: ConfigRoutesDeps, context: Context): Promise<Response> {
  const ask = readable(context)
  const current = known(await documents.current(ask.tenant, ask.type), ask)
  const { version, from, plain, text, problems } = current
  const serving = await tenants.config(ask.tenant).then(
    ({ hash }) => hash,
    () => null,
  )
  return context.json({ ...named(ask), version, from, config: plain, text, problems, serving })
}

async function yaml({ documents }: ConfigRoutesDeps, context: Context): Promise<Response> {
  const ask = readable(context)
  return yamlAnswer(known(await documents.current(ask.tenant, ask.type), ask).text)
}

async function history({ documents }: ConfigRoutesDeps, context: Context): Promise<Response> {
  const ask = asked(context)
  const versions = await documents.history(ask.tenant, ask.type)
  return context.json({ ...named(ask), versions: versions.map(versionView) })
}

async function version({ documents }: ConfigRoutesDeps, context: Context): Promise<Response> {
  const ask = readable(context)
  const number = Number(context.req.param('version'))
  const found = Number.isSafeInteger(number) ? await documents.version(ask.tenant, ask.type, number) : null
  const document = known(found, ask)
  return context.json({ ...named(ask), ...versionView(document), yaml: document.text })
}

async function push(deps: ConfigRoutesDeps, context: Context): Promise<Response> {
  const ask = asked(context)
  const { tenant, type, caller } = ask
  const text = await bodyText(context)
  const note = `pushed to ${type}`
  if (type === 'credentials') {
    const secrets = Object.entries(credentialsIn(text)).map(([ref, value]) => [ref, new Secret(value)] as const)
    const number = await deps.documents.setCredentials(tenant, Object.fromEntries(secrets), { who: caller.who, note })
    const refs = secrets.map(([ref]) => ref)
    await audited(deps, ask, { what: 'credentials.pushed', detail: { version: number, refs } })
    const more = { type, version: number }
    return context.json(await acceptedBody(`version ${number} is in force`, { tenant, ...deps, more }))
  }
  const outcome = await deps.documents.push({ tenant, type, text, who: caller.who, note })
  await tell(deps, ask, { what: 'config.accepted', outcome })
  return pushAnswer(context, outcome, { tenant, ...deps, more: { type } })
}

async function rollback(deps: ConfigRoutesDeps, context: Context): Promise<Response> {
  const ask = readable(context)
  const { tenant, type, caller } = ask
  const outcome = await deps.documents.rollback({
    ...{ tenant, type, who: caller.who },
    version: versionIn(await bodyText(context)),
  })
  await tell(deps, ask, { what: 'config.rolled-back', outcome })
  return pushAnswer(context, outcome, { tenant, ...deps, more: { type } })
}

/** The tenants that have this account, with the versions of their documents. */
async function list({ documents, tenants }: ConfigRoutesDeps, context: Context): Promise<Response> {
  const account = context.req.param('account') ?? ''
  const caller = callerOf(context)
  if (caller.kind === 'tenant' && accountOf(caller.tenant) !== account) mustMay(caller, '' as TenantId)
  const own = (await tenants.list()).filter(
    (tenant) => accountOf(tenant) === account && (caller.kind === 'operator' || caller.tenant === tenant),
  )
  const configs = await Promise.all(
    own.map(async (tenant) => ({
      domain: domainOf(tenant),
      documents: (await documents.newest(tenant)).map(({ type, version, atMs }) => ({
        ...{ type, version, at: new Date(atMs).toISOString() },
      })),
    })),
  )
  return context.json({ account_id: account, configs })
}

const named = ({ tenant, type }: Asked) => ({
  ...{ tenant_id: accountOf(tenant), domain: domainOf(tenant), type },
})

const versionView = ({ version, atMs, who, note, diff, text }: ConfigDocument) => ({
  ...{ version, at: new Date(atMs).toISOString(), who, note, diff, from: text === null ? 'files' : 'store' },
})

const yamlAnswer = (text: string): Response =>
  new Response(text, { headers: { 'content-type': 'application/yaml; charset=utf-8' } })

type Outcome = Awaited<ReturnType<ConfigDocuments['push']>>

/** What is refused the router writes down. */
async function tell(deps: ConfigRoutesDeps, ask: Asked, { what, outcome }: { what: string; outcome: Outcome }) {
  if (outcome.kind === 'accepted')
    await audited(deps, ask, { what, detail: { type: ask.type, version: outcome.version } })
}

async function audited(
  { audit, now }: ConfigRoutesDeps,
  { caller, tenant }: Asked,
  { what, detail }: { what: string; detail: Record<string, unknown> },
): Promise<void> {
  await audit.add({ atMs: now(), who: caller.who, what, tenant, detail })
}
