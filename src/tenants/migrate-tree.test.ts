import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listTenants } from './layout.ts'
import { migrateTree } from './migrate-tree.ts'
import { TemporaryTree } from './temporary-tree.ts'

test('a file at the top becomes a domain only where that domain has accounts', async () => {
  await using old = await TemporaryTree.of({
    'weird.yaml': 'name: none\n',
    'docker-compose.yml': 'services: {}\n',
    'retail.yaml': 'currency: BRL\n',
    'retail/account_1.yaml': 'name: X\n',
    'domains/health.yaml': 'currency: BRL\n',
  })
  await using target = await TemporaryTree.of({})
  const done = await migrateTree(old.root, target.root)
  assert.deepEqual(Object.fromEntries(done.map(({ from, to }) => [from, to])), {
    'weird.yaml': null,
    'docker-compose.yml': null,
    'retail.yaml': 'domains/retail/config.yaml',
    'retail/account_1.yaml': 'domains/retail/account_1/config.yaml',
    'domains/health.yaml': 'domains/health/config.yaml',
  })
  assert.deepEqual(await listTenants(target.root), ['retail/account_1'])
})
