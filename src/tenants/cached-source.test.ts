import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cache, type CacheKey, cacheKey } from '../backends/cache/cache.ts'
import { MemoryCache } from '../backends/cache/memory.ts'
import { type TenantId, tenantOf } from '../domain/ids.ts'
import { CachedSource } from './cached-source.ts'
import { ConfigLoader } from './config-loader.ts'
import type { FingerprintedSource } from './config-source.ts'
import { TemporaryTree } from './temporary-tree.ts'

const shop = tenantOf('retail', 'account_1')
const other = tenantOf('retail', 'account_2')
const FILE = 'domains/retail/account_1/config.yaml'

/** Two processes over one tree and one cache. */
async function opened(files: Record<string, string>) {
  const tree = await TemporaryTree.of(files)
  const loader = new ConfigLoader(tree.root)
  const reads: TenantId[] = []
  const kept: CacheKey[] = []
  const memory = new MemoryCache({ now: Date.now })
  const cache = {
    get: (key: CacheKey) => memory.get(key),
    set: (key: CacheKey, value: unknown, options: { ttlMs: number }) => {
      kept.push(key)
      return memory.set(key, value, options)
    },
  } as Cache
  const source: FingerprintedSource = {
    list: () => loader.list(),
    version: (tenant) => loader.version(tenant),
    fingerprint: (tenant) => loader.fingerprint(tenant),
    read: (tenant) => {
      reads.push(tenant)
      return loader.read(tenant)
    },
  }
  const [one, two] = [new CachedSource(source, cache), new CachedSource(source, cache)] as const
  return {
    tree,
    memory,
    kept,
    reads,
    source,
    cache,
    one,
    two,
    [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose](),
  }
}

test('what one process made, the others have, whole', async () => {
  await using world = await opened({
    [FILE]: 'name: X\nnaem: Y\nbusiness_hours: { start_time: 9:00, end_time: 10:00 }\n',
  })
  const made = await world.one.read(shop)
  assert.deepEqual(await world.two.read(shop), made)
  assert.equal(made.kind === 'loaded' && made.loaded.warnings.length, 1)
  assert.equal(world.reads.length, 1)
})

test('other contents are never served for these: not of before, not of another shop, not of a broken file', async () => {
  await using world = await opened({ [FILE]: 'name: Um\n', 'domains/retail/account_2/config.yaml': 'name: Um\n' })
  const nameOf = async (tenant: TenantId) => {
    const read = await world.two.read(tenant)
    return read.kind === 'loaded' ? `${read.loaded.config.tenant} ${read.loaded.config.name}` : 'broken'
  }
  await world.one.read(shop)
  assert.equal(await nameOf(other), 'retail/account_2 Um')
  await world.tree.write(FILE, 'name: Do\n')
  assert.equal(await nameOf(shop), 'retail/account_1 Do')
  await world.tree.write(FILE, 'name: [\n')
  assert.equal(await nameOf(shop), 'broken')
  assert.equal(world.kept.length, 3)
})

test('a fresh read asks the source, and mends what the cache holds', async () => {
  await using world = await opened({ [FILE]: 'name: X\n' })
  await world.one.read(shop)
  const good = await world.memory.get(world.kept[0]!)
  await world.memory.set(world.kept[0]!, { ...(good as object), hash: 'old' }, { ttlMs: 1_000 })
  await world.one.read(shop, { isFresh: true })
  assert.equal(world.reads.length, 2)
  assert.deepEqual(await world.memory.get(world.kept[0]!), good)
})

test('a cache that holds something else is not believed', async () => {
  await using world = await opened({ [FILE]: 'name: X\n' })
  await world.one.read(shop)
  const [key] = world.kept
  const good = (await world.memory.get(key!)) as object
  for (const bad of [null, 7, {}, { ...good, config: {} }, { ...good, asked: other }, { ...good, more: 1 }]) {
    await world.memory.set(key!, bad, { ttlMs: 1_000 })
    const read = await world.two.read(shop)
    assert.equal(read.kind === 'loaded' && read.loaded.config.name, 'X')
  }
})

test('a file that changes while it is read is not kept under its old contents', async () => {
  await using world = await opened({ [FILE]: 'name: Um\n' })
  const changing: FingerprintedSource = {
    ...world.source,
    read: async (tenant) => {
      await world.tree.write(FILE, 'name: Do\n')
      return world.source.read(tenant)
    },
  }
  await new CachedSource(changing, world.cache).read(shop)
  assert.deepEqual(world.kept, [])
})

test('the key holds the tenant, and the fingerprint the words, not the times, of its files', async () => {
  await using world = await opened({ [FILE]: 'name: X\n' })
  const before = await world.source.fingerprint(shop)
  await world.tree.write(FILE, 'name: X\n')
  assert.equal(await world.source.fingerprint(shop), before)
  await world.tree.write('domains/retail/config.yaml', 'currency: EUR\n')
  const after = await world.source.fingerprint(shop)
  assert.notEqual(after, before)
  await world.one.read(shop)
  assert.deepEqual(world.kept, [cacheKey(shop, 'config', after)])
})
