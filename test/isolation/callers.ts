import { ROUTE_TABLES } from '../../scripts/docs/route-tables.ts'
import type { Route } from '../../src/admin/routes.ts'
import { configOf, type ManyTenants, tenantOf } from './many-tenants.ts'

/** Who asks; `tenant` null: nobody who has a right to anything. */
export interface Asker {
  readonly name: string
  readonly tenant: string | null
  readonly headers: Readonly<Record<string, string>>
}

export interface Asked {
  readonly asker: Asker
  readonly method: string
  readonly path: string
  readonly body: string | undefined
}

/** A tenant that has a key and nothing else yet, in a domain that has others. */
export const NEWCOMER = 'cosmetics/account_99'

/** Nobody, somebody with a wrong key, two tenants with theirs, and one that is not set up yet. */
export async function askersOf(many: ManyTenants): Promise<Asker[]> {
  const own = [tenantOf(1), tenantOf(2), NEWCOMER].map(async (tenant): Promise<Asker> => {
    return { name: `the key of ${tenant}`, tenant, headers: { 'x-api-key': await many.keyOf(tenant) } }
  })
  return [
    { name: 'nobody', tenant: null, headers: {} },
    { name: 'a wrong key', tenant: null, headers: { 'x-api-key': 'cwai_wrong' } },
    ...(await Promise.all(own)),
  ]
}

/**
 * Every route there is, as each of them may ask it: of itself, of others, of who is not there, rightly and wrongly.
 * Who has no right to what it asks for is refused before its words are read: one word of it is enough.
 */
export function questionsOf(asker: Asker, odooUrl: string): Asked[] {
  const routes = ROUTE_TABLES.flatMap(({ routes: table }) => table)
  return routes.flatMap((route) => {
    const method = route.method === 'ALL' ? 'GET' : route.method
    const bodies = method === 'GET' ? [undefined] : bodiesFor(asker, route, odooUrl)
    const mayAsk = asker.tenant !== null && route.guard === 'tenant-key'
    return pathsOf(asker, route.path)
      .slice(0, mayAsk ? undefined : 1)
      .flatMap((path, at) => {
        const isOwn = mayAsk && at === 0
        return bodies.slice(0, isOwn ? undefined : 1).map((body) => ({ asker, method, path, body }))
      })
  })
}

/** Of one's own domain, of one's own account's name, of neither, of nobody, and no name at all. */
const MEANT = [tenantOf(1), tenantOf(2), tenantOf(3), tenantOf(5), NEWCOMER, 'nowhere/account_1', '..%2f/%00']

function pathsOf({ tenant }: Asker, pattern: string): string[] {
  const meant = pattern.includes(':account') ? new Set([tenant ?? NEWCOMER, ...MEANT]) : ['']
  const versions = pattern.includes(':version') ? ['1', '2', '999', 'x'] : ['']
  // What is one's own comes first.
  return versions.flatMap((version) =>
    [...meant].map((name) => {
      const [domain = '', account = ''] = name.split('/')
      const named = pattern.replace(':account', account).replace(':domain', domain).replace(':version', version)
      return named.replace(':crew', 'vendas').replace(/:\w+|\*/g, '1')
    }),
  )
}

function bodiesFor({ tenant }: Asker, { path }: Route, odooUrl: string): string[] {
  const [domain, account_id] = (tenant ?? NEWCOMER).split('/')
  const [otherDomain, otherAccount] = tenantOf(3).split('/')
  const [own, other] = [
    { domain, account_id },
    { domain: otherDomain, account_id: otherAccount },
  ]
  if (path.startsWith('/mapping'))
    return [
      ...[{ accounts: { 1: own } }, { accounts: { 3: own } }, { accounts: { 3: other } }, { accounts: { 3: null } }],
      ...[{ fallbacks: [own] }, { special_numbers: [{ ...own, number: '5511955550199', crew: 'analytics' }] }],
      ...[{ inboxes: { 1003: own } }, { accounts: 'x' }],
    ].map((body) => JSON.stringify(body))
  if (path === '/odoo-webhook')
    return [
      ...[own, other].map((target) => ({ event_type: 'credentials_sync', ...target, odoo_url: 'http://10.0.0.1' })),
      ...[own, other].map(({ domain: of, account_id: id }) => ({
        event_type: 'mapping_sync',
        mapping: { domain: of, internal_account_id: id, chatwoot_account_id: 3 },
      })),
      { event_type: 'x' },
    ].map((body) => JSON.stringify(body))
  if (path.endsWith('/rollback')) return ['{"version":0}', '{"version":1}', '{"version":999}', '{}']
  return [
    ...['', '[', 'name: [', 'naem: x\nbusiness_hours: { start_time: tarde }\n', `account_id: ${otherAccount}\n`],
    ...[`account_id: ${account_id}\n`, `${configOf(3, odooUrl)}\nnaem: x\n`, 'credentials: { odoo: "ENC:x" }\n'],
    'mcp: { command: sh }\nagents: [{ id: a }]\ntasks: [{ agent: b }]\n',
  ]
}
