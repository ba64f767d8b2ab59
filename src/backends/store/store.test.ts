import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from '../../base/failure.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { ConversationSeen, Inbound, InboundEvent } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import { lockDataDir } from './data-dir.ts'
import { Store } from './store.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: 10_001 }
const T0 = 1_795_417_544_000

async function withStore(
  body: (store: Store, world: { dir: string; at: (ms: number) => void }) => Promise<void>,
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'store-'))
  let nowMs = T0
  const store = await Store.open({ dir, owner: 'me', now: () => nowMs })
  try {
    await body(store, {
      dir,
      at: (ms) => {
        nowMs = ms
      },
    })
  } finally {
    await store.close()
    rmSync(dir, { recursive: true })
  }
}

function inbound(event: InboundEvent, given: Partial<ConversationSeen> = {}, updatedAtMs = T0): Inbound {
  const id = 'messageId' in event ? event.messageId : 0
  return {
    connection: DEFAULT_CONNECTION,
    account: 1,
    inbox: 101,
    conversation: 10_001,
    signed: true,
    receivedAtMs: T0,
    dedupe: `${event.kind}:${id}:${updatedAtMs}`,
    seen: {
      channel: 'whatsapp',
      isApiInbox: false,
      status: 'pending',
      assignee: 'none',
      labels: [],
      canReply: true,
      updatedAtMs,
      contact: null,
      ...given,
    },
    event,
  }
}
const wrote = (messageId: number, text = 'Olá'): InboundEvent => ({
  kind: 'customer-message',
  messageId,
  text,
  attachments: [],
  createdAtMs: T0,
  inReplyTo: null,
  skip: null,
})
const human = (messageId: number, createdAtMs = T0): InboundEvent => ({
  kind: 'human-spoke',
  messageId,
  text: 'Oi, sou a Marina',
  isPrivate: false,
  by: 'user',
  createdAtMs,
})
const receipt = (marker: string | null, messageId: number, status: 'sent' | 'failed' = 'sent'): InboundEvent => ({
  kind: 'receipt',
  messageId,
  marker,
  status,
  error: status === 'failed' ? 'window closed' : null,
})
const accept = async (store: Store, ...all: Inbound[]) =>
  (await store.accept(all.map((each) => ({ tenant, inbound: each })))).map(({ kind }) => kind)

const says = (text: string): OutboundAction => ({ kind: 'message', text, buttons: [], image: null })
function turn(
  id: string,
  answers: readonly number[],
  actions: readonly OutboundAction[] = [says('Oi!')],
  handsOver = false,
): TurnRecord {
  return {
    id,
    lane,
    channel: 'whatsapp',
    crewType: 'customer_service',
    contact: 1,
    engine: 'built-in',
    configHash: 'c',
    planHash: 'p',
    knowledgeHash: 'k',
    text: 'Olá',
    result: {
      outcome: handsOver ? 'handed-over' : 'answered',
      reason: handsOver ? 'asked-for-human' : null,
      actions,
      understanding: {
        intent: 'greeting',
        confidence: 1,
        language: 'pt-BR',
        slots: {},
        wantsHuman: false,
        sentiment: 'neutral',
        isFinished: true,
      },
      intent: 'greeting',
      language: 'pt-BR',
      usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 },
      steps: [
        {
          agent: 'Intent',
          task: 'intent',
          kind: 'classify',
          startMs: 0,
          ms: 1,
          request: 'Olá',
          response: 'greeting',
          error: null,
        },
      ],
      evidence: { passages: [], tools: [] },
    },
    actions: actions.map((action, index) => ({ marker: `${id}-${index}`, action })),
    answers,
    startedAtMs: T0,
    gateMs: 0,
    crewMs: 3,
    parkCause: null,
    handsOver,
  }
}

// requirement: once.duplicate
test('a webhook delivered twice is one row', () =>
  withStore(async (store) => {
    assert.deepEqual(await accept(store, inbound(wrote(1))), ['work'])
    assert.deepEqual(await accept(store, inbound(wrote(1))), [])
    assert.equal((await store.for(tenant).openRows(lane)).length, 1)
  }))

