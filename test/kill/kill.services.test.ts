import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { eventually } from '../support/world.ts'
import { KillWorld } from './kill-world.ts'

/** What is absent at Chatwoot is believed so 60 s after its POST, and then sent again. */
const SETTLE_MS = 80_000
const CHAOS = { duplicate: 0.1, reorderMs: 400 }

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Kills at moments that fall anywhere within a turn. */
async function killing(times: number, kill: () => Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) {
    await pause(700 + Math.random() * 900)
    await kill()
  }
}

// requirement: once.kill
test('20 kills of the serving child under load: acknowledged means answered exactly once', async () => {
  await using world = await KillWorld.open({ latencyMs: 150, faults: CHAOS, env: { STANDBY: 'auto' } })
  await world.writeWhile(
    30,
    killing(20, () => world.server.killChild()),
  )
  const { unanswered, doubled, acknowledged } = await world.settled(SETTLE_MS, true)
  assert.deepEqual({ unanswered, doubled }, { unanswered: [], doubled: [] })
  assert.equal(world.gate.counts.refused, 0)
  assert.ok(acknowledged > 500, `${acknowledged} messages`)
})

// requirement: once.kill
test('12 kills of parent and child together under load: acknowledged means answered exactly once', async () => {
  await using world = await KillWorld.open({ latencyMs: 150, faults: CHAOS })
  await world.writeWhile(
    30,
    killing(12, () => world.server.killTree()),
  )
  const { unanswered, doubled } = await world.settled(SETTLE_MS, true)
  assert.deepEqual({ unanswered, doubled }, { unanswered: [], doubled: [] })
})

// requirement: once.kill
test('10 kills while answers of Chatwoot are lost or late: acknowledged means answered exactly once', async () => {
  const faults = { ...CHAOS, lostAnswer: 0.03, lateCommit: 0.02, lateCommitMs: [1_000, 20_000] as [number, number] }
  await using world = await KillWorld.open({ latencyMs: 150, faults })
  await world.writeWhile(
    20,
    killing(10, () => world.server.killChild()),
  )
  const { unanswered, doubled } = await world.settled(SETTLE_MS, true)
  assert.deepEqual({ unanswered, doubled }, { unanswered: [], doubled: [] })
})

// requirement: ack.kill
test('kills, crashes and upgrades of the child at 200 new connections a second refuse none', async () => {
  await using world = await KillWorld.open({ latencyMs: 60 })
  const ends = [
    () => world.server.killChild(),
    () => world.server.upgrade(),
    () => world.server.killChild('SIGABRT'),
    () => world.server.upgrade(),
    () => world.server.killChild('SIGSEGV'),
  ]
  const ending = (async () => {
    for (const end of ends) {
      await pause(1_500)
      await end()
    }
  })()
  await world.writeWhile(200, ending)
  await world.chatwoot.settled()
  assert.equal(world.gate.counts.refused, 0)
  const { unanswered, doubled } = await world.settled(SETTLE_MS, true)
  assert.deepEqual({ unanswered, doubled }, { unanswered: [], doubled: [] })
})

// requirement: ack.kill
test('upgrades at 200 new connections a second leave none without its answer', async () => {
  await using world = await KillWorld.open({ latencyMs: 60 })
  const upgrades = (async () => {
    for (let i = 0; i < 3; i++) {
      await pause(1_500)
      await world.server.upgrade()
    }
  })()
  await world.writeWhile(200, upgrades)
  await world.chatwoot.settled()
  assert.deepEqual([world.gate.counts.refused, world.gate.counts['not-acknowledged']], [0, 0])
  const { unanswered, doubled } = await world.settled(SETTLE_MS, true)
  assert.deepEqual({ unanswered, doubled }, { unanswered: [], doubled: [] })
})

// requirement: once.kill
test('a standby serves when the child is killed or upgraded: nothing refused, lost or said twice', async () => {
  await using world = await KillWorld.open({ latencyMs: 150, env: { STANDBY: 'yes' } })
  const standby = () => eventually(async () => world.server.standbyPid)
  const ends = (async () => {
    for (let i = 0; i < 3; i++) {
      const waiting = await standby()
      await pause(1_000)
      await world.server.killChild()
      assert.equal(world.server.childPid, waiting)
    }
    const waiting = await standby()
    await world.server.upgrade()
    assert.notEqual(world.server.childPid, waiting, 'a standby has the code of before')
    // One that has only begun to load is wanted already.
    await standby()
    await world.server.killChild()
  })()
  await world.writeWhile(30, ends)
  const { unanswered, doubled } = await world.settled(SETTLE_MS, true)
  assert.deepEqual({ unanswered, doubled }, { unanswered: [], doubled: [] })
  assert.equal(world.gate.counts.refused, 0)
  const waiting = await standby()
  assert.equal(await world.server.stop(), 0)
  await eventually(async () => (existsSync(`/proc/${waiting}`) ? null : true))
})
