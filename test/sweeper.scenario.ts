import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import pino from 'pino'
import { openApp } from '../src/app.ts'
import { silentLog } from '../src/base/log.ts'
import { readSettings } from '../src/settings.ts'
import { atRest, isNote, isReply, openWorld, type World } from './support/world.ts'

const open = () => openWorld({ sweepEveryMs: null })

/** What happens in `work` is told by no webhook. */
async function unheard<T>(world: World, work: () => Promise<T>): Promise<T> {
  await world.ask('/simulator/faults', { loss: 1 })
  const done = await work()
  await world.ask('/simulator/faults', { loss: 0 })
  return done
}

const MINUTE_MS = 60_000

const asked = (conversation: number, world: World) =>
  world.app.store
    .for('cosmetics/account_1' as never)
    .turns({ connection: 'default', account: 1, conversation } as never, 50)

// requirement: once.sweeper
test('a message whose webhook was lost is answered after a sweep, even the first one ever, and once', async () => {
  await using world = await open()
  const conversation = await unheard(world, () => world.writes('aceitam pix?'))
  assert.deepEqual(await world.replies(conversation), [])
  assert.equal((await world.app.sweeper.sweep()).found, 1)
  await world.until(conversation, (lines) => lines.some(isReply))
  await atRest(world)
  await world.app.sweeper.sweep()
  await world.ask('/simulator/webhooks/replay', { count: 50 })
  await world.chatwoot.settled()
  await atRest(world)
  const answered = (await asked(conversation, world)).filter(({ outcome }) => outcome === 'answered')
  assert.equal(answered.length, 1)
})