// requirement: once.order
test('rows come in the order of Chatwoot, not of arrival', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(9)), inbound(wrote(7)), inbound(wrote(8)))
    assert.deepEqual(
      (await store.for(tenant).openRows(lane)).map(({ event }) => event.messageId),
      [7, 8, 9],
    )
  }))

// requirement: once.transaction
test('a turn, its outbox rows and the end of its inbox rows are written together, once', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    const [row] = await mine.openRows(lane)
    assert.equal(await mine.commitTurn(turn('t1', [row!.id]), fence), true)
    assert.equal(await mine.commitTurn(turn('t2', [row!.id]), fence), false)
    assert.deepEqual(await mine.openRows(lane), [])
    assert.equal((await mine.nextOutboxRow(lane))?.marker, 't1-0')
    const [view] = await mine.turns(lane, 5)
    assert.deepEqual([view?.id, view?.reply, view?.steps.length, view?.sendMs], ['t1', ['Oi!'], 1, null])
    assert.deepEqual(
      (await mine.said(lane, 9)).map(({ by, text }) => `${by}: ${text}`),
      ['customer: Olá', 'crew: Oi!'],
    )
  }))

// requirement: human.takeover
test('a turn is not written once a human has taken the conversation', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    const rows = await mine.openRows(lane)
    assert.deepEqual(await accept(store, inbound(human(2), {}, T0 + 1)), ['takeover'])
    assert.equal(await mine.commitTurn(turn('t1', [rows[0]!.id]), fence), false)
    assert.equal((await mine.openRows(lane)).length, 1)
  }))

// requirement: human.pending
test('a human who writes into a pending conversation has it until it is given back', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    await accept(store, inbound(human(2, T0 + 10), {}, T0 + 10))
    const mine = store.for(tenant)
    assert.deepEqual((await mine.nextOutboxRow(lane))?.action, { kind: 'status', status: 'open' })
    const isHuman = async () => (await mine.lane(lane))?.humanSinceMs !== null
    await accept(store, inbound({ kind: 'conversation-changed' }, { status: 'pending' }, T0 + 20))
    assert.equal(await isHuman(), true, 'still pending is not given back')
    await accept(store, inbound({ kind: 'conversation-changed' }, { status: 'open' }, T0 + 30))
    assert.deepEqual(await accept(store, inbound({ kind: 'conversation-changed' }, { status: 'pending' }, T0 + 40)), [
      'given-back',
    ])
    assert.equal(await isHuman(), false)
    assert.deepEqual(
      await accept(store, inbound(human(3, T0 + 15), {}, T0 + 15)),
      [],
      'a late delivery takes nothing back',
    )
    assert.equal(await isHuman(), false)
  }))

test('an older payload does not undo what a newer one showed', () =>
  withStore(async (store) => {
    await accept(store, inbound({ kind: 'conversation-changed' }, { status: 'open' }, T0 + 30))
    await accept(store, inbound(wrote(1), { status: 'pending' }, T0 + 10))
    assert.equal((await store.for(tenant).lane(lane))?.status, 'open')
  }))

// requirement: human.takeover
test('what was planned is not said after a takeover, and what is on its way is left', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    const rows = await mine.openRows(lane)
    await mine.commitTurn(turn('t1', [rows[0]!.id], [says('um'), says('dois')]), fence)
    const first = await mine.nextOutboxRow(lane)
    await mine.changeOutboxRow(first!, { to: 'sending', atMs: T0 })
    await accept(store, inbound({ kind: 'conversation-changed' }, { assignee: 'human', status: 'open' }, T0 + 1))
    await mine.changeOutboxRow(first!, { to: 'sent', atMs: T0, chatwootId: 77 })
    assert.equal(await mine.nextOutboxRow(lane), null)
  }))

test('a row is moved only to where its state leads', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    await mine.commitTurn(turn('t1', [(await mine.openRows(lane))[0]!.id]), fence)
    const row = (await mine.nextOutboxRow(lane))!
    assert.equal(await mine.changeOutboxRow(row, { to: 'sent', atMs: T0, chatwootId: 77 }), false)
    assert.equal(await mine.changeOutboxRow(row, { to: 'sending', atMs: T0 }), true)
    assert.equal(await mine.changeOutboxRow(row, { to: 'sending', atMs: T0 }), false)
    assert.equal(await mine.changeOutboxRow(row, { to: 'sent', atMs: T0, chatwootId: 77 }), true)
  }))

