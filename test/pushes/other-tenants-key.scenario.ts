import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROUTE_TABLES } from '../../scripts/docs/route-tables.ts'
import { type Office, openOffice } from './push-kit.ts'

const OWN = 'cosmetics/account_1'
const other = { domain: 'furniture', account_id: 'account_2' }
const mine = { domain: 'cosmetics', account_id: 'account_1' }
const own = { internal_account_id: 'account_1', domain: 'cosmetics' }
const config = { account_id: 'account_2', name: 'Taken' }

interface Attempt {
  readonly path: string
  readonly body?: unknown
}

/** Bodies that name only the caller, and would bring it customers of others. */
const TAKING: readonly object[] = [
  { accounts: { 77: mine } },
  { accounts: { '077': mine } },
  { accounts: { '02': mine } },
  { inboxes: { 401: mine } },
  { inboxes: { 301: mine } },
  { fallbacks: [mine] },
  { fallbacks: [{ ...mine, sequence: 1 }, other] },
  {
    special_numbers: [
      { ...mine, number: '5511955550100', crew: 'analytics' },
      { ...other, number: '5511955550100', crew: 'analytics' },
    ],
  },
]

/** How each route that takes a tenant's key would be made to touch another tenant. */
const ATTEMPTS: Readonly<Record<string, readonly Attempt[]>> = {
  'POST /odoo-webhook': [
    { path: '/odoo-webhook', body: { event_type: 'credentials_sync', ...other, name: 'Taken' } },
    sync({ chatwoot_account_id: 77, internal_account_id: 'account_2', domain: 'furniture' }),
    // Its own name, but another tenant's number.
    sync({ ...own, chatwoot_account_id: 2 }),
    // Numbers that are nobody's yet: whose customers they are is for the operator to say.
    sync({ ...own, chatwoot_account_id: 77 }),
    sync({ ...own, chatwoot_account_id: 1, chatwoot_inbox_id: 401 }),
    sync({ ...own, chatwoot_inbox_id: 402 }),
    sync({ ...own, is_fallback: true, sequence: 1 }),
  ],
  'GET /configs/:account': [{ path: '/configs/account_2' }],
  ...ofType('config', config),
  ...ofType('credentials', { credentials: { x: 'y' } }),
  ...ofType('crews/:crew', { name: 'Taken' }),
  ...ofType('mapping', null),
  // Versions of everybody's mapping: of all of it, or of none.
  'GET /mapping/history': [{ path: '/mapping/history' }],
  'GET /mapping/version/:version': [{ path: '/mapping/version/1' }],
  'POST /mapping/rollback': [{ path: '/mapping/rollback', body: { version: 0 } }],
  ...Object.fromEntries(
    ['/mapping', '/mapping/'].flatMap((path) => [
      [
        `POST ${path}`,
        [
          { path, body: { accounts: { 77: other } } },
          { path, body: { fallbacks: [other] } },
          { path, body: { accounts: { 1: mine, 2: mine } } },
          ...TAKING.map((body) => ({ path, body })),
        ],
      ],
      [
        `PATCH ${path}`,
        [
          { path, body: { accounts: { 77: other } } },
          { path, body: { accounts: { 2: mine } } },
          { path, body: { accounts: { 2: null } } },
          { path, body: { inboxes: { 301: null } } },
          ...TAKING.map((body) => ({ path, body })),
          { path, body: { special_numbers: [{ ...other, number: '5511955550100', crew: 'analytics' }] } },
          { path, body: { webhook_settings: {} } },
        ],
      ],
    ]),
  ),
}

/** Reads that name no tenant: they show what is the caller's alone. */
const SHOW_OWN = ['GET /mapping', 'GET /mapping/', 'GET /mapping/export']

function sync(mapping: object): Attempt {
  return { path: '/odoo-webhook', body: { event_type: 'mapping_sync', mapping } }
}

/** Without a body it is read and rolled back only. */
function ofType(type: string, body: object | null): Record<string, readonly Attempt[]> {
  const pattern = `/configs/:account/:domain/${type}`
  const path = `/configs/account_2/furniture/${type.replace(':crew', 'vendas')}`
  const reads = ['', '/yaml', '/history', '/version/:version'].map((more) => [
    `GET ${pattern}${more}`,
    [{ path: `${path}${more.replace(':version', '1')}` }],
  ])
  return {
    ...Object.fromEntries(reads),
    ...(body ? { [`POST ${pattern}`]: [{ path, body }] } : {}),
    [`POST ${pattern}/rollback`]: [{ path: `${path}/rollback`, body: { version: 1 } }],
  }
}

const routes = ROUTE_TABLES.flatMap(({ routes: table }) => table)
  .filter(({ guard }) => guard === 'tenant-key')
  .map(({ method, path }) => `${method} ${path}`)

// requirement: apart.keys
test('every route that takes a tenant’s key is tried with another tenant’s', () => {
  assert.deepEqual([...Object.keys(ATTEMPTS), ...SHOW_OWN].sort(), [...routes].sort())
})