test('a lost message is found behind later ones that did arrive and were answered', async () => {
  await using world = await open()
  const conversation = await world.writes('aceitam pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  await world.app.sweeper.sweep()
  await unheard(world, () => world.writes('qual o horário de sábado?'))
  await world.writes('vocês entregam em Campinas?')
  await world.until(conversation, (lines) => lines.filter(isReply).length >= 2)
  await atRest(world)
  await world.app.sweeper.sweep()
  await atRest(world)
  const texts = (await asked(conversation, world)).map(({ text }) => text)
  assert.ok(
    texts.some((text) => text.includes('sábado')),
    'the lost one has its turn',
  )
  assert.equal(new Set(texts).size, texts.length, 'none has two')
})

test('what a human answered, what stands in a human’s conversation, and a lost takeover are left to humans', async () => {
  await using world = await open()
  const conversation = await world.writes('aceitam pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  await atRest(world)
  const before = (await world.replies(conversation)).length
  await unheard(world, async () => {
    await world.writes('qual o horário de sábado?')
    await world.ask(`/simulator/conversations/${conversation}/human`, { text: 'Abrimos às 9h!' })
  })
  await world.app.sweeper.sweep()
  await world.until(conversation, (_, status) => status === 'open')
  await world.chatwoot.settled()
  await atRest(world)
  assert.equal((await world.replies(conversation)).length, before)
})

test('a change of status that no webhook told is known after a sweep', async () => {
  await using world = await open()
  const conversation = await world.writes('aceitam pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  await world.chatwoot.settled()
  await atRest(world)
  const statusKnown = async () =>
    (
      await world.app.store.for('cosmetics/account_1' as never).lane({
        connection: 'default',
        account: 1,
        conversation,
      } as never)
    )?.status
  await unheard(world, () => world.ask(`/simulator/conversations/${conversation}/status`, { status: 'open' }))
  assert.equal(await statusKnown(), 'pending')
  await world.app.sweeper.sweep()
  assert.equal(await statusKnown(), 'open')
})

test('what was written before the store existed is never answered, what is written after it is', async () => {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  await using world = await openWorld({ sweepEveryMs: null, now, simulator: { now } })
  await world.app[Symbol.asyncDispose]()
  const conversation = await world.writes('aceitam pix?')
  await world.chatwoot.settled()
  await world.ask(`/simulator/conversations/${conversation}/status`, { status: 'pending' })
  // Chatwoot tells its time, and when a message was written, to the second.
  aheadMs += 3_000
  const env = { ...world.env, DATA_DIR: join(world.dir, 'new-data') }
  await using app = await openApp(readSettings(env), { log: silentLog(), sweepEveryMs: null, now })
  assert.equal((await app.sweeper.sweep()).found, 0)
  await unheard(world, () => world.writes('qual o horário de sábado?'))
  assert.equal((await app.sweeper.sweep()).found, 1)
  await world.until(conversation, (lines) => lines.some(isReply))
})

for (const [away, awayMs] of [
  ['forty minutes', 40 * MINUTE_MS],
  ['31 hours', 31 * 60 * MINUTE_MS],
] as const)
  test(`after ${away} away what came long ago goes to a human with an apology, what came lately is answered`, async () => {
    let aheadMs = 0
    const now = () => Date.now() + aheadMs
    await using world = await openWorld({ sweepEveryMs: null, now, simulator: { now } })
    await world.app.sweeper.sweep()
    const early = await unheard(world, () => world.writes('aceitam pix?', { channel: 'web' }))
    await world.app[Symbol.asyncDispose]()
    aheadMs += awayMs
    const lately = await unheard(world, () => world.writes('aceitam pix?', { contact: 'bruno' }))
    await using app = await openApp(readSettings(world.env), { log: silentLog(), sweepEveryMs: null, now })
    assert.equal((await app.sweeper.sweep()).found, 2)
    const shown = await world.until(early, (lines, status) => status === 'open' && lines.some(isNote))
    assert.match(shown.find(isReply)?.content ?? '', /demora/i)
    const answered = await world.until(lately, (lines) => lines.some(isReply))
    assert.match(answered.find(isReply)?.content ?? '', /pix/i)
    await atRest(world, app)
    assert.equal((await app.sweeper.sweep()).found, 0)
    assert.equal((await world.replies(early)).length, 1)
  })

test('from when on a message is late is the shop’s to say', async () => {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  await using world = await openWorld({ sweepEveryMs: null, now, simulator: { now } })
  await world.app.sweeper.sweep()
  const conversation = await unheard(world, () => world.writes('aceitam pix?'))
  await world.app[Symbol.asyncDispose]()
  appendFileSync(join(world.dir, 'config/domains/cosmetics/account_1/config.yaml'), '\nlate_after_minutes: 120\n')
  aheadMs += 90 * MINUTE_MS
  await using app = await openApp(readSettings(world.env), { log: silentLog(), sweepEveryMs: null, now })
  await app.sweeper.sweep()
  const answered = await world.until(conversation, (lines) => lines.some(isReply))
  assert.match(answered.find(isReply)?.content ?? '', /pix/i)
})

for (const [name, skewMs] of [
  ['ahead', 60 * MINUTE_MS],
  ['behind', -60 * MINUTE_MS],
] as const)
  test(`with our clock an hour ${name} a lost message is answered once, and not taken for late`, async () => {
    const now = () => Date.now() + skewMs
    await using world = await openWorld({ sweepEveryMs: null, now })
    const conversation = await unheard(world, () => world.writes('aceitam pix?'))
    assert.equal((await world.app.sweeper.sweep()).found, 1)
    const shown = await world.until(conversation, (lines) => lines.some(isReply))
    assert.match(shown.find(isReply)?.content ?? '', /pix/i)
    await world.app.sweeper.sweep()
    await atRest(world)
    assert.equal((await asked(conversation, world)).filter(({ outcome }) => outcome === 'answered').length, 1)
    assert.equal(await world.status(conversation), 'pending')
  })

test('stars whose webhook was lost are found with the next message, however long ago they were asked for, and once', async () => {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  await using world = await openWorld({ sweepEveryMs: null, now, simulator: { now } })
  const conversation = await world.writes('obrigada, tchau!', { channel: 'web' })
  await world.until(conversation, (lines) => lines.some(isReply))
  await atRest(world)
  await world.app.sweeper.sweep()
  aheadMs += 60 * MINUTE_MS
  await world.app.sweeper.sweep()
  await unheard(world, async () => {
    await world.ask(`/simulator/conversations/${conversation}/rate`, { rating: 5 })
    await world.writes('aceitam pix?', { channel: 'web' })
  })
  assert.equal((await world.app.sweeper.sweep()).found, 2)
  await atRest(world)
  assert.equal((await world.app.sweeper.sweep()).found, 0)
})

test('without a user token the sweeper says so once and does nothing', async () => {
  const warnings: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) })
  await using world = await openWorld({ sweepEveryMs: null, log, settings: { CHATWOOT_USER_TOKEN: '' } })
  await world.app.sweeper.sweep()
  await world.app.sweeper.sweep()
  assert.equal(warnings.filter((line) => line.includes('user token')).length, 1)
})

test('an inbox with another bot is not ours to answer, however pending its conversations are', async () => {
  await using world = await open()
  const api = `${world.chatwoot.url}/api/v1/accounts/1`
  const headers = { 'Api-Access-Token': 'demo-user-token', 'content-type': 'application/json' }
  const send = async (path: string, body: unknown) =>
    (await (await fetch(`${api}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).text()) || '{}'
  const other = { name: 'Outro robô', outgoing_url: 'https://robo.example/webhook/abc' }
  const { id } = JSON.parse(await send('/agent_bots', other)) as { id: number }
  await send('/inboxes/103/set_agent_bot', { agent_bot: id })
  await unheard(world, () => world.writes('aceitam pix?', { channel: 'instagram' }))
  assert.equal((await world.app.sweeper.sweep()).found, 0)
})