// requirement: once.lost-answer
test('an echo settles a row whose answer was lost', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    await mine.commitTurn(turn('t1', [(await mine.openRows(lane))[0]!.id]), fence)
    const row = await mine.nextOutboxRow(lane)
    await mine.changeOutboxRow(row!, { to: 'sending', atMs: T0 })
    assert.deepEqual(await accept(store, inbound(receipt('t1-0', 99), {}, T0 + 1)), ['settled'])
    assert.equal(await mine.changeOutboxRow(row!, { to: 'unknown', dueAtMs: T0, waitedMs: 0, error: 'cut' }), false)
    assert.equal(await mine.nextOutboxRow(lane), null)
  }))

// requirement: human.undeliverable
test('a failed delivery asks for a human once, however often it is told', () =>
  withStore(async (store) => {
    assert.deepEqual(await accept(store, inbound(receipt(null, 9_065, 'failed'))), ['work'])
    assert.deepEqual(await accept(store, inbound(receipt(null, 9_065, 'failed'), {}, T0 + 5)), [])
    assert.deepEqual(
      (await store.for(tenant).openRows(lane)).map(({ event }) => event.kind),
      ['delivery-failed'],
    )
  }))

test('what waits in a conversation whose account is mapped anew is the new tenant’s, however late its payload', () =>
  withStore(async (store) => {
    const other = TenantId.parse('furniture/account_1')
    await accept(store, inbound(wrote(1), {}, T0 + 5))
    await store.for(tenant).wakeAt(lane, T0)
    const late = inbound(wrote(2), {}, T0)
    assert.deepEqual(
      (await store.accept([{ tenant: other, inbound: late }])).map((signal) => [signal.tenant, signal.kind]),
      [[other, 'work']],
    )
    assert.deepEqual([await store.for(tenant).openRows(lane), await store.for(tenant).lane(lane)], [[], null])
    const theirs = store.for(other)
    assert.deepEqual(
      (await theirs.openRows(lane)).map(({ event }) => event.messageId),
      [1, 2],
    )
    assert.equal((await theirs.lane(lane))?.tenant, other)
    await theirs.wakeAt({ ...lane, tenant: other }, T0)
    assert.equal((await store.takeDueTimers()).length, 2, 'neither wait takes the other’s')
  }))

/** A turn of the first tenant planned a word and a label; neither is sent. */
async function withUnsentWords(body: (store: Store, other: TenantId) => Promise<void>): Promise<void> {
  await withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const answers = [(await mine.openRows(lane))[0]!.id]
    const actions: OutboundAction[] = [{ kind: 'labels', add: ['aurora'], remove: [] } as OutboundAction, says('Oi!')]
    await mine.commitTurn(turn('t1', answers, actions), (await mine.lease(lane)) ?? 0)
    await body(store, TenantId.parse('furniture/account_1'))
  })
}

/** What is left to be done of a lane, in order. */
async function unsent(store: Store, of: Lane): Promise<string[]> {
  const found: string[] = []
  for (let row = await store.for(of.tenant).nextOutboxRow(of); row; ) {
    found.push(row.action.kind === 'status' ? row.action.status : row.action.kind)
    await store.for(of.tenant).changeOutboxRow(row, { to: 'dropped', atMs: T0, error: 'looked at' })
    row = await store.for(of.tenant).nextOutboxRow(of)
  }
  return found
}

test('what a tenant planned to say is not said once its account is another’s, and the customer gets a human', () =>
  withUnsentWords(async (store, other) => {
    const [{ inbox, ...from } = { inbox: null, ...lane }] = await store.unfinishedLanes()
    assert.deepEqual([inbox, from], [101, lane])
    assert.equal(await store.remap({ from, to: other, atMs: T0 }), true)
    assert.equal((await store.for(other).lane(lane))?.humanSinceMs !== null, true, 'a human has it')
    assert.deepEqual(await unsent(store, lane), ['labels'], 'what is no word stays')
    assert.deepEqual(await unsent(store, { ...lane, tenant: other }), ['open'])
    assert.equal(await store.remap({ from, to: other, atMs: T0 }), false, 'there is nothing more to take')
  }))

