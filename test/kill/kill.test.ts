import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Account, KillWorld } from './kill-world.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Nothing said twice; what is not answered is on its way and watched, and was never simply forgotten. */
function assertKept(world: KillWorld, account: Account): void {
  const watched = new Set(world.onTheirWay())
  assert.deepEqual(account.doubled, [])
  assert.deepEqual(
    account.unanswered.filter((reference) => !watched.has(reference)),
    [],
  )
  assert.ok(account.acknowledged > 0)
}

// requirement: once.kill
test('a serving child killed under load refuses no webhook, loses no message and says none twice', async () => {
  await using world = await KillWorld.open({ latencyMs: 60 })
  const kills = (async () => {
    for (const afterMs of [700, 450, 620]) {
      await pause(afterMs)
      await world.server.killChild()
    }
    await pause(200)
  })()
  await world.writeWhile(60, kills)
  assertKept(world, await world.settled(60_000))
  assert.equal(world.gate.counts.refused, 0)
})

// requirement: once.kill
test('a whole server killed with turns under way takes them up again when it starts, and says nothing twice', async () => {
  await using world = await KillWorld.open({ latencyMs: 60 })
  const kill = pause(800).then(() => world.server.killTree())
  await world.writeWhile(50, kill)
  assertKept(world, await world.settled(60_000))
})

// requirement: ack.kill
test('an upgrade under load refuses no webhook, and a stop leaves nothing half sent', async () => {
  await using world = await KillWorld.open({ latencyMs: 60 })
  await world.writeWhile(
    60,
    pause(300).then(() => world.server.upgrade()),
  )
  await world.chatwoot.settled()
  assert.deepEqual([world.gate.counts.refused, world.gate.counts['not-acknowledged']], [0, 0])
  assert.equal(await world.server.stop(), 0)
  assert.deepEqual(world.onTheirWay(), [])
  await world.server.start()
  const { unanswered, doubled } = await world.settled(60_000)
  assert.deepEqual([unanswered, doubled], [[], []])
})
