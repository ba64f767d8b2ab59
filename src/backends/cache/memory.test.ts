import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantOf } from '../../domain/ids.ts'
import { cacheKey } from './cache.ts'
import { cacheContract } from './contract.ts'
import { MemoryCache } from './memory.ts'

const shop = tenantOf('retail', 'account_1')

cacheContract('MemoryCache', async () => {
  const clock = { ms: 1_795_417_544_000 }
  const cache = new MemoryCache({ now: () => clock.ms })
  return {
    cache,
    other: cache,
    lapse: (ms) => {
      clock.ms += ms
    },
    close: () => cache[Symbol.asyncDispose](),
  }
})

test('a full cache forgets what was longest unused, and keeps its counts', async () => {
  await using cache = new MemoryCache({ now: () => 0, maxEntries: 2 })
  const [a, b, c] = ['a', 'b', 'c'].map((part) => cacheKey(shop, 'x', part)) as [never, never, never]
  await cache.increment(a, { windowMs: 1 })
  for (const key of [a, b]) await cache.set(key, 1, { ttlMs: 1_000 })
  await cache.get(a)
  await cache.set(c, 1, { ttlMs: 1_000 })
  assert.deepEqual([await cache.get(a), await cache.get(b), await cache.get(c)], [1, undefined, 1])
  assert.equal(await cache.increment(a, { windowMs: 1 }), 2)
})