test('the same when the first that is heard of it is the next message', () =>
  withUnsentWords(async (store, other) => {
    const signals = await store.accept([{ tenant: other, inbound: inbound(wrote(2), {}, T0 + 1) }])
    assert.deepEqual(signals.map(({ kind }) => kind).sort(), ['takeover', 'work'])
    assert.deepEqual(await unsent(store, lane), ['labels'])
    assert.deepEqual(await unsent(store, { ...lane, tenant: other }), ['open'])
  }))

test('what waits for its answer is the new tenant’s at once, and the old one’s turn writes nothing any more', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const [fence, rows] = [(await mine.lease(lane)) ?? 0, await mine.openRows(lane)]
    const other = TenantId.parse('furniture/account_1')
    assert.equal(await store.remap({ from: lane, to: other, atMs: T0 }), true)
    assert.equal(await mine.commitTurn(turn('t1', [rows[0]!.id]), fence), false)
    assert.deepEqual([await mine.openRows(lane), (await store.for(other).openRows(lane)).length], [[], 1])
    assert.equal((await store.for(other).lane(lane))?.humanSinceMs, null, 'its crew answers')
  }))

for (const marker of ['t1-0', null])
  for (const isToldFirst of [true, false])
    test(`a failure that is told${marker ? ' by its marker' : ''} ${isToldFirst ? 'before' : 'after'} it is read back calls one human`, () =>
      withStore(async (store) => {
        await accept(store, inbound(wrote(1)))
        const mine = store.for(tenant)
        await mine.commitTurn(turn('t1', [(await mine.openRows(lane))[0]!.id]), (await mine.lease(lane)) ?? 0)
        const row = await mine.nextOutboxRow(lane)
        const tell = () => accept(store, inbound(receipt(marker, 99, 'failed'), {}, T0 + 1))
        const readBack = () => mine.failOutboxRow(row!, { atMs: T0, error: 'window closed', chatwootId: 99 })
        await (isToldFirst ? tell() : readBack())
        await (isToldFirst ? readBack() : tell())
        assert.equal((await mine.openRows(lane)).length, 1)
      }))

// requirement: once.fence
test('another process takes an expired lease over, and the first one can write no more', () =>
  withStore(async (store, { dir, at }) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    const rows = await mine.openRows(lane)
    at(T0 + 3_001)
    const other = await Store.open({ dir, owner: 'other', now: () => T0 + 3_001 })
    assert.ok((await other.for(tenant).lease(lane)) !== null)
    await other.close()
    await assert.rejects(
      mine.commitTurn(turn('t1', [rows[0]!.id]), fence),
      (error) => error instanceof Failure && error.code === 'LEASE_LOST',
    )
  }))

// requirement: once.parked
test('a parked row is listed, run again, and dropped', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    await mine.park(await mine.openRows(lane), 'BUG: x')
    const [parked] = await store.listParked()
    assert.deepEqual([parked?.cause, (await mine.openRows(lane)).length], ['BUG: x', 0])
    assert.deepEqual(await store.rerunParked(parked!.id), lane)
    assert.equal((await mine.openRows(lane)).length, 1)
    assert.equal(await store.dropParked(parked!.id), null, 'it is not parked any more')
  }))

// requirement: once.restart
test('a restart finds lanes with open rows and unsent replies', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    assert.deepEqual(await store.recover(), [lane])
    const mine = store.for(tenant)
    assert.equal((await mine.openRows(lane))[0]?.deaths, 1)
    const fence = (await mine.lease(lane)) ?? 0
    await mine.commitTurn(turn('t1', [(await mine.openRows(lane))[0]!.id]), fence)
    assert.deepEqual(await store.recover(), [lane])
  }))

