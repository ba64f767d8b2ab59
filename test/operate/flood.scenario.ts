import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageAt, signed } from '../../bench/load/payload.ts'
import { openFakeModelServer } from '../support/fake-model-server.ts'
import { eventually, isNote, openWorld, type World } from '../support/world.ts'

const SECRET = 'demo-webhook-secret'
const STORY = 'Me conta a história da loja, por favor, com todos os detalhes? '

interface Flood {
  readonly account: number
  readonly count: number
  readonly from?: number
  /** Called again and again meanwhile. */
  readonly looked?: () => Promise<void>
}

/** How many of `count` new conversations of an account are taken, and how many refused as too many. */
async function flood(world: World, { account, count, from = 0, looked = async () => {} }: Flood) {
  const answers = new Map<number, number>()
  const one = async (i: number) => {
    const { body } = messageAt((from + i) * 3 + account - 1, { tenants: 3, text: () => STORY.repeat(300) })
    const headers = Object.fromEntries(
      signed(SECRET, body)
        .trim()
        .split('\r\n')
        .map((line) => line.split(': ') as [string, string]),
    )
    const { status } = await fetch(`${world.app.url}/webhooks/demo`, { method: 'POST', headers, body })
    answers.set(status, (answers.get(status) ?? 0) + 1)
  }
  for (let i = 0; i < count; i += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, at) => one(i + at)))
    await looked()
  }
  return { taken: answers.get(200) ?? 0, refused: answers.get(429) ?? 0 }
}

// requirement: ack.queue-full
// requirement: apart.flood-refused
test('a flood on a model that never answers is refused before it is in memory, and another shop’s webhooks are taken', async () => {
  await using model = await openFakeModelServer(...Array.from({ length: 500 }, () => ({ hangs: true }) as const))
  const settings = { MODEL: 'compatible:fake', MODEL_URL: model.url, MAX_WAITING: '200' }
  await using world = await openWorld({ settings })
  let most = { awake: 0, openRows: 0 }
  const looked = async () => {
    const { openRows } = await world.app.store.counts()
    most = { awake: Math.max(most.awake, world.app.hub.awake), openRows: Math.max(most.openRows, openRows) }
  }
  const loud = await flood(world, { account: 1, count: 400, looked })
  assert.equal(loud.taken + loud.refused, 400)
  // Of 19 kB each, a message has five places of the two hundred, of which a tenant comes to half: some twenty are taken,
  // and another for each that is given up meanwhile.
  assert.ok(loud.refused >= 300, `only ${loud.refused} were refused`)
  assert.ok(most.awake <= 20, `${most.awake} conversations are awake`)
  assert.ok(most.openRows <= 12, `${most.openRows} rows are in the store`)
  const quiet = await flood(world, { account: 2, count: 20, from: 1_000 })
  assert.ok(quiet.taken >= 5, `only ${quiet.taken} of the other shop were taken`)
})

test('what was held back is answered once there is room', async () => {
  const gate = Promise.withResolvers<void>()
  const step = { after: gate.promise, says: 'Nossa história começou em 1998.' }
  await using model = await openFakeModelServer(...Array.from({ length: 500 }, () => step))
  const settings = { MODEL: 'compatible:fake', MODEL_URL: model.url, MAX_WAITING: '200', MAX_RUNNING_TURNS: '4' }
  await using world = await openWorld({ settings })
  const { taken } = await flood(world, { account: 1, count: 60 })
  assert.ok((await world.app.store.counts()).openRows < taken, 'some wait in the queue')
  gate.resolve()
  // Each asks the model once at least.
  await model.asked(taken)
  await eventually(async () => ((await world.app.store.counts()).openRows === 0 ? true : null))
})

test('who waited two hours for a free place gets an apology and a human, not an answer as if nothing had been', async () => {
  const gate = Promise.withResolvers<void>()
  const step = { after: gate.promise, says: 'Nossa história começou em 1998.' }
  await using model = await openFakeModelServer(...Array.from({ length: 20 }, () => step))
  let laterMs = 0
  const settings = { MODEL: 'compatible:fake', MODEL_URL: model.url, MAX_RUNNING_TURNS: '1' }
  await using world = await openWorld({ settings, now: () => Date.now() + laterMs })
  await world.writes(STORY)
  await model.asked(1)
  const waits = await world.writes(STORY, { contact: 'bruno' })
  await eventually(async () => ((await world.app.store.counts()).openRows === 2 ? true : null))
  laterMs = 2 * 3_600_000
  gate.resolve()
  await world.until(waits, (lines, status) => status === 'open' && lines.some(isNote))
  assert.match((await world.replies(waits)).join(' '), /descul/i)
})
