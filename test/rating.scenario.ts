import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { WorldInput } from '../simulator/chatwoot/world.ts'
import { atRest, isReply, openWorld, type Shown, type World } from './support/world.ts'

function demo(hasCsat: boolean): WorldInput {
  const world: WorldInput = JSON.parse(readFileSync('demo/chatwoot-world.json', 'utf8'))
  for (const { inboxes } of world.accounts) for (const inbox of inboxes) inbox.hasCsat = hasCsat
  return world
}

const asksForRating = (line: Shown & { content_type?: string }) => line.content_type === 'input_csat'

/** A customer says goodbye, twice; how often they are asked to rate by then. */
async function asked(world: World, channel: string): Promise<{ conversation: number; times: number }> {
  const conversation = await world.writes('obrigada, tchau!', { channel })
  await world.until(conversation, (lines) => lines.some(isReply))
  await atRest(world)
  await world.writes('tchau, até logo!', { channel })
  await world.until(conversation, (lines) => lines.filter((line) => isReply(line) && !asksForRating(line)).length > 1)
  await atRest(world)
  return { conversation, times: (await world.shown(conversation)).filter(asksForRating).length }
}

// requirement: once.rating
test('a customer who says goodbye on the web is asked to rate once, and the stars are not answered', async () => {
  await using world = await openWorld()
  const { conversation, times } = await asked(world, 'web')
  assert.equal(times, 1)
  const before = (await world.shown(conversation)).length
  await world.ask(`/simulator/conversations/${conversation}/rate`, { rating: 2, feedback: 'demorou' })
  await atRest(world)
  await world.ask(`/simulator/conversations/${conversation}/status`, { status: 'resolved' })
  await atRest(world)
  const after = await world.shown(conversation)
  assert.equal(after.filter(asksForRating).length, 1)
  assert.equal(after.slice(before).filter(isReply).length, 0)
})

test('where Chatwoot asks itself when a conversation is resolved, it alone does', async () => {
  await using world = await openWorld({ chatwootWorld: () => demo(true) })
  const { conversation, times } = await asked(world, 'web')
  assert.equal(times, 0)
  await world.ask(`/simulator/conversations/${conversation}/status`, { status: 'resolved' })
  await atRest(world)
  assert.equal((await world.shown(conversation)).filter(asksForRating).length, 1)
})

test('where only Chatwoot’s own survey works, the crew does not ask', async () => {
  await using world = await openWorld()
  assert.equal((await asked(world, 'whatsapp')).times, 0)
})

test('a lost answer to the request to rate leaves one request', async () => {
  await using world = await openWorld({ simulator: { faults: { lostAnswer: 1 } } })
  assert.equal((await asked(world, 'web')).times, 1)
})
