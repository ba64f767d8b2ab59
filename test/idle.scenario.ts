import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { atRest, eventually, isReply, openWorld, type World } from './support/world.ts'

const MINUTE_MS = 60_000

/** A shop that asks after an hour and ends after two more, and a clock of its hub that can be moved; the door's is not. */
async function openShop(rules = 'follow_up_after_minutes: 60\nresolve_after_minutes: 120\n') {
  let movedMs = 0
  const world = await openWorld({ now: () => Date.now() + movedMs })
  appendFileSync(
    join(world.dir, 'config/domains/cosmetics/account_1/config.yaml'),
    `\nlate_after_minutes: 10080\n${rules}`,
  )
  await world.reopen()
  return {
    world,
    pass: (minutes: number) => {
      movedMs += minutes * MINUTE_MS
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

const repliesOf = async (world: World, conversation: number) =>
  (await world.shown(conversation)).filter(isReply).map(({ content }) => content)
const heard = (world: World, conversation: number, count: number) =>
  world.until(conversation, (lines) => lines.filter(isReply).length >= count)
/** Every timer that is due was taken. */
const timersRun = (world: World, now: number) =>
  eventually(async () => (((await world.app.store.nextTimerAt()) ?? Number.POSITIVE_INFINITY) > now ? true : null))

test('who says nothing more is asked once and then the conversation ends, over restarts, and who comes back is answered', async () => {
  await using shop = await openShop()
  const { world, pass } = shop
  const conversation = await world.writes('aceita pix?')
  await heard(world, conversation, 1)
  await atRest(world)
  await world.reopen()
  pass(61)
  await heard(world, conversation, 2)
  await atRest(world)
  assert.match((await repliesOf(world, conversation)).at(-1) ?? '', /ainda/i)
  await world.reopen()
  pass(121)
  await world.until(conversation, (_, status) => status === 'resolved')
  await atRest(world)
  assert.match((await repliesOf(world, conversation)).at(-1) ?? '', /encerr/i)
  pass(5_000)
  await atRest(world)
  assert.equal((await repliesOf(world, conversation)).length, 3, 'asked once, ended once')
  await world.writes('qual o horário de vocês?')
  await heard(world, conversation, 4)
})

test('who writes meanwhile is not asked; the hour begins again', async () => {
  await using shop = await openShop()
  const { world, pass } = shop
  const conversation = await world.writes('aceita pix?')
  await heard(world, conversation, 1)
  await atRest(world)
  pass(50)
  await world.writes('qual o horário de vocês?')
  await heard(world, conversation, 2)
  await atRest(world)
  pass(30)
  await timersRun(world, Date.now() + 80 * MINUTE_MS)
  await atRest(world)
  assert.equal((await repliesOf(world, conversation)).length, 2)
  pass(31)
  await heard(world, conversation, 3)
})

test('a conversation that a human has is neither asked in nor ended', async () => {
  await using shop = await openShop()
  const { world, pass } = shop
  const conversation = await world.writes('aceita pix?')
  await heard(world, conversation, 1)
  await atRest(world)
  await world.ask(`/simulator/conversations/${conversation}/human`, { text: 'Oi, aqui é a Marina.' })
  await atRest(world)
  pass(300)
  await timersRun(world, Date.now() + 300 * MINUTE_MS)
  await atRest(world)
  assert.equal((await world.shown(conversation)).filter(isReply).length, 1)
  assert.notEqual(await world.status(conversation), 'resolved')
})

test('after a day of silence on WhatsApp nothing is said, for nothing would arrive, and the conversation ends', async () => {
  await using shop = await openShop('resolve_after_minutes: 1500\n')
  const { world, pass } = shop
  const conversation = await world.writes('aceita pix?')
  await heard(world, conversation, 1)
  await atRest(world)
  pass(1_501)
  await world.until(conversation, (_, status) => status === 'resolved')
  assert.equal((await world.shown(conversation)).filter(isReply).length, 1)
})
