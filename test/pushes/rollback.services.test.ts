import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { RedisCache } from '../../src/backends/cache/redis.ts'
import { silentLog } from '../../src/base/log.ts'
import { RedisServer, redisMissing } from '../support/redis-server.ts'
import { backTo, nameOn, openTwoServers, push, within } from './two-servers.ts'

const TOPIC = 'chatwootai:0:config'
/** A rollback is in force everywhere before this is over. */
const EVERYWHERE_MS = 5_000

async function opened() {
  const stack = new AsyncDisposableStack()
  const redis = stack.use(await RedisServer.start())
  const servers = stack.use(await openTwoServers(() => stack.use(new RedisCache(redis.url, { log: silentLog() }))))
  return { redis, ...servers, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

describe('a rollback with Redis', { skip: redisMissing() }, () => {
  test('on one server is in force on the other within five seconds, though that one’s clock stands', async () => {
    await using world = await opened()
    const { one, other } = world
    const isEverywhere = (name: string) =>
      within(EVERYWHERE_MS, async () => (await nameOn(one)) === name && (await nameOn(other)) === name)
    // Until it listens, it is told nothing.
    await within(10_000, () => Number(world.redis.cli('pubsub', 'numsub', TOPIC).split('\n')[1]) === 2)
    await push(one, 'Um')
    await isEverywhere('Um')
    await push(other, 'Dois')
    await isEverywhere('Dois')
    await backTo(one, 1)
    await isEverywhere('Um')
    await backTo(other, 0)
    await isEverywhere('Arquivo')
  })

  for (const trouble of ['kill', 'freeze'] as const)
    test(`while Redis is in trouble (${trouble}) is in force on the other after two seconds`, async () => {
      await using world = await opened()
      const { one, other, pass, redis } = world
      await push(one, 'Um')
      await push(one, 'Dois')
      pass(2_000)
      assert.equal(await nameOn(other), 'Dois')
      await redis[trouble]()
      await backTo(one, 1)
      pass(2_000)
      assert.equal(await nameOn(other), 'Um')
      redis.thaw()
    })
})