// requirement: apart.keys
test('a tenant’s key opens nothing of another tenant, on any route, and changes nothing there', async () => {
  await using office = await openOffice()
  const key = await office.keyOf(OWN)
  await mapByOperator(office)
  const mappingBefore = (await office.call('GET', '/mapping/export')).text
  for (const [route, attempts] of Object.entries(ATTEMPTS))
    for (const { path, body } of attempts) {
      const [method = 'GET'] = route.split(' ')
      const told = await office.call(method, path, { key, body })
      assert.equal(told.status, 403, `${method} ${path} ${JSON.stringify(body)}: ${told.status} ${told.text}`)
      assert.doesNotMatch(told.text, /Jatobá|furniture/)
    }
  assert.equal((await office.call('GET', '/mapping/export')).text, mappingBefore)
  assert.equal((await office.call('GET', '/configs/account_2/furniture/config')).body.from, 'files')
  for (const route of SHOW_OWN) {
    const shown = await office.call('GET', route.split(' ')[1] ?? '', { key })
    assert.equal(shown.status, 200)
    assert.match(shown.text, /cosmetics/)
    assert.doesNotMatch(shown.text, /furniture|retail/)
  }
})

// requirement: apart.keys
test('of a tenant that is not there a key learns no more than of one that is, and every try is written down', async () => {
  await using office = await openOffice()
  const key = await office.keyOf(OWN)
  const nobody = (given: unknown) =>
    JSON.parse(
      JSON.stringify(given ?? null)
        .replaceAll('account_2', 'account_x')
        .replaceAll('furniture', 'nowhere'),
    )
  const tries = Object.entries(ATTEMPTS).flatMap(([route, attempts]) =>
    attempts.filter((each) => JSON.stringify(each).includes('account_2')).map((each) => ({ route, ...each })),
  )
  for (const { route, path, body } of tries) {
    const [method = 'GET'] = route.split(' ')
    const [there, gone] = [
      await office.call(method, path, { key, body }),
      await office.call(method, nobody(path), { key, body: nobody(body) ?? undefined }),
    ]
    assert.deepEqual([gone.status, gone.text], [403, there.text], `${method} ${path} ${JSON.stringify(body)}`)
  }
  const { entries } = (await office.cli('GET', `/audit?tenant=${OWN}`)).body
  const refused = entries.filter(({ what }: { what: string }) => what === 'request.refused')
  assert.equal(refused.length, Math.min(2 * tries.length, 60))
})

/** What is the caller's stays it, said again or with more. */
const KEPT: readonly (readonly [path: string, body: object])[] = [
  ['/mapping/', { inboxes: { 101: { ...mine, name: 'Loja' } } }],
  ['/mapping', { accounts: { '01': mine } }],
  ['/mapping/', { fallbacks: [{ ...mine, sequence: 5 }] }],
  ['/mapping/', { special_numbers: [{ ...mine, number: '5511955550177', crew: 'analytics' }] }],
  ['/odoo-webhook', sync({ ...own, chatwoot_account_id: 1, is_fallback: true, sequence: 9 }).body as object],
  ['/odoo-webhook', sync({ ...own, chatwoot_inbox_id: 101, is_fallback: false }).body as object],
  ['/mapping/', { inboxes: { 101: null } }],
]

/** An inbox of the caller's, one of another's. */
async function mapByOperator(office: Office): Promise<void> {
  const told = await office.call('PATCH', '/mapping/', { body: { inboxes: { 101: mine, 301: other } } })
  assert.equal(told.status, 200, told.text)
}

test('a tenant’s key does for its own tenant what it may, until it is revoked', async () => {
  await using office = await openOffice()
  const key = await office.keyOf(OWN)
  const pushed = await office.call('POST', '/configs/account_1/cosmetics/config', {
    key,
    body: { account_id: 'account_1', name: 'Casa Aurora' },
  })
  assert.equal(pushed.status, 200, pushed.text)
  await mapByOperator(office)
  await office.call('PATCH', '/mapping/', { body: { fallbacks: [{ ...mine, sequence: 5 }] } })
  for (const [path, body] of KEPT) {
    const told = await office.call(path === '/odoo-webhook' ? 'POST' : 'PATCH', path, { key, body })
    assert.equal(told.status, 200, `${path} ${JSON.stringify(body)}: ${told.text}`)
  }
  const earlier = await office.call('PATCH', '/mapping/', { key, body: { fallbacks: [{ ...mine, sequence: 4 }] } })
  assert.equal(earlier.status, 403, 'a fallback that comes earlier takes what was the next one’s')
  const whole = await office.call('POST', '/mapping/', { key, body: { accounts: {} } })
  assert.equal(whole.status, 200, whole.text)
  const left = (await office.call('GET', '/mapping/')).body
  assert.deepEqual([Object.keys(left.accounts), Object.keys(left.inboxes)], [['2', '3'], ['301']])
  const [{ id }] = (await office.cli('GET', '/keys')).body.keys
  assert.equal((await office.cli('DELETE', `/keys/${id}`)).status, 200)
  assert.equal((await office.call('GET', '/mapping/', { key })).status, 401)
})

// requirement: plain.doors
test('a key is no key to what is the operator’s or the CLI’s', async () => {
  await using office = await openOffice()
  const key = await office.keyOf(OWN)
  assert.equal((await office.call('GET', '/metrics', { key })).status, 401)
  assert.equal((await office.call('GET', '/keys', { key })).status, 404)
})
