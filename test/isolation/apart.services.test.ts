import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { RedisServer, redisMissing } from '../support/redis-server.ts'
import { strangers } from './canaries.ts'
import { foundStrangers, met } from './found-strangers.ts'
import { openManyTenants, tenantOf } from './many-tenants.ts'
import { unaccountedBytes } from './raw-bytes.ts'
import { openProcess } from './served.ts'
import { play, traffic } from './traffic.ts'

const TENANTS = 200
const MESSAGES = 1_500

test('two hundred tenants are apart, in Redis too', { skip: redisMissing() }, async (context) => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  context.diagnostic(`seed ${seed}`)
  await using redis = await RedisServer.start()
  const settings = { ALLOWED_HOSTS: '127.0.0.1', REDIS_URL: redis.url.reveal() }
  await using many = await openManyTenants(TENANTS, settings, openProcess)
  const [said = []] = fc.sample(traffic(TENANTS, MESSAGES), { numRuns: 1, seed })
  await play(many, said)
  const numbers = new Map(Array.from({ length: TENANTS }, (_, i) => [tenantOf(i + 1), i + 1]))
  const dump = redis.dump()
  const inRedis = dump
    .split('\n')
    .flatMap((line) => strangers('Redis', line, numbers.get(/(?:^|:)config:([^:]+):/.exec(line)?.[1] ?? '') ?? null))
  assert.deepEqual([...inRedis, ...(await foundStrangers(many, TENANTS)), ...(await unaccountedBytes(many))], [])
  assert.ok(many.said.length > 0, 'it said nothing at all')
  const sinks = met(many)
  assert.ok(
    Object.values(sinks).every((tenants) => tenants > 50),
    JSON.stringify(sinks),
  )
  // What Redis would write to its disk holds no more of them than its keys and values do.
  assert.ok(canariesIn(dump) > 100)
  assert.equal(canariesIn(snapshotOf(redis)), canariesIn(dump))
})

const canariesIn = (text: string): number => [...text.matchAll(/kan\d{3}x[0-9a-f]{8}/g)].length

/** The bytes of its whole memory, as it would keep them. */
function snapshotOf(redis: RedisServer): string {
  redis.cli('config', 'set', 'rdbcompression', 'no')
  assert.match(redis.cli('save'), /OK/)
  const [, dir = ''] = redis.cli('config', 'get', 'dir').trim().split('\n')
  return readFileSync(join(dir, 'dump.rdb'), 'latin1')
}
