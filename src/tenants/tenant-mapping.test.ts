import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionId, DEFAULT_CONNECTION, tenantOf } from '../domain/ids.ts'
import { resolveTenant } from '../domain/resolve-tenant.ts'
import { TemporaryTree } from './temporary-tree.ts'
import { TenantMapping } from './tenant-mapping.ts'

const FILE = 'chatwoot_mapping.yaml'
const YAML = `accounts:
  "1": { domain: retail, account_id: account_1 }
  2: { domain: cosmetics, account_id: account_1 }
inboxes: { "401": { domain: furniture, account_id: account_2 } }
fallbacks:
  - { domain: default, account_id: account_2, sequence: 20 }
  - { domain: default, account_id: account_1, sequence: 10 }
special_numbers:
  - { number: "5511955550101", crew: analytics, domain: retail, account_id: account_1 }
webhook_settings: { processing_timeout: 30 }
`

async function opened(files: Record<string, string>) {
  const tree = await TemporaryTree.of(files)
  const mapping = await TenantMapping.open(tree.root, { pollMs: 3_600_000 })
  return {
    tree,
    mapping,
    at: (account: number, inbox: number | null = null) =>
      mapping.resolve({ connection: DEFAULT_CONNECTION, account, inbox }),
    [Symbol.asyncDispose]: async () => {
      await mapping[Symbol.asyncDispose]()
      await tree[Symbol.asyncDispose]()
    },
  }
}

test('an inbox wins over its account, an account over the fallbacks, the lowest fallback over the others', async () => {
  await using world = await opened({ [FILE]: YAML })
  assert.deepEqual(world.mapping.problems(), [])
  assert.deepEqual(world.at(1, 401), { tenant: 'furniture/account_2', via: 'inbox' })
  assert.deepEqual(world.at(1, 402), { tenant: 'retail/account_1', via: 'account' })
  assert.deepEqual(world.at(2), { tenant: 'cosmetics/account_1', via: 'account' })
  assert.deepEqual(world.at(99, 9901), { tenant: 'default/account_1', via: 'fallback' })
})

test('the mapping speaks for the connection "default" only', async () => {
  await using world = await opened({ [FILE]: YAML })
  assert.equal(world.mapping.resolve({ connection: ConnectionId.parse('other'), account: 1, inbox: 401 }), null)
})

test('the same mapping may be JSON, and a snapshot of it resolves alike after a trip through JSON', async () => {
  const json = JSON.stringify({ accounts: { 7: { domain: 'retail', account_id: 'account_7' } } })
  await using world = await opened({ 'chatwoot_mapping.json': json })
  const snapshot = JSON.parse(JSON.stringify(world.mapping.snapshot()))
  assert.deepEqual(resolveTenant(snapshot, { account: 7, inbox: 1 }), world.at(7, 1))
  assert.equal(resolveTenant(snapshot, { account: 8, inbox: null }), null)
})

test('without a file nobody is mapped, and nothing is wrong', async () => {
  await using world = await opened({})
  assert.equal(world.at(1), null)
  assert.deepEqual(world.mapping.problems(), [])
})

test('a special number reaches its crew with and without the ninth digit, and in its own shop only', async () => {
  await using world = await opened({ [FILE]: YAML })
  const owner = tenantOf('retail', 'account_1')
  for (const phone of ['+5511955550101', '+551155550101', '5511955550101', '(11) 95555-0101', '+55 (11) 5555-0101'])
    assert.equal(world.mapping.crewOf(owner, phone), 'analytics', phone)
  assert.equal(world.mapping.crewOf(owner, '+5511955550102'), null)
  assert.equal(world.mapping.crewOf(owner, null), null)
  assert.equal(world.mapping.crewOf(owner, 'no number'), null)
  assert.equal(world.mapping.crewOf(tenantOf('cosmetics', 'account_1'), '+5511955550101'), null)
})

test('a changed file is taken over and told; a broken one leaves the last good mapping', async () => {
  await using world = await opened({ [FILE]: YAML })
  const told: unknown[] = []
  world.mapping.onChange((snapshot) => told.push(snapshot.accounts))
  await world.tree.write(FILE, 'accounts: { 1: { domain: retail, account_id: account_5 } }\n')
  await world.mapping.refresh()
  assert.equal(world.at(1)?.tenant, 'retail/account_5')
  await world.tree.write(FILE, 'accounts: {')
  await world.mapping.refresh()
  assert.equal(world.at(1)?.tenant, 'retail/account_5')
  assert.deepEqual([world.mapping.problems()[0]?.file, world.mapping.problems()[0]?.line], [FILE, 1])
  assert.deepEqual(told, [{ 1: 'retail/account_5' }])
})

// requirement: apart.mapping
test('an account that two shops claim is nobody’s, and is reported', async () => {
  await using world = await opened({
    [FILE]: `accounts:
  "1": { domain: retail, account_id: account_1 }
  "01": { domain: retail, account_id: account_2 }
fallbacks: [{ domain: default, account_id: account_1 }]
`,
  })
  assert.equal(world.at(1), null)
  assert.match(world.mapping.problems()[0]?.message ?? '', /claimed by two/)
})

test('an entry that cannot be used is left out and reported without its number; the others serve', async () => {
  await using world = await opened({
    [FILE]: `accounts:
  one: { domain: retail, account_id: account_1 }
  "2": { domain: retail }
  "3": { domain: retail, account_id: ../account_3 }
  "4": { domain: retail, account_id: account_4 }
special_numbers:
  - { number: "55119555501", crew: analytics, domain: retail, account_id: account_4 }
  - { number: "+5511955550103", crew: spies, domain: retail, account_id: account_4 }
`,
  })
  assert.deepEqual(Object.keys(world.mapping.snapshot().accounts), ['4'])
  assert.ok(world.mapping.problems().length >= 4)
  assert.ok(!JSON.stringify(world.mapping.problems()).includes('5511955550103'))
})

test('ten thousand accounts are mapped', async () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `  "${i + 1}": { domain: retail, account_id: account_${i} }`)
  await using world = await opened({ [FILE]: `accounts:\n${lines.join('\n')}\n` })
  assert.deepEqual(world.mapping.problems(), [])
  assert.deepEqual(world.at(10_000), { tenant: 'retail/account_9999', via: 'account' })
})
