import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigLoader } from './config-loader.ts'

const demo = new ConfigLoader('demo/config')

test('the three demo shops load without a warning', async () => {
  const loaded = await Promise.all((await demo.list()).map((tenant) => demo.load(tenant)))
  assert.deepEqual(
    loaded.map(({ config, warnings }) => [config.tenant, config.name, warnings]),
    [
      ['cosmetics/account_1', 'Casa Aurora Cosméticos', []],
      ['furniture/account_2', 'Móveis Jatobá', []],
      ['retail/account_3', 'Pet Amora', []],
    ],
  )
})
