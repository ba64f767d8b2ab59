import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RedisServer, redisMissing } from '../support/redis-server.ts'
import { strangers } from './canaries.ts'
import { foundStrangers, met } from './found-strangers.ts'
import { openManyTenants, tenantOf } from './many-tenants.ts'
import { play, traffic } from './traffic.ts'

const TENANTS = 200
const MESSAGES = 1_500

test('two hundred tenants are apart, in Redis too', { skip: redisMissing() }, async (context) => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  context.diagnostic(`seed ${seed}`)
  await using redis = await RedisServer.start()
  await using many = await openManyTenants(TENANTS, { ALLOWED_HOSTS: '127.0.0.1', REDIS_URL: redis.url.reveal() })
  const [said = []] = fc.sample(traffic(TENANTS, MESSAGES), { numRuns: 1, seed })
  await play(many, said)
  const numbers = new Map(Array.from({ length: TENANTS }, (_, i) => [tenantOf(i + 1), i + 1]))
  const inRedis = redis
    .dump()
    .split('\n')
    .flatMap((line) => strangers('Redis', line, numbers.get(/(?:^|:)config:([^:]+):/.exec(line)?.[1] ?? '') ?? null))
  assert.deepEqual([...inRedis, ...(await foundStrangers(many, TENANTS))], [])
  const { model, chatwoot } = met(many)
  assert.ok(model > 100 && chatwoot > 100, `canaries of ${model} tenants at the model, of ${chatwoot} at Chatwoot`)
  assert.match(redis.dump(), /kan\d{3}x/)
})
