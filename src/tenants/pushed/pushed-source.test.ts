import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryCache } from '../../backends/cache/memory.ts'
import type { ConfigDocument } from '../../backends/store/store.ts'
import { tenantOf } from '../../domain/ids.ts'
import { CachedSource } from '../cached-source.ts'
import { ConfigLoader } from '../config-loader.ts'
import { TemporaryTree } from '../temporary-tree.ts'
import { PushedSource } from './pushed-source.ts'

const shop = tenantOf('retail', 'account_1')
const withOdoo = (url: string) =>
  `name: X\nintegrations: { mcp: { type: odoo-mcp, config: { url: '${url}', db: x } } }\n`

/** Whether the address of the shop's Odoo counts as pushed: read anew, and out of a shared cache. */
async function isPushed(files: Record<string, string>, pushed: string | null): Promise<unknown[]> {
  await using tree = await TemporaryTree.of(files)
  const document = { tenant: shop, type: 'config', version: 1, text: pushed } as ConfigDocument
  const newest = async () => (pushed === null ? [] : [document])
  const versions = { newest, tenants: async () => [] } as never
  const source = new PushedSource({ root: tree.root, tree: new ConfigLoader(tree.root), versions })
  const cache = new MemoryCache({ now: Date.now })
  const reads = [new CachedSource(source, cache), new CachedSource(source, cache)].map((each) => () => each.read(shop))
  const answers: unknown[] = []
  for (const read of reads) {
    const told = await read()
    assert.equal(told.kind, 'loaded')
    answers.push(told.kind === 'loaded' && (told.loaded.isOdooPushed ?? false))
  }
  return answers
}

const OWN = { 'domains/retail/account_1/config.yaml': withOdoo('http://10.0.0.5:8069') }

test('an Odoo is pushed when a push names it and the files do not', async () => {
  assert.deepEqual(await isPushed(OWN, null), [false, false])
  assert.deepEqual(await isPushed(OWN, withOdoo('http://odoo.shop.example')), [true, true])
  assert.deepEqual(await isPushed({}, withOdoo('http://odoo.shop.example')), [true, true])
  assert.deepEqual(await isPushed(OWN, withOdoo('http://10.0.0.5:8069')), [false, false])
  assert.deepEqual(await isPushed(OWN, 'name: Y\n'), [false, false])
})

test('the Odoo of the domain `default` is no other tenant’s', async () => {
  const files = { 'domains/default/account_1/config.yaml': withOdoo('http://10.0.0.5:8069') }
  assert.deepEqual(await isPushed(files, withOdoo('http://10.0.0.5:8069')), [true, true])
})
