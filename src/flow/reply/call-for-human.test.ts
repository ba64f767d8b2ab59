import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pino from 'pino'
import type { Faults } from '../../../simulator/chatwoot/faults.ts'
import { BOT_TOKEN, playScene, USER_TOKEN } from '../../../simulator/chatwoot/played-scene.ts'
import { planActions } from '../../../test/support/planned.ts'
import { Store } from '../../backends/store/store.ts'
import { Secret } from '../../base/secret.ts'
import { openChatwootApi } from '../../chatwoot/api.ts'
import { openChatwootHost } from '../../chatwoot/host.ts'
import { Standing } from '../../chatwoot/standing.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { handoverActions, messageOf } from '../crews/handover.ts'
import { chatwootDoor } from './chatwoot-door.ts'
import { Outbox } from './reply.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const T0 = 1_795_417_544_000
const HOUR_MS = 3_600_000
const MESSAGES = 'conversations/:id/messages'
const HANDOVER = handoverActions({ reason: 'asked-for-human', messages: [messageOf('Já chamo.')], note: 'Quer trocar' })
const SAYS = [messageOf('Oi!')]

interface Given {
  readonly version?: string
  readonly userToken?: string | null
  readonly actions?: readonly OutboundAction[]
}

/** The real store, outbox and client before a simulated Chatwoot, where a customer wrote and a turn answers. */
async function answering({ version = '4.16.0', userToken = USER_TOKEN, actions = SAYS }: Given = {}) {
  await using opened = new AsyncDisposableStack()
  const scene = opened.use(await playScene({ version, keepPendingOnBotFailure: true }))
  const dir = mkdtempSync(join(tmpdir(), 'call-for-human-'))
  opened.defer(() => rmSync(dir, { recursive: true }))
  let elapsedMs = 0
  const now = () => T0 + elapsedMs
  const store = await Store.open({ dir, owner: 'me', now, survives: 'process' })
  opened.defer(() => store.close())
  const host = openChatwootHost({ baseUrl: scene.simulator.url })
  opened.defer(() => host.close())
  const told: (string | null)[] = []
  const standing = new Standing({ elapsedMs: () => elapsedMs, tell: (trouble) => told.push(trouble?.kind ?? null) })
  const tokens = { botToken: new Secret(BOT_TOKEN), userToken: userToken === null ? null : new Secret(userToken) }
  const api = openChatwootApi({ host, account: 1, standing, ...tokens })
  const timing = { elapsedMs: () => elapsedMs, pause: async () => {}, after: () => () => {} }
  const errors: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => errors.push(JSON.parse(line).msg) })
  const outbox = new Outbox({ store, chatwootOf: () => chatwootDoor(api), now, timing, log })
  const conversation = await scene.say('Olá')
  const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation }
  await planActions(store, { lane, actions, atMs: T0 })
  const mine = store.for(tenant)
  const all = opened.move()
  return {
    told,
    /** What was logged as an error. */
    errors,
    faults: (body: Partial<Faults>) => scene.call('/simulator/faults', { body }),
    row: () => mine.nextOutboxRow(lane),
    humans: async () => (await mine.openRows(lane)).filter(({ event }) => event.kind === 'delivery-failed').length,
    conversation: async () => (await scene.call(`/simulator/conversations/${conversation}`)).json,
    async said(): Promise<unknown[]> {
      const { json } = await scene.call(`/simulator/conversations/${conversation}/messages`)
      const lines = json.payload as { content: string; sender: { kind: string } }[]
      return lines.filter(({ sender }) => sender.kind === 'agent_bot').map(({ content }) => content)
    },
    /** Wakes the lane whenever something of it is due, for so long. */
    async pass(ms: number): Promise<void> {
      for (const untilMs = elapsedMs + ms; elapsedMs < untilMs; ) {
        await outbox.drain(lane, AbortSignal.timeout(10_000))
        const row = await mine.nextOutboxRow(lane)
        if (!row) return
        elapsedMs = Math.max(elapsedMs + 1, row.dueAtMs - T0)
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

// requirement: human.asks
test('labels that no token may read on an older Chatwoot hold no human back, and are told once', async () => {
  await using played = await answering({ version: '4.13.0', userToken: null, actions: HANDOVER })
  await played.pass(1_000)
  assert.deepEqual([(await played.conversation()).status, await played.row()], ['open', null])
  assert.deepEqual([await played.said(), played.told], [['Já chamo.', 'Quer trocar'], ['rights']])
})

test('labels that fail on and on hold no human back for more than a minute', async () => {
  await using played = await answering({ actions: HANDOVER })
  await played.faults({ answers: { 'GET conversations/:id/labels': '500' } })
  await played.pass(60_000)
  assert.deepEqual([(await played.conversation()).status, await played.row()], ['open', null])
})

test('a status is set, though the conversation can never be read', async () => {
  await using played = await answering({ actions: [{ kind: 'status', status: 'open' }] })
  await played.faults({ answers: { 'GET conversations/:id': '500' } })
  await played.pass(120_000)
  assert.deepEqual([(await played.conversation()).status, await played.row()], ['open', null])
})

test('while all of Chatwoot is down the labels of a hand-over wait, however long', async () => {
  await using played = await answering({ actions: HANDOVER.slice(2) })
  await played.faults({ down: true })
  await played.pass(HOUR_MS)
  await played.faults({ down: false })
  await played.pass(HOUR_MS)
  const { status, labels } = await played.conversation()
  assert.deepEqual([status, labels, await played.row()], ['open', ['asked-for-human'], null])
})

test('a note that is refused is posted in its first words', async () => {
  const note = { kind: 'note', text: 'Quer trocar o batom. '.repeat(8_000) } as const
  await using played = await answering({ actions: [note, ...HANDOVER.slice(2)] })
  await played.pass(60_000)
  const [said] = (await played.said()) as string[]
  assert.ok(said?.startsWith('Quer trocar o batom.') && said.length <= 500)
  assert.deepEqual([(await played.conversation()).status, played.errors], ['open', []])
})

test('a note that is not taken at all holds no human back, and its owner is told', async () => {
  await using played = await answering({ actions: HANDOVER.slice(1) })
  await played.faults({ answers: { [`POST ${MESSAGES}`]: '422' } })
  await played.pass(60_000)
  assert.deepEqual([(await played.conversation()).status, await played.row()], ['open', null])
  assert.deepEqual(played.errors, ['a note for the attendants is missing'])
})

/** What keeps us from looking for a message whose answer was lost, and what its owner is told of that. */
const UNSEEN: readonly [
  why: string,
  given: Given,
  answers: Faults['answers'],
  withinMs: number,
  told: (string | null)[],
][] = [
  ['the user has no right to it', {}, { [`GET ${MESSAGES}`]: '401' }, 61_000, ['rights']],
  ['it is hidden from the user as if it were gone', {}, { [`GET ${MESSAGES}`]: '404' }, 61_000, []],
  ['the user token was revoked while the bot is well', { userToken: 'revoked' }, {}, 61_000, ['token']],
  ['Chatwoot cannot show it', {}, { [`GET ${MESSAGES}`]: '500' }, 331_000, ['silence', null]],
]
for (const [why, given, answers, withinMs, told] of UNSEEN)
  test(`a lost answer that cannot be looked for, since ${why}, ends with a human`, async () => {
    await using played = await answering(given)
    await played.faults({ answers: { ...answers, [`POST ${MESSAGES}`]: 'lost' } })
    await played.pass(50_000)
    assert.equal((await played.row())?.state, 'unknown')
    await played.pass(withinMs - 50_000)
    assert.deepEqual([await played.row(), await played.humans(), played.told], [null, 1, told])
    assert.deepEqual(await played.said(), ['Oi!'])
  })

test('on a Chatwoot that drops markers a lost text is known again, though nobody told us its version', async () => {
  await using played = await answering({ version: '4.8.0' })
  await played.faults({ answers: { [`POST ${MESSAGES}`]: 'lost' } })
  await played.pass(120_000)
  assert.deepEqual([await played.said(), await played.row(), await played.humans()], [['Oi!'], null, 0])
})

test('there, a lost image without a word ends with a human rather than twice with the customer', async () => {
  const image = { name: 'batom.png', mimeType: 'image/png', base64: 'AAAA' }
  const actions = [{ kind: 'message', text: '', buttons: [], image }] as const
  await using played = await answering({ version: '4.8.0', actions })
  await played.faults({ answers: { [`POST ${MESSAGES}`]: 'lost' } })
  await played.pass(120_000)
  assert.deepEqual([(await played.said()).length, await played.row(), await played.humans()], [1, null, 1])
  await using newer = await answering({ actions })
  await newer.faults({ answers: { [`POST ${MESSAGES}`]: 'lost' } })
  await newer.pass(120_000)
  assert.deepEqual([(await newer.said()).length, await newer.row(), await newer.humans()], [1, null, 0])
})
