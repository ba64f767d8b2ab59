import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../base/failure.ts'
import { type TenantId, tenantOf } from '../domain/ids.ts'
import { ConfigLoader } from './config-loader.ts'
import { ConfigRegistry } from './config-registry.ts'
import type { ConfigSource } from './config-source.ts'
import { TemporaryTree } from './temporary-tree.ts'

const shop = tenantOf('retail', 'account_1')
const FILE = 'domains/retail/account_1/config.yaml'

/** A registry over files, with a clock to turn and a count of the reads. */
async function opened(files: Record<string, string>) {
  const tree = await TemporaryTree.of(files)
  const loader = new ConfigLoader(tree.root)
  const reads: TenantId[] = []
  const source: ConfigSource = {
    list: () => loader.list(),
    version: (tenant) => loader.version(tenant),
    read: (tenant) => {
      reads.push(tenant)
      return loader.read(tenant)
    },
  }
  const clock = { ms: Date.now() + 10_000 }
  const registry = new ConfigRegistry({ source, now: () => clock.ms })
  return {
    tree,
    reads,
    clock,
    registry,
    /** Later than any check, so that the next `get` looks at the files. */
    later: () => {
      clock.ms += 2_000
    },
    [Symbol.asyncDispose]: async () => {
      await registry[Symbol.asyncDispose]()
      await tree[Symbol.asyncDispose]()
    },
  }
}

const isInvalid = (error: unknown) => error instanceof Failure && error.code === 'CONFIG_INVALID'

test('ten thousand askers cost one load', async () => {
  await using world = await opened({ [FILE]: 'name: X\n' })
  const all = await Promise.all(Array.from({ length: 10_000 }, () => world.registry.get(shop)))
  assert.equal(new Set(all).size, 1)
  assert.equal(world.reads.length, 1)
})

test('a changed file is seen by the first asker after two seconds', async () => {
  await using world = await opened({ [FILE]: 'name: Antes\n' })
  const before = await world.registry.get(shop)
  await world.tree.write(FILE, 'name: Depois\n')
  assert.equal(await world.registry.get(shop), before)
  world.later()
  const after = await world.registry.get(shop)
  assert.equal(after.config.name, 'Depois')
  assert.notEqual(after.hash, before.hash)
})

test('a change of the base or the domain is seen too', async () => {
  await using world = await opened({ [FILE]: 'name: X\n' })
  await world.registry.get(shop)
  await world.tree.write('domains/retail/config.yaml', 'currency: EUR\n')
  world.later()
  assert.equal((await world.registry.get(shop)).config.currency, 'EUR')
  await world.tree.write('domains/_base/all.yaml', 'language: en\n')
  world.later()
  assert.equal((await world.registry.get(shop)).config.language, 'en')
})

// requirement: apart.config
test('a file that did not change is not read again, and one tenant touches no other', async () => {
  await using world = await opened({ [FILE]: 'name: X\n', 'domains/retail/account_2/config.yaml': 'name: Y\n' })
  const other = tenantOf('retail', 'account_2')
  await world.registry.get(shop)
  await world.registry.get(other)
  await world.tree.write(FILE, 'name: Z\n')
  world.later()
  await world.registry.get(shop)
  await world.registry.get(other)
  assert.deepEqual(world.reads, [shop, other, shop])
})

test('the last good version serves while the file is broken or gone, and the error is listed', async () => {
  await using world = await opened({ [FILE]: 'name: Boa\n' })
  const good = await world.registry.get(shop)
  await world.tree.write(FILE, 'name: [\n')
  world.later()
  assert.equal(await world.registry.get(shop), good)
  const [listed] = world.registry.problems()
  assert.deepEqual([listed?.tenant, listed?.serving, listed?.problems[0]?.file], [shop, good.hash, FILE])
  await world.tree.remove('domains/retail')
  world.later()
  assert.equal(await world.registry.get(shop), good)
  await world.tree.write(FILE, 'name: Nova\n')
  world.later()
  assert.equal((await world.registry.get(shop)).config.name, 'Nova')
  assert.deepEqual(world.registry.problems(), [])
})

test('a file still being written waits until it has settled', async () => {
  await using world = await opened({ [FILE]: 'name: Antes\n' })
  const loader = new ConfigLoader(world.tree.root)
  world.clock.ms = Date.now() - 5_000
  await world.registry.get(shop)
  await world.tree.write(FILE, 'name: Dep')
  const { changedAtMs } = await loader.version(shop)
  world.clock.ms = changedAtMs + 100
  assert.equal((await world.registry.get(shop)).config.name, 'Antes')
  world.clock.ms = changedAtMs + 1_000
  assert.equal((await world.registry.get(shop)).config.name, 'Dep')
})

test('a tenant that never loaded is refused each time, until it is mended', async () => {
  await using world = await opened({ [FILE]: 'name: [\n' })
  await assert.rejects(world.registry.get(shop), isInvalid)
  await assert.rejects(world.registry.get(shop), isInvalid)
  assert.equal(world.reads.length, 1)
  await world.tree.write(FILE, 'name: Certa\n')
  world.later()
  assert.equal((await world.registry.get(shop)).config.name, 'Certa')
})

test('a forced reload reads at once, says what is wrong, and takes nothing away', async () => {
  await using world = await opened({ [FILE]: 'name: Um\n' })
  await world.registry.get(shop)
  await world.tree.write(FILE, 'name: Dois\n')
  assert.equal((await world.registry.forceReload(shop)).config.name, 'Dois')
  await world.tree.write(FILE, 'name: [\n')
  await assert.rejects(world.registry.forceReload(shop), isInvalid)
  assert.equal((await world.registry.get(shop)).config.name, 'Dois')
})

test('nobody can change what everybody is given', async () => {
  await using world = await opened({ [FILE]: 'name: X\nenabled_collections: [business_rules]\n' })
  const { config } = await world.registry.get(shop)
  assert.throws(() => config.collections.push('delivery_rules'), TypeError)
})
