import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Timing } from '../src/base/timing.ts'
import { SWEEP_EVERY_MS } from '../src/flow/hub/sweeper.ts'
import { atRest, openWorld, type Shown, type World } from './support/world.ts'

const CUSTOMERS = 100
const QUESTIONS = ['aceitam pix?', 'qual o horário de sábado?', 'posso pagar no cartão?']
const CHANNELS = ['whatsapp', 'web', 'instagram', 'facebook']
const MINUTE_MS = 60_000
/** Of a period: a sweep that is due within one begins at its end. */
const STEPS = 20

/**
 * Time as it passes, and stretches of it in which nothing happens but that the sweeper's waits run out: those are
 * skipped. What takes time (a turn, a request) takes it in full, so that a time measured here is one that was waited.
 */
function skippedTime() {
  let skippedMs = 0
  let timers: { atMs: number; work: () => void }[] = []
  const elapsedMs = () => performance.now() + skippedMs
  const timing: Timing = {
    elapsedMs,
    pause: async () => {},
    after(ms, work) {
      const timer = { atMs: elapsedMs() + ms, work }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
  }
  return {
    timing,
    now: () => Date.now() + skippedMs,
    skip(ms: number): void {
      skippedMs += ms
      const due = timers.filter(({ atMs }) => atMs <= elapsedMs())
      timers = timers.filter((each) => !due.includes(each))
      for (const { work } of due) work()
    },
  }
}

interface Line extends Shown {
  readonly created_at_ms: number
}

/** Everybody writes at a moment of their own within a sweep's period; resolves when all of it was told or swept. */
async function round(world: World, { question, skip }: { question: string; skip: (ms: number) => void }) {
  const conversations = new Set<number>()
  for (let step = 0; step < STEPS; step += 1) {
    for (let at = step; at < CUSTOMERS; at += STEPS) {
      const contact = { key: `c${at}`, name: `Cliente ${at}`, phone: `+55119555501${String(at).padStart(2, '0')}` }
      const channel = CHANNELS[at % CHANNELS.length]
      conversations.add(await world.writes(question, { channel, contact } as never))
    }
    await sweptAndAtRest(world)
    skip(SWEEP_EVERY_MS / STEPS)
  }
  return conversations
}

async function sweptAndAtRest(world: World): Promise<void> {
  await world.chatwoot.settled()
  await world.app.sweeper.idle()
  await atRest(world)
}

// requirement: once.sweeper
test('with one webhook in twenty lost, every customer hears within a minute of each message, and once', async (context) => {
  const { timing, now, skip } = skippedTime()
  const faults = { loss: 0.05, seed: 4 }
  const simulator = { faults, now, pace: { requestsPerMinute: 0 } }
  await using world = await openWorld({ sweepTiming: timing, now, simulator })
  const conversations = new Set<number>()
  for (const question of QUESTIONS) for (const each of await round(world, { question, skip })) conversations.add(each)
  for (let step = 0; step < STEPS + 4; step += 1) {
    await sweptAndAtRest(world)
    skip(SWEEP_EVERY_MS / STEPS)
  }
  await sweptAndAtRest(world)
  const waits = (await Promise.all([...conversations].map((each) => waitsIn(world, each)))).flat()
  assert.ok(world.chatwoot.stats().webhooks.lost > CUSTOMERS / 10, 'webhooks were lost')
  assert.equal(waits.length, CUSTOMERS * QUESTIONS.length)
  context.diagnostic(`longest wait ${Math.max(...waits)} ms, of them swept ${waits.filter((ms) => ms > 10_000).length}`)
  assert.ok(waits.filter((ms) => ms > 10_000).length > 5, 'some were found by a sweep alone')
  assert.ok(Math.max(...waits) <= MINUTE_MS, `${Math.max(...waits)} ms`)
})

/** From each of the customer's messages to its own reply at Chatwoot, by Chatwoot's clock, in ms. Each has exactly one. */
async function waitsIn(world: World, conversation: number): Promise<number[]> {
  using database = new DatabaseSync(join(world.env.DATA_DIR ?? '', 'store.sqlite'), { readOnly: true })
  const answers = database
    .prepare(
      `select inbox.body_json ->> '$.messageId' as message, group_concat(outbox.chatwoot_id) as replies
      from inbox join outbox on outbox.turn = inbox.turn and outbox.kind = 'message'
      where inbox.conversation = ? and inbox.kind = 'customer-message' group by inbox.id`,
    )
    .all(conversation) as unknown as { message: number; replies: string }[]
  const shown = (await world.shown(conversation)) as readonly Line[]
  const at = new Map(shown.map(({ id, created_at_ms: ms }) => [id, ms]))
  const said = shown.filter(({ sender, private: isNote }) => sender.kind === 'agent_bot' && !isNote)
  const planned = new Set(answers.flatMap(({ replies }) => replies.split(',').map(Number)))
  assert.deepEqual(
    new Set(said.map(({ id }) => id)),
    planned,
    'nothing is said twice, and nothing that was not decided',
  )
  assert.equal(said.length, planned.size)
  return answers.map(({ message, replies }) => {
    const first = Math.min(...replies.split(',').map((id) => at.get(Number(id)) ?? Number.POSITIVE_INFINITY))
    return first - (at.get(message) ?? Number.NaN)
  })
}
