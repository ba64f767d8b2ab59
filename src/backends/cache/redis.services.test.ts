import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { RedisServer, redisMissing } from '../../../test/support/redis-server.ts'
import { silentLog } from '../../base/log.ts'
import { Secret } from '../../base/secret.ts'
import { tenantOf } from '../../domain/ids.ts'
import { cacheKey } from './cache.ts'
import { cacheContract, listening, until } from './contract.ts'
import { RedisCache } from './redis.ts'

const skip = redisMissing()
const KEY = cacheKey(tenantOf('retail', 'account_1'), 'x', 'y')
const LONG = { ttlMs: 60_000 }

async function opened() {
  const server = await RedisServer.start()
  const [cache, other] = [server.url, server.url].map((url) => new RedisCache(url, { log: silentLog() })) as [
    RedisCache,
    RedisCache,
  ]
  const close = async () => {
    await cache[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  }
  return { server, cache, other, close, [Symbol.asyncDispose]: close }
}

/** A first connection on a busy machine may take longer than is waited for. */
const untilHere = (cache: RedisCache) =>
  until(async () => {
    await cache.set(KEY, 'here', LONG)
    return (await cache.get(KEY)) === 'here'
  })

cacheContract(
  'RedisCache',
  async () => {
    const world = await opened()
    await untilHere(world.cache)
    await untilHere(world.other)
    await world.cache.delete(KEY)
    return { ...world, lapse: () => {} }
  },
  { skip },
)

describe('RedisCache beside a Redis in trouble', { skip }, () => {
  // requirement: alone.redis
  test('a Redis that is killed is an empty cache, and serves again when it is back', async () => {
    await using world = await opened()
    await untilHere(world.cache)
    await world.server.kill()
    assert.equal(await world.cache.get(KEY), undefined)
    assert.equal(await world.cache.increment(KEY, { windowMs: 1_000 }), null)
    await world.cache.publish('config', 'x')
    await world.server.restart()
    await untilHere(world.cache)
  })

  // requirement: alone.redis
  test('a black hole is waited for once: a thousand more calls end while it is still one', async () => {
    await using world = await opened()
    await untilHere(world.cache)
    world.server.freeze()
    for (let i = 0; i < 1_000; i++) assert.equal(await world.cache.get(KEY), undefined)
    world.server.thaw()
    await untilHere(world.cache)
  })

  test('nobody at the address, or a wrong password: nothing throws, nothing is had', async () => {
    await using world = await opened()
    await world.server.kill()
    const wrong = new Secret(world.server.url.reveal().replace('redis://', 'redis://:wrong@'))
    await using cache = new RedisCache(wrong, { log: silentLog() })
    assert.equal(await cache.get(KEY), undefined)
    await world.server.restart()
    assert.equal(await cache.get(KEY), undefined)
  })

  test('listeners are told when they may have missed something, and hear again', async () => {
    await using world = await opened()
    await untilHere(world.other)
    const heard: (string | null)[] = []
    const isHeard = (message: string | null) => async () => heard.includes(message)
    world.cache.subscribe('config', (message) => heard.push(message))
    await until(isHeard(null))
    heard.length = 0
    await world.server.restart()
    await until(isHeard(null))
    await until(async () => {
      await world.other.publish('config', 'retail/account_1')
      return heard.includes('retail/account_1')
    })
  })

  test('a listener before a black hole hears after it', async () => {
    await using world = await opened()
    await untilHere(world.cache)
    await untilHere(world.other)
    const heard: string[] = []
    await listening(world.cache, 'config', heard)
    world.server.freeze()
    await world.cache.get(KEY)
    world.server.thaw()
    await until(async () => {
      await world.other.publish('config', 'again')
      return heard.includes('again')
    })
  })

  test('what is no JSON is nothing', async () => {
    await using world = await opened()
    await untilHere(world.cache)
    const [key] = world.server.cli('--scan').split('\n')
    world.server.cli('set', key!, '{half')
    assert.equal(await world.cache.get(KEY), undefined)
  })
})
