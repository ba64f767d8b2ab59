import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { FOUND } from './found.ts'
import { OK } from './gates.ts'
import { kinds, moves, movesOfFailures, play } from './moves.ts'
import { World } from './world.ts'

describe('what an interleaving once broke stays mended', () => {
  for (const { title, options, moves: all } of FOUND)
    test(title, async () => {
      assert.deepEqual(await play(options, all), [])
    })
})

// requirement: once.any-order, once.late-commit
test('every message is answered once or with a human, in 500 interleavings of faults, crashes and people', async () => {
  const property = fc.asyncProperty(kinds, moves, async (options, all) => {
    assert.deepEqual(await play(options, all), [])
  })
  await fc.assert(property, { numRuns: 500, seed: 1_795_428_000 })
})

// requirement: human.window
test('what could not be delivered is followed by one template or by a human, in 100 interleavings full of it', async () => {
  const property = fc.asyncProperty(kinds, movesOfFailures, async (options, all) => {
    assert.deepEqual(await play(options, all), [])
  })
  await fc.assert(property, { numRuns: 100, seed: 1_795_428_000 })
})

test('a message that ends the process again and again goes to a human', async () => {
  await using world = await World.open({ canReadBack: true, keepsMarkers: true })
  const [conversation] = world.chatwoot.conversations
  world.promises.noteFault(conversation!.id, 'the process ends')
  world.chatwoot.customerWrites(conversation!, true)
  await world.deliver(0)
  const isWithCrew = () => world.gates.waiting.some(({ label }) => label === 'crew')
  let deaths = 0
  for (; deaths < 20; deaths += 1) {
    for (let step = 0; step < 30 && !isWithCrew(); step += 1) await world.run(1)
    if (!isWithCrew()) break
    await world.crash(0, OK)
  }
  await world.comeToRest()
  world.promises.checkAtRest()
  assert.deepEqual([deaths, conversation!.status, world.promises.broken], [8, 'open', []])
})

test('a hint that cannot be read back neither holds up what was told in full, nor is read again and again', async () => {
  await using world = await World.open({ canReadBack: true, keepsMarkers: true })
  const [conversation] = world.chatwoot.conversations
  for (const signed of [false, true]) {
    world.chatwoot.customerWrites(conversation!, true)
    await world.deliver(0, { signed })
  }
  const isRead = () => world.gates.waiting.findIndex(({ label }) => label === 'chatwoot:read')
  while (isRead() < 0) await world.run(1)
  await world.step(isRead(), { outcome: 'busy', lateMs: 0 })
  await world.run(100)
  assert.deepEqual(
    [world.gates.waiting.length, conversation!.messages.map(({ by }) => by)],
    [0, ['customer', 'customer', 'bot']],
  )
  await world.comeToRest()
  world.promises.checkAtRest()
  assert.deepEqual(world.promises.broken, [])
})
