import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { eventually, isReply, openWorld, type Shown, type World } from './support/world.ts'

const CUSTOMERS = 100
const QUESTIONS = ['aceitam pix?', 'qual o horário de sábado?', 'posso pagar no cartão?']
const CHANNELS = ['whatsapp', 'web', 'instagram', 'facebook']

interface InboxRow {
  readonly dedupe: string
  readonly state: string
  readonly outcome: string | null
}

const rowsOf = (world: World): InboxRow[] => {
  using database = new DatabaseSync(join(world.env.DATA_DIR ?? '', 'store.sqlite'), { readOnly: true })
  return database
    .prepare(
      `select dedupe, inbox.state, outcome from inbox left join turns on turns.id = inbox.turn where kind = 'customer-message'`,
    )
    .all() as unknown as InboxRow[]
}

/** Everybody writes once; resolves when all is answered, however it was heard of. */
async function round(world: World, question: string, said: number): Promise<number[]> {
  const conversations = await Promise.all(
    Array.from({ length: CUSTOMERS }, (_, at) => {
      const contact = { key: `c${at}`, name: `Cliente ${at}`, phone: `+55119555501${String(at).padStart(2, '0')}` }
      const channel = CHANNELS[at % CHANNELS.length]
      return world.writes(question, { channel, contact } as never)
    }),
  )
  await eventually(
    async () => (rowsOf(world).filter(({ state }) => state === 'done').length >= said ? true : null),
    60_000,
  )
  return conversations
}

// requirement: once.sweeper
test('with one webhook in twenty lost, every customer is answered and none twice', async () => {
  const faults = { loss: 0.05, seed: 4 }
  await using world = await openWorld({ sweepEveryMs: 1_000, simulator: { faults, pace: { requestsPerMinute: 0 } } })
  const conversations = new Set<number>()
  for (const [at, question] of QUESTIONS.entries())
    for (const conversation of await round(world, question, (at + 1) * CUSTOMERS)) conversations.add(conversation)
  await eventually(async () => ((await world.app.store.counts()).unsentRows === 0 ? true : null), 60_000)
  await world.chatwoot.settled()
  assert.ok(world.chatwoot.stats().webhooks.lost > CUSTOMERS / 10, 'webhooks were lost')
  const rows = rowsOf(world)
  assert.equal(rows.filter(({ outcome }) => outcome === 'answered').length, CUSTOMERS * QUESTIONS.length)
  for (const conversation of conversations) await isSaidOnce(world, conversation)
})

async function isSaidOnce(world: World, conversation: number): Promise<void> {
  const shown: readonly Shown[] = await world.shown(conversation)
  using database = new DatabaseSync(join(world.env.DATA_DIR ?? '', 'store.sqlite'), { readOnly: true })
  const { planned } = database
    .prepare(`select count(*) as planned from outbox where conversation = ? and kind = 'message'`)
    .get(conversation) as { planned: number }
  assert.equal(shown.filter(isReply).length, planned)
}
