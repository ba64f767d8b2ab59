import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ROUTE_TABLES } from '../scripts/docs/route-tables.ts'
import { GUARDS } from '../scripts/docs/routes-page.ts'
import type { Caller } from '../src/admin/caller.ts'
import { healthRoutes } from '../src/admin/health-routes.ts'
import { type Guard, type Route, routerOf } from '../src/admin/routes.ts'
import { Secret } from '../src/base/secret.ts'
import { TenantId } from '../src/domain/ids.ts'

const PEER = 'x-peer'
const ROUTES = ROUTE_TABLES.flatMap(({ routes }) => routes)

/** One route of each guard, which say who got through. */
const PROBES: readonly Route[] = (Object.keys(GUARDS) as Guard[]).map((guard) => ({
  method: 'GET',
  path: `/${guard}`,
  guard,
  handle: () => new Response('in'),
}))

interface Asked {
  readonly guard: Guard
  readonly via?: 'door' | 'socket'
  readonly adminKey?: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks a probe; without more, as a browser on this machine does. */
async function ask({ guard, via = 'door', adminKey = null, headers = {} }: Asked): Promise<number> {
  const key = adminKey === null ? null : new Secret(adminKey)
  const tenantKey = async (given: string): Promise<Caller | null> =>
    given === 'shop-key' ? { kind: 'tenant', who: 'shop', tenant: TenantId.parse('retail/account_1') } : null
  const app = routerOf(PROBES, { via, adminKey: key, peerHeader: PEER, onBug: () => {}, tenantKey })
  const answer = await app.request(`/${guard}`, {
    headers: { host: 'localhost:3000', [PEER]: '127.0.0.1', ...headers },
  })
  return answer.status
}

// requirement: plain.doors
test('routes are made in one place only, out of the tables that are walked here', () => {
  const elsewhere = globSync('src/**/*.ts').filter((file) => /new Hono\b/.test(readFileSync(file, 'utf8')))
  assert.deepEqual(elsewhere, ['src/admin/routes.ts'])
  assert.deepEqual(
    globSync('src/**/*-routes.ts').length,
    ROUTE_TABLES.length,
    'a file of routes lies outside src/admin and is not walked',
  )
})

// requirement: plain.doors
test('nothing is public but health', () => {
  const open = ROUTES.filter(({ guard }) => guard === 'public').map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(open, ['GET /health', 'GET /health/live', 'GET /health/ready'])
})

// requirement: plain.doors
test('every route has one of the guards, and no two routes are the same', () => {
  for (const { guard, path } of ROUTES) assert.ok(guard in GUARDS, path)
  const names = ROUTES.map(({ method, path }) => `${method} ${path}`)
  assert.equal(new Set(names).size, names.length)
})

// requirement: plain.doors
test('what is for the command line does not exist on the port, whatever key one has', async () => {
  const app = routerOf(ROUTES, { via: 'door', adminKey: new Secret('key'), peerHeader: PEER, onBug: () => {} })
  const hidden = ROUTES.filter(({ guard }) => guard === 'socket')
  assert.ok(hidden.length > 0)
  for (const { method, path } of hidden) {
    const headers = { host: 'localhost', [PEER]: '127.0.0.1', 'x-api-key': 'key' }
    const answer = await app.request(path.replace(':id', '1'), { method, headers })
    assert.equal(answer.status, 404, `${method} ${path}`)
  }
  assert.equal(await ask({ guard: 'socket', via: 'socket', headers: { [PEER]: '' } }), 200)
})

const REFUSED: readonly [string, Record<string, string>][] = [
  ['another machine', { [PEER]: '203.0.113.9' }],
  ['nobody knows who', { [PEER]: '' }],
  ['a proxy on this machine', { 'x-forwarded-for': '203.0.113.9' }],
  ['a proxy of the newer kind', { forwarded: 'for=203.0.113.9' }],
  ['a page elsewhere whose name was made to point here', { host: 'evil.example' }],
  ['the same with a port', { host: 'evil.example:3000' }],
  ['a name that begins like ours', { host: 'localhost.evil.example' }],
  ['a name that ends like ours', { host: 'evil-localhost' }],
]
// requirement: plain.doors
for (const [who, headers] of REFUSED)
  test(`a page for this machine's browser is refused to ${who}`, async () => {
    assert.equal(await ask({ guard: 'loopback', headers }), 403)
    assert.equal(await ask({ guard: 'key', headers }), 403, 'and so is a route with a key while none is set')
    assert.equal(await ask({ guard: 'tenant-key', headers }), 401, 'and one that a tenant could have the key of')
  })

const ADMITTED: readonly Record<string, string>[] = [
  { host: 'localhost' },
  { host: '127.0.0.1:3000' },
  { host: '[::1]:3000', [PEER]: '::1' },
  { [PEER]: '::ffff:127.0.0.1' },
]
test("a page for this machine's browser is shown to it, by any of the machine's own names", async () => {
  for (const headers of ADMITTED) assert.equal(await ask({ guard: 'loopback', headers }), 200, JSON.stringify(headers))
})

const OF_ANOTHER_SITE: readonly [string, Record<string, string>][] = [
  ['its form', { origin: 'https://evil.example' }],
  ['its frame without an origin', { origin: 'null' }],
  ['another server of this machine', { origin: 'http://localhost:8080' }],
  ['the same name with another scheme', { origin: 'https://localhost:3000' }],
  ['another name of this machine', { origin: 'http://127.0.0.1:3000' }],
  ['its picture, which has no origin', { 'sec-fetch-site': 'cross-site' }],
  ['a page on another port', { 'sec-fetch-site': 'same-site' }],
  ['what no browser says', { 'sec-fetch-site': 'whatever' }],
  ['one of the two alone that is right', { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' }],
]
// requirement: plain.doors
for (const [what, headers] of OF_ANOTHER_SITE)
  test(`this machine's browser is refused what a page of another site has it ask: ${what}`, async () => {
    for (const guard of ['loopback', 'key', 'tenant-key'] as const)
      assert.equal(await ask({ guard, headers }), 403, guard)
    const withKey = { ...headers, 'x-api-key': 'right-key' }
    assert.equal(await ask({ guard: 'key', adminKey: 'right-key', headers: withKey }), 200, 'who has the key may')
  })

test("a page of ours has this machine's browser ask what it likes, and so has a script", async () => {
  const ours: readonly Record<string, string>[] = [
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost', host: 'localhost' },
    { origin: 'http://localhost', host: 'localhost:80' },
    { origin: 'http://[::1]:3000', host: '[::1]:3000' },
    {},
  ]
  for (const headers of ours)
    for (const guard of ['loopback', 'key', 'tenant-key'] as const)
      assert.equal(await ask({ guard, headers }), 200, `${guard} ${JSON.stringify(headers)}`)
})

// requirement: plain.doors
test('a route with a key wants exactly that key, from this machine too', async () => {
  const from = (key: string, peer = '203.0.113.9') =>
    ask({ guard: 'key', adminKey: 'right-key', headers: { [PEER]: peer, ...(key ? { 'x-api-key': key } : {}) } })
  assert.equal(await from('right-key'), 200)
  for (const wrong of ['', 'wrong', 'right-ke', 'right-key2', 'RIGHT-KEY']) assert.equal(await from(wrong), 401, wrong)
  assert.equal(await from('', '127.0.0.1'), 401)
  assert.equal(await ask({ guard: 'key' }), 200, 'where none is set, this machine may')
})

// requirement: plain.doors
test("a tenant's key opens what tenants may, and no door of the operator's", async () => {
  const at = (guard: Guard, key: string) =>
    ask({ guard, adminKey: 'right-key', headers: { [PEER]: '203.0.113.9', 'x-api-key': key } })
  assert.equal(await at('tenant-key', 'shop-key'), 200)
  assert.equal(await at('tenant-key', 'right-key'), 200)
  assert.equal(await at('tenant-key', 'wrong'), 401)
  assert.deepEqual([await at('key', 'shop-key'), await at('loopback', 'shop-key')], [401, 403])
})

test('the admin key opens no page that is only for this machine', async () => {
  const headers = { [PEER]: '203.0.113.9', 'x-api-key': 'right-key' }
  assert.equal(await ask({ guard: 'loopback', adminKey: 'right-key', headers }), 403)
})

// requirement: plain.refusals
test('a page that is not there is a 404 with a code, and a bug a bare 500 that is told to the log', async () => {
  const bugs: unknown[] = []
  const broken: Route = {
    method: 'GET',
    path: '/broken',
    guard: 'public',
    handle: () => Promise.reject(new Error('ouch')),
  }
  const app = routerOf([broken], { via: 'door', adminKey: null, peerHeader: PEER, onBug: (bug) => bugs.push(bug) })
  const missing = await app.request('/missing')
  assert.deepEqual(
    [missing.status, await missing.json()],
    [404, { error: { code: 'NOT_FOUND', message: 'there is no page /missing' } }],
  )
  const answer = await app.request('/broken')
  assert.equal(answer.status, 500)
  assert.doesNotMatch(await answer.text(), /ouch/)
  assert.equal(bugs.length, 1)
})

// requirement: alone.health
test('health tells progress: a hub that stands still for ten seconds is stuck, though the process answers', async () => {
  let nowMs = 100_000
  const routes = healthRoutes({
    lastProgressMs: () => 100_000,
    counts: async () => ({ openRows: 2, oldestOpenAtMs: 90_000 }),
    metrics: async () => '',
    now: () => nowMs,
  })
  const app = routerOf(routes, { via: 'door', adminKey: null, peerHeader: PEER, onBug: () => {} })
  const look = async (path: string) => {
    const answer = await app.request(path)
    return [answer.status, ((await answer.json()) as { status: string }).status]
  }
  assert.deepEqual(await look('/health/live'), [200, 'live'])
  assert.deepEqual(await look('/health/ready'), [200, 'ready'])
  nowMs += 10_000
  assert.deepEqual(await look('/health/live'), [503, 'stuck'])
  assert.deepEqual(await look('/health/ready'), [503, 'stuck'])
})

// requirement: alone.health
test('a store that cannot be read is not ready', async () => {
  const counts = () => Promise.reject(new Error('the disk is gone'))
  const deps = { lastProgressMs: () => 0, counts, metrics: async () => '', now: () => 0 }
  const app = routerOf(healthRoutes(deps), { via: 'door', adminKey: null, peerHeader: PEER, onBug: () => {} })
  assert.equal((await app.request('/health/ready')).status, 500)
})
