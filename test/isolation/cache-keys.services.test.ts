import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { cacheKey } from '../../src/backends/cache/cache.ts'
import { pause } from '../../src/base/deadline.ts'
import { silentLog } from '../../src/base/log.ts'
import type { Secret } from '../../src/base/secret.ts'
import { RedisServer, redisMissing } from '../support/redis-server.ts'
import { importMutated, type Mutant } from './mutants.ts'
import { ONE, TWO } from './probes/probe.ts'

const FOLDER = resolve('src/backends/cache')
/** How a key, and a topic, becomes Redis' own. */
const KEY = / \+ (?:key|topic)\b/g

/** Each place alone, and all of one file at once. */
const MUTANTS: readonly Mutant[] = ['redis.ts', 'redis-topics.ts'].flatMap((name) => {
  const file = join(FOLDER, name)
  const source = readFileSync(file, 'utf8')
  const places = [...source.matchAll(KEY)].map(({ 0: found, index }) => ({
    name: `${name}:${source.slice(0, index).split('\n').length}`,
    ...{ file, source: source.slice(0, index) + source.slice(index + found.length) },
  }))
  return [...places, { name: `${name}, everywhere`, file, source: source.replaceAll(KEY, '') }]
})

/** What one tenant keeps, counts and is told in Redis is not another's. */
async function probe(mutant: Mutant | null, url: Secret): Promise<void> {
  const { RedisCache } = await importMutated<typeof import('../../src/backends/cache/redis.ts')>(
    join(FOLDER, 'redis.ts'),
    mutant,
  )
  const prefix = `${crypto.randomUUID()}:`
  await using cache = new RedisCache(url, { log: silentLog(), prefix })
  await using other = new RedisCache(url, { log: silentLog(), prefix })
  const [ours, theirs] = [cacheKey(ONE, 'config'), cacheKey(TWO, 'config')]
  const ttl = { ttlMs: 60_000 }
  await cache.set(ours, 'mine', ttl)
  assert.deepEqual([await cache.get(ours), await cache.get(theirs)], ['mine', undefined])
  await cache.set(theirs, 'theirs', ttl)
  await cache.delete(theirs)
  assert.deepEqual([await cache.get(ours), await cache.get(theirs)], ['mine', undefined])
  const window = { windowMs: 60_000 }
  const counts = [cacheKey(ONE, 'count'), cacheKey(TWO, 'count')].map((key) => cache.increment(key, window))
  assert.deepEqual(await Promise.all(counts), [1, 1])
  assert.deepEqual(await toldTo(cache, other), ['theirs: x', 'theirs: last'])
}

type Cache = InstanceType<typeof import('../../src/backends/cache/redis.ts').RedisCache>

/** What the listeners of two topics hear while both are told of, in its order. */
async function toldTo(speaker: Cache, listener: Cache): Promise<string[]> {
  const told: string[] = []
  const heard = Promise.withResolvers<void>()
  const hears = (topic: string) =>
    new Promise<void>((hearing) => {
      listener.subscribe(topic, (message) => {
        if (message === null) return hearing()
        told.push(`${topic}: ${message}`)
        if (message === 'last') heard.resolve()
      })
    })
  await Promise.all([hears('ours'), hears('theirs')])
  await speaker.publish('theirs', 'x')
  await speaker.publish('theirs', 'last')
  // Only a mutant never hears it.
  const ended = new AbortController()
  await Promise.race([heard.promise, pause(2_000, ended.signal)])
  ended.abort()
  return told
}

// requirement: apart.cache
test('wherever a key of Redis loses its tenant, or a topic its name, it is noticed', {
  skip: redisMissing(),
}, async () => {
  await using redis = await RedisServer.start()
  await probe(null, redis.url)
  assert.ok(MUTANTS.length >= 6, `${MUTANTS.length} places were found`)
  const unnoticed: string[] = []
  for (const mutant of MUTANTS)
    await probe(mutant, redis.url).then(
      () => unnoticed.push(mutant.name),
      (error: unknown) => assert.ok(error instanceof assert.AssertionError, String(error)),
    )
  assert.deepEqual(unnoticed, [])
})
