import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Store } from './backends/store/store.ts'
import { newId } from './base/id.ts'
import { silentLog } from './base/log.ts'
import type { Timing } from './base/timing.ts'
import { DEFAULT_CONNECTION, TenantId } from './domain/ids.ts'
import type { Inbound } from './domain/inbound.ts'
import type { Understanding } from './domain/intent.ts'
import type { Lane } from './domain/lane.ts'
import type { TurnRecord } from './domain/turn-record.ts'
import { startPruning } from './pruning.ts'

const DAY_MS = 86_400_000
const START_MS = 1_795_417_544_000
const tenant = TenantId.parse('cosmetics/account_1')
const settings = { RETENTION_DAYS_CONVERSATIONS: 60, RETENTION_DAYS_STEPS: 10 }

/** A clock and a waiting that move a day at a time; `idle` resolves when the day's work has set the next day's. */
class Days implements Timing {
  nowMs = START_MS
  #work: () => void = () => {}
  #set = Promise.withResolvers<void>()
  readonly elapsedMs = () => this.nowMs
  readonly pause = async () => {}
  after(_ms: number, work: () => void): () => void {
    this.#work = work
    this.#set.resolve()
    return () => {}
  }
  async pass(): Promise<void> {
    this.nowMs += DAY_MS
    this.#set = Promise.withResolvers()
    this.#work()
    await this.#set.promise
  }
}

function wrote(lane: Lane, atMs: number): Inbound {
  return {
    ...lane,
    inbox: 101,
    signed: true,
    receivedAtMs: atMs,
    dedupe: `m:${lane.conversation}`,
    seen: {
      channel: 'whatsapp',
      status: 'pending',
      assignee: 'none',
      labels: [],
      canReply: true,
      updatedAtMs: atMs,
      contact: null,
    },
    event: {
      kind: 'customer-message',
      messageId: lane.conversation,
      text: 'Olá',
      attachments: [],
      createdAtMs: atMs,
      inReplyTo: null,
      skip: null,
    },
  }
}

function turn(lane: Lane, row: number, atMs: number): TurnRecord {
  const id = newId(atMs)
  const action = { kind: 'message', text: 'Oi! '.repeat(200), buttons: [], image: null } as const
  const understanding: Understanding = {
    intent: 'greeting',
    confidence: 1,
    language: 'pt-BR',
    slots: {},
    wantsHuman: false,
    sentiment: 'neutral',
    isFinished: true,
  }
  const step = { agent: 'Response', task: 'respond', kind: 'compose', startMs: 0, ms: 1, error: null } as const
  return {
    ...{ id, lane, channel: 'whatsapp', crewType: 'customer_service', contact: 1, engine: 'built-in' },
    ...{ configHash: 'c', planHash: 'p', knowledgeHash: 'k', text: 'Olá', gateMs: 0, crewMs: 3 },
    result: {
      ...{ outcome: 'answered', reason: null, actions: [action], understanding, intent: 'greeting' },
      ...{ language: 'pt-BR', usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 } },
      steps: [{ ...step, request: 'Olá '.repeat(500), response: 'Oi!' }],
      evidence: { passages: [], tools: [] },
    },
    actions: [{ marker: id, action }],
    ...{ answers: [row], startedAtMs: atMs, parkCause: null, handsOver: false },
  }
}

/** A conversation that is answered; without `sends` its reply waits for ever. */
async function converse(store: Store, conversation: number, { atMs, sends }: { atMs: number; sends: boolean }) {
  const lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation }
  await store.accept([{ tenant, inbound: wrote(lane, atMs) }])
  const mine = store.for(tenant)
  const [row] = await mine.openRows(lane)
  await mine.commitTurn(turn(lane, row?.id ?? 0, atMs), (await mine.lease(lane)) ?? 0)
  const reply = await mine.nextOutboxRow(lane)
  if (!sends || !reply) return
  await mine.changeOutboxRow(reply, { to: 'sending', atMs })
  await mine.changeOutboxRow({ ...reply, state: 'sending' }, { to: 'sent', atMs, chatwootId: conversation + 1_000_000 })
}

// requirement: private.retention
test('over 200 days each kind goes when its time is over, what is unfinished stays, and the file stays bounded', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pruning-'))
  const days = new Days()
  const store = await Store.open({ dir, owner: 'me', now: () => days.nowMs, survives: 'process' })
  const pruning = startPruning({ store, settings, timing: days, now: () => days.nowMs, log: silentLog() })
  const sizes: number[] = []
  await converse(store, 1, { atMs: START_MS, sends: false })
  for (let day = 1; day <= 200; day += 1) {
    for (let each = 0; each < 5; each += 1) await converse(store, day * 10 + each, { atMs: days.nowMs, sends: true })
    await days.pass()
    sizes.push(statSync(join(dir, 'store.sqlite')).size)
  }
  await pruning[Symbol.asyncDispose]()
  await store.close()
  using file = new DatabaseSync(join(dir, 'store.sqlite'))
  const one = (sql: string, ...given: number[]) => Object.values(file.prepare(sql).get(...given) ?? {})[0]
  const cutMs = days.nowMs - 60 * DAY_MS
  assert.equal(one('select count(*) from inbox where received_at < ?', cutMs), 0)
  assert.equal(one('select count(*) from said where at < ?', cutMs), 0)
  assert.equal(one('select count(*) from turns where started_at < ?', cutMs), 0)
  assert.equal(one('select count(*) from turns'), 60 * 5)
  assert.equal(one('select count(*) from steps'), 60 * 5)
  assert.equal(one(`select count(*) from steps where request_json <> 'null'`), 10 * 5)
  assert.equal(one('select count(*) from lanes where seen_at < ?', cutMs), 1, 'the unfinished one')
  assert.equal(one('select count(*) from outbox where planned_at < ?', cutMs), 1, 'the reply that was never sent')
  assert.equal(one('select count(*) from leases'), 60 * 5 + 1)
  assert.ok((sizes[199] ?? 0) < 1.15 * (sizes[69] ?? 0), `${sizes[69]} bytes on day 70, ${sizes[199]} on day 200`)
  rmSync(dir, { recursive: true })
})

test('emptied pages are given back to the file system', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pruning-'))
  const store = await Store.open({ dir, owner: 'me', now: () => START_MS, survives: 'process' })
  for (let each = 1; each <= 400; each += 1) await converse(store, each, { atMs: START_MS, sends: true })
  const ask = {
    conversationsBeforeMs: START_MS + DAY_MS,
    tracesBeforeMs: START_MS,
    signal: new AbortController().signal,
  }
  const pages = () => {
    using file = new DatabaseSync(join(dir, 'store.sqlite'), { readOnly: true })
    return Number(Object.values(file.prepare('pragma page_count').get() ?? {})[0])
  }
  const before = pages()
  await store.prune(ask)
  assert.ok(pages() < before / 2, `${before} pages before, ${pages()} after`)
  await store.close()
  rmSync(dir, { recursive: true })
})
