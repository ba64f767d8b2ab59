import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Store } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import { silentLog } from '../../base/log.ts'
import { type ChatwootConversation, readConversation } from '../../chatwoot/conversation.ts'
import { type ChatwootMessage, readMessage } from '../../chatwoot/message.ts'
import { DEFAULT_CONNECTION } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { SWEEP_EVERY_MS, Sweeper } from './sweeper.ts'

const START_MS = 1_795_417_544_000
const [BUSY, QUIET] = [1, 2]

interface Listed {
  readonly account: number
  readonly updatedWithinSec?: number
  readonly page?: number
}

/** A sweeper on a real store, a Chatwoot of two accounts, and time that passes by hand. */
async function world() {
  const dir = mkdtempSync(join(tmpdir(), 'sweeper-'))
  let elapsedMs = 0
  let work: (() => void) | null = null
  const now = () => START_MS + elapsedMs
  const store = await Store.open({ dir, owner: 'me', now, survives: 'process' })
  const listed: Listed[] = []
  const accepted: Inbound[] = []
  const chatwoot = { isDown: false, pages: [[]] as ChatwootConversation[][], messages: [] as ChatwootMessage[] }
  const api = (account: number) => ({
    canRead: true,
    async listConversations(query: { updatedWithinSec?: number; page?: number }) {
      listed.push({ account, ...query })
      if (chatwoot.isDown) throw new Failure('CHATWOOT_BUSY', { status: 502 })
      return chatwoot.pages[(query.page ?? 1) - 1] ?? []
    },
    readMessages: async ({ before = Number.MAX_SAFE_INTEGER }: { before?: number }) =>
      chatwoot.messages.filter(({ id }) => id < before).slice(-20),
    inboxBot: async () => null,
  })
  const sweeper = new Sweeper({
    sweeps: store.sweeps,
    mapped: () => [BUSY, QUIET].map((account) => ({ connection: DEFAULT_CONNECTION, account })),
    mappedVia: () => 'inbox',
    isOurAddress: () => false,
    apiOf: ({ account }) => api(account),
    accept: async (batch) => void accepted.push(...batch),
    count: () => {},
    timing: {
      elapsedMs: () => elapsedMs,
      pause: async () => {},
      after(_ms, next) {
        work = next
        return () => {}
      },
    },
    now,
    log: silentLog(),
    everyMs: SWEEP_EVERY_MS,
  })
  /** Resolves when the sweep under way has ended and the next one is set. */
  const rested = async () => {
    while (!work) await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    chatwoot,
    listed,
    accepted,
    sweeper,
    rested,
    async pass(ms: number): Promise<void> {
      for (const untilMs = elapsedMs + ms; elapsedMs < untilMs; ) {
        elapsedMs += SWEEP_EVERY_MS
        const next = work
        work = null
        next?.()
        await rested()
      }
    },
    async [Symbol.asyncDispose]() {
      await sweeper.close()
      await store.close()
      rmSync(dir, { recursive: true })
    },
  }
}

const conversation = (id: number, updatedAtMs: number) =>
  readConversation({
    id,
    account_id: BUSY,
    inbox_id: 3,
    status: 'pending',
    updated_at: updatedAtMs / 1_000,
    meta: { channel: 'Channel::Whatsapp', sender: { id: 5, name: 'Ana' } },
  }) as ChatwootConversation
const message = (id: number, atMs: number) =>
  readMessage({
    id,
    content: 'Olá',
    message_type: 0,
    created_at: Math.floor(atMs / 1_000),
    sender: { id: 5 },
  }) as ChatwootMessage

test('an account with traffic is listed with every sweep, one without every ten minutes', async () => {
  await using under = await world()
  await under.sweeper.start()
  await under.rested()
  under.sweeper.noteTraffic({ connection: DEFAULT_CONNECTION, account: BUSY })
  await under.pass(20 * 60_000)
  const times = (account: number) => under.listed.filter((call) => call.account === account).length
  assert.deepEqual([times(BUSY), times(QUIET)], [1 + 24, 1 + 2])
})

test('while Chatwoot is down nothing is forgotten: the window grows, and is read in pages when it is long', async () => {
  await using under = await world()
  await under.sweeper.start()
  await under.rested()
  under.chatwoot.isDown = true
  under.sweeper.noteTraffic({ connection: DEFAULT_CONNECTION, account: BUSY })
  await under.pass(10 * SWEEP_EVERY_MS)
  assert.equal(
    under.listed.filter(({ account }) => account === BUSY).at(-1)?.updatedWithinSec,
    (10 * SWEEP_EVERY_MS) / 1_000 + 180,
  )
  await under.pass(20 * SWEEP_EVERY_MS)
  under.chatwoot.isDown = false
  const page = (first: number, atMs: number) => Array.from({ length: 25 }, (_, at) => conversation(first + at, atMs))
  under.chatwoot.pages = [page(1, START_MS + 60_000), page(26, START_MS - 3_600_000), page(51, START_MS)]
  const before = under.listed.length
  await under.pass(SWEEP_EVERY_MS)
  const calls = under.listed.slice(before).filter(({ account }) => account === BUSY)
  assert.deepEqual(
    calls.map(({ page: asked, updatedWithinSec }) => [asked, updatedWithinSec]),
    [
      [1, undefined],
      [2, undefined],
    ],
  )
})

test('messages are read back to the window’s beginning, and a conversation that did not change is not read again', async () => {
  await using under = await world()
  await under.sweeper.start()
  await under.rested()
  under.sweeper.noteTraffic({ connection: DEFAULT_CONNECTION, account: BUSY })
  under.chatwoot.pages = [[conversation(7, START_MS + 40_000)]]
  under.chatwoot.messages = Array.from({ length: 45 }, (_, at) => message(100 + at, START_MS + 1_000 + at * 500))
  await under.pass(SWEEP_EVERY_MS)
  assert.equal(under.accepted.length, 45)
  await under.pass(SWEEP_EVERY_MS)
  assert.equal(under.accepted.length, 45)
})