// requirement: once.timer
test('a timer is taken once it is due, and is never moved later', () =>
  withStore(async (store, { at }) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const rows = await mine.openRows(lane)
    await mine.retryLater(lane, rows, { readyAtMs: T0 + 1_000, cause: 'busy' })
    await mine.retryLater(lane, rows, { readyAtMs: T0 + 9_000, cause: 'busy' })
    assert.equal(await store.nextTimerAt(), T0 + 1_000)
    assert.deepEqual(await store.takeDueTimers(), [])
    at(T0 + 1_000)
    assert.deepEqual(
      (await store.takeDueTimers()).map((timer) => timer.lane),
      [lane],
    )
    assert.equal(await store.nextTimerAt(), null)
  }))

test('a write that fails takes nothing back of those beside it', () =>
  withStore(async (store) => {
    const both = await Promise.allSettled([
      accept(store, inbound(wrote(1))),
      store.for(tenant).commitTurn(turn('t1', [999]), 42),
      accept(store, inbound(wrote(2))),
    ])
    assert.deepEqual(
      both.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.equal((await store.for(tenant).openRows(lane)).length, 2)
  }))

// requirement: plain.one-server
test('two servers on one data directory: the second is told so', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lock-'))
  const held = lockDataDir(dir)
  assert.throws(
    () => lockDataDir(dir),
    (error) =>
      error instanceof Failure && error.code === 'DATA_DIR_IN_USE' && error.message.includes(String(process.pid)),
  )
  held[Symbol.dispose]()
  lockDataDir(dir)[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

// requirement: once.timer
test('what is waited for when nobody says anything becomes work once, in the transaction that takes its timer', () =>
  withStore(async (store, { at }) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    const rows = (await mine.openRows(lane)).map(({ id }) => id)
    const idle = { step: 'follow-up', dueAtMs: T0 + 3_600_000, spokeAtMs: T0 } as const
    await mine.commitTurn({ ...turn('t1', rows), idle }, fence)
    assert.deepEqual([await store.takeDueTimers(), await store.nextTimerAt()], [[], T0 + 3_600_000])
    at(T0 + 3_600_000)
    assert.deepEqual(
      (await store.takeDueTimers()).map((timer) => timer.kind),
      ['idle'],
    )
    const [work, ...others] = await mine.openRows(lane)
    const { language } = turn('t1', rows).result
    assert.deepEqual(work?.event, { kind: 'idle', messageId: null, step: 'follow-up', language, spokeAtMs: T0 })
    assert.deepEqual([others, await store.takeDueTimers(), await store.nextTimerAt()], [[], [], null])
  }))

// requirement: once.timer
test('a turn that waits for nothing takes back the wait of the one before', () =>
  withStore(async (store) => {
    await accept(store, inbound(wrote(1)))
    const mine = store.for(tenant)
    const fence = (await mine.lease(lane)) ?? 0
    const open = async () => (await mine.openRows(lane)).map(({ id }) => id)
    const idle = { step: 'resolve', dueAtMs: T0 + 60_000, spokeAtMs: T0 } as const
    await mine.commitTurn({ ...turn('t1', await open()), idle }, fence)
    await accept(store, inbound(wrote(2)))
    await mine.commitTurn(turn('t2', await open()), fence)
    assert.equal(await store.nextTimerAt(), null)
  }))

test('a restored copy asks after no silence: the customer may have spoken since', () =>
  withStore(async (store, { at }) => {
    const mine = store.for(tenant)
    const silent = async (conversation: number, dueAtMs: number) => {
      const there = { ...lane, conversation }
      await accept(store, { ...inbound(wrote(conversation)), conversation })
      const rows = (await mine.openRows(there)).map(({ id }) => id)
      const idle = { step: 'resolve', dueAtMs, spokeAtMs: T0 } as const
      await mine.commitTurn({ ...turn(`t${conversation}`, rows), lane: there, idle }, (await mine.lease(there)) ?? 0)
      return there
    }
    const asked = await silent(1, T0 + 1)
    await silent(2, T0 + 3_600_000)
    at(T0 + 2)
    await store.takeDueTimers()
    assert.equal((await mine.openRows(asked)).length, 1)
    await store.settleRestored({ copiedMs: T0, readable: [DEFAULT_CONNECTION], nowMs: T0 + 3 })
    assert.deepEqual([await mine.openRows(asked), await store.listParked(), await store.nextTimerAt()], [[], [], null])
  }))
