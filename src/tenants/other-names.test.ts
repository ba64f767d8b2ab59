import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantOf } from '../domain/ids.ts'
import { ConfigLoader } from './config-loader.ts'
import { TemporaryTree } from './temporary-tree.ts'

async function warningsOf(files: Record<string, string>) {
  await using tree = await TemporaryTree.of(files)
  const { config, warnings } = await new ConfigLoader(tree.root).load(tenantOf('retail', 'account_1'))
  return { tenant: config.tenant, told: warnings.map(({ line, path, message }) => `${line} ${path}: ${message}`) }
}

test('a file that names another tenant than its directory is warned of, and its directory counts', async () => {
  const { tenant, told } = await warningsOf({
    'domains/retail/config.yaml': 'domain: health\naccount_id: account_7\n',
    'domains/retail/account_1/config.yaml': 'account_id: account_9\ndomain: retail\nname: X\n',
    'domains/retail/account_1/crews/sales/config.yaml': 'name: V\naccount_id: account_8\n',
  })
  assert.equal(tenant, 'retail/account_1')
  assert.deepEqual(told, [
    '1 domain: not used: the file stands under retail, got "health"',
    '1 account_id: not used: the file stands under account_1, got "account_9"',
    '2 account_id: not used: the file stands under account_1, got "account_8"',
  ])
})

test('the names of dialect C are looked at too, and nothing is no other name', async () => {
  const yaml = 'name: X\naccount_id: false\nmetadata: { domain: health, account_id: account_1 }\n'
  const { told } = await warningsOf({ 'domains/retail/account_1/config.yaml': yaml })
  assert.deepEqual(told, ['3 metadata.domain: not used: the file stands under retail, got "health"'])
})
