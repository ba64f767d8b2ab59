import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionId, tenantOf } from '../domain/ids.ts'
import { ConnectionMappings } from './connection-mappings.ts'
import { TemporaryTree } from './temporary-tree.ts'
import { problemLine } from './tree/notes.ts'

const tenants = [tenantOf('retail', 'account_1'), tenantOf('retail', 'account_3'), tenantOf('default', 'account_7')]

async function opened(files: Record<string, string>, ...others: string[]) {
  const tree = await TemporaryTree.of(files)
  const mappings = await ConnectionMappings.open(tree.root, { pollMs: 3_600_000 })
  await mappings.follow(others.map((id) => ConnectionId.parse(id)))
  return {
    ...{ tree, mappings },
    [Symbol.asyncDispose]: async () => {
      await mappings[Symbol.asyncDispose]()
      await tree[Symbol.asyncDispose]()
    },
  }
}

test('an entry that leads nowhere is told with its file, line, column, entry and what was probably meant', async () => {
  await using world = await opened(
    {
      'chatwoot_mapping.yaml': `accounts:
  "1": { domain: retail, account_id: account_1 }
  "2":
    domain: retial
    account_id: account_3
`,
      'connections/second/chatwoot_mapping.json':
        '{ "inboxes": { "9": { "domain": "x", "account_id": "account_1" } } }',
    },
    'second',
  )
  const { errors } = world.mappings.missing(tenants)
  assert.deepEqual(errors.map(problemLine), [
    'chatwoot_mapping.yaml:4:13 accounts.2: maps to retial/account_3, which is not there; did you mean "retail/account_3"?',
    'connections/second/chatwoot_mapping.json:1:33 inboxes.9: maps to x/account_1, which is not there',
  ])
  const own = world.mappings.missing(tenants, { ofTenant: tenantOf('retial', 'account_3') })
  assert.ok(!problemLine(own.errors[0]!).includes('mean'), 'a tenant is not told of others')
})

test('every kind of entry is looked at, and what the domain default serves is a warning', async () => {
  await using world = await opened({
    'chatwoot_mapping.yaml': `accounts: { 7: { domain: nowhere, account_id: account_7 } }
fallbacks: [{ domain: retail, account_id: account_8 }]
special_numbers: [{ number: "+5511955550101", crew: analytics, domain: retail, account_id: account_9 }]
`,
  })
  const { errors, warnings } = world.mappings.missing(tenants)
  assert.deepEqual(
    errors.map(({ path, line }) => [path, line]),
    [
      ['fallbacks[0]', 2],
      ['special_numbers[0]', 3],
    ],
  )
  assert.match(warnings[0]?.message ?? '', /nowhere\/account_7.*"default" serves it/)
  assert.ok(!JSON.stringify(errors).includes('955550101'))
})

test('a mapping of over 1 MiB can be read, shown and changed', async () => {
  const notes = `# ${'x'.repeat(1_200_000)}\n`
  await using world = await opened({
    'chatwoot_mapping.yaml': `${notes}accounts: { 1: { domain: retail, account_id: account_1 } }\n`,
  })
  const connection = ConnectionId.parse('default')
  const target = { domain: 'retail', account_id: 'account_3' }
  const { before, after } = await world.mappings.edit(connection, () => ({ accounts: { 3: target } }))
  assert.deepEqual([Object.keys(before.accounts), Object.keys(after.accounts)], [['1'], ['1', '3']])
  assert.equal(world.mappings.resolve({ connection, account: 3, inbox: null })?.tenant, 'retail/account_3')
})
