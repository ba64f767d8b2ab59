import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { RedisServer, redisMissing } from '../../test/support/redis-server.ts'
import { until } from '../backends/cache/contract.ts'
import { RedisCache } from '../backends/cache/redis.ts'
import { silentLog } from '../base/log.ts'
import { tenantOf } from '../domain/ids.ts'
import { CachedSource } from './cached-source.ts'
import { ConfigLoader } from './config-loader.ts'
import { ConfigRegistry } from './config-registry.ts'
import { TemporaryTree } from './temporary-tree.ts'

const skip = redisMissing()
const shop = tenantOf('retail', 'account_1')
const FILE = 'domains/retail/account_1/config.yaml'
const NEVER = 3_600_000

/** As many processes as asked for, over one tree and one Redis; only what they are told makes them look again. */
async function opened(processes: number) {
  const stack = new AsyncDisposableStack()
  const server = stack.use(await RedisServer.start())
  const tree = stack.use(
    await TemporaryTree.of({ [FILE]: 'name: Antes\nintegrations: { mcp: { config: { password: canary } } }\n' }),
  )
  const registries = Array.from({ length: processes }, () => {
    const cache = stack.use(new RedisCache(server.url, { log: silentLog() }))
    const source = new CachedSource(new ConfigLoader(tree.root), cache)
    const registry = stack.use(new ConfigRegistry({ source, cache, now: Date.now, checkAfterMs: NEVER, settleMs: 0 }))
    return registry
  })
  return { server, tree, registries, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

describe('ConfigRegistry with Redis', { skip }, () => {
  test('a reload in one process is seen by the others, though none of them looks by itself', async () => {
    await using world = await opened(3)
    const [one, ...others] = world.registries as [ConfigRegistry, ...ConfigRegistry[]]
    for (const registry of world.registries) await registry.get(shop)
    await world.tree.write(FILE, 'name: Depois\n')
    await until(async () => {
      await one.forceReload(shop)
      const names = await Promise.all(others.map(async (registry) => (await registry.get(shop)).config.name))
      return names.every((name) => name === 'Depois')
    })
  })

  for (const trouble of ['kill', 'freeze'] as const)
    test(`ten thousand askers are served while Redis is in trouble: ${trouble}`, async () => {
      await using world = await opened(1)
      await world.server[trouble]()
      const [registry] = world.registries
      const all = await Promise.all(Array.from({ length: 10_000 }, () => registry!.get(shop)))
      assert.equal(new Set(all).size, 1)
      world.server.thaw()
    })

  test('what lies in Redis is of this tenant, ends by itself, and holds no secret', async () => {
    await using world = await opened(1)
    await until(async () => {
      await world.registries[0]!.forceReload(shop)
      return world.server.dump() !== ''
    })
    const dump = world.server.dump()
    assert.match(dump, /^chatwootai:config:retail\/account_1:[0-9a-f]{64}\t\{"asked":"retail\/account_1"/)
    assert.ok(!dump.includes('canary'))
    const key = dump.split('\t')[0]!
    const leftSeconds = Number(world.server.cli('ttl', key))
    assert.ok(leftSeconds > 3_000 && leftSeconds <= 3_600)
  })
})
