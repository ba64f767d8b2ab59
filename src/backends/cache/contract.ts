import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as soon } from 'node:timers/promises'
import { tenantOf } from '../../domain/ids.ts'
import { type Cache, cacheKey } from './cache.ts'

export interface CacheUnderTest {
  readonly cache: Cache
  /** What another asker sees: the same object, or another connection. */
  readonly other: Cache
  /** Lets this much time pass, or is a wait for it. */
  lapse(ms: number): void
  close(): Promise<void>
}

/** What every Cache promises. An adapter is done when this passes. */
export function cacheContract(
  name: string,
  open: () => Promise<CacheUnderTest>,
  { skip }: { readonly skip?: string | false } = {},
): void {
  const promise = (title: string, body: (under: CacheUnderTest) => Promise<void>) =>
    test(title, async () => {
      const under = await open()
      try {
        await body(under)
      } finally {
        await under.close()
      }
    })

  describe(`${name} keeps the Cache contract`, { skip: skip ?? false }, () => {
    promise('what was set is had by everybody, as JSON', async ({ cache, other }) => {
      const value = { list: [1, 'dois', null, true], text: 'água' }
      await cache.set(KEY, value, { ttlMs: 60_000 })
      value.list.push(2)
      assert.deepEqual(await other.get(KEY), { list: [1, 'dois', null, true], text: 'água' })
      await other.set(KEY, null, { ttlMs: 60_000 })
      assert.equal(await cache.get(KEY), null)
    })

    promise('what was never set, or deleted, is undefined', async ({ cache, other }) => {
      assert.equal(await cache.get(KEY), undefined)
      await cache.set(KEY, 1, { ttlMs: 60_000 })
      await other.delete(KEY)
      assert.equal(await cache.get(KEY), undefined)
    })

    promise('a value ends with its time', async ({ cache, lapse }) => {
      await cache.set(KEY, 1, { ttlMs: 30 })
      lapse(30)
      await until(async () => (await cache.get(KEY)) === undefined)
    })

    // requirement: apart.cache
    promise('tenants and parts of a key never meet', async ({ cache }) => {
      await cache.set(cacheKey(SHOP, 'x', 'a:b'), 1, { ttlMs: 60_000 })
      assert.equal(await cache.get(cacheKey(SHOP, 'x', 'a', 'b')), undefined)
      assert.equal(await cache.get(cacheKey(tenantOf('retail', 'account_2'), 'x', 'a:b')), undefined)
    })

    promise('counts are exact under many hands, and start anew after their window', async (under) => {
      const { cache, other, lapse } = under
      const counts = await Promise.all(
        Array.from({ length: 40 }, (_, i) => (i % 2 ? cache : other).increment(KEY, { windowMs: 60_000 })),
      )
      assert.deepEqual(new Set(counts), new Set(Array.from({ length: 40 }, (_, i) => i + 1)))
      await cache.increment(BRIEF, { windowMs: 30 })
      lapse(30)
      await until(async () => (await cache.increment(BRIEF, { windowMs: 30 })) === 1)
    })

    promise('what is published reaches every listener of its topic, and nobody after he left', async (under) => {
      const { cache, other } = under
      const heard = { here: [] as string[], there: [] as string[], elsewhere: [] as string[] }
      const leave = await listening(cache, 'config', heard.here)
      await listening(other, 'config', heard.there)
      await listening(other, 'mapping', heard.elsewhere)
      await cache.publish('config', 'um')
      await until(async () => heard.here.length === 1 && heard.there.length === 1)
      leave()
      await other.publish('config', 'dois')
      await until(async () => heard.there.length === 2)
      assert.deepEqual(heard, { here: ['um'], there: ['um', 'dois'], elsewhere: [] })
    })
  })
}

const SHOP = tenantOf('retail', 'account_1')
const KEY = cacheKey(SHOP, 'config', 'v1')
const BRIEF = cacheKey(SHOP, 'rate', 'push')

/** Resolves once the listener hears. */
export function listening(cache: Cache, topic: string, heard: string[]): Promise<() => void> {
  return new Promise((resolve) => {
    const leave: () => void = cache.subscribe(topic, (message) => {
      if (message === null) resolve(() => leave())
      else heard.push(message)
    })
  })
}

/** Waits for a fact. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await soon()
}
