import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Store } from '../../src/backends/store/store.ts'
import { Failure } from '../../src/base/failure.ts'
import { silentLog } from '../../src/base/log.ts'
import { type ChatwootConversation, readConversation } from '../../src/chatwoot/conversation.ts'
import { type ChatwootMessage, readMessage } from '../../src/chatwoot/message.ts'
import { type ConnectionId, DEFAULT_CONNECTION, TenantId } from '../../src/domain/ids.ts'
import type { Inbound } from '../../src/domain/inbound.ts'
import { SWEEP_EVERY_MS, Sweeper } from '../../src/flow/hub/sweeper.ts'

export const START_MS = 1_795_417_544_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const [BUSY, QUIET] = [1, 2]
export const [OURS, NOBODYS] = [3, 99]
const TENANT = TenantId.parse('cosmetics/account_1')

interface Listed {
  readonly atMs: number
  readonly connection: string
  readonly account: number
  readonly updatedWithinSec?: number
  readonly page?: number
}

interface Told {
  readonly inbox: number
  updatedAtMs: number
  readonly messages: ChatwootMessage[]
}

interface Given {
  /** Our clock less Chatwoot's. */
  readonly skewMs?: number
  readonly startMs?: number
  readonly refs?: readonly { connection: ConnectionId; account: number }[]
}

export const TWO = [BUSY, QUIET].map((account) => ({ connection: DEFAULT_CONNECTION, account }))

/** A Chatwoot with a clock of its own, a store, and sweepers on it; time passes by hand, and so does ours being set. */
export function world({ skewMs = 0, startMs = START_MS, refs = TWO }: Given = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'sweeper-'))
  const clock = { elapsedMs: 0, skewMs }
  let timers: { atMs: number; work: () => void }[] = []
  const timing = {
    elapsedMs: () => clock.elapsedMs,
    pause: async () => {},
    after(ms: number, work: () => void) {
      const timer = { atMs: clock.elapsedMs + ms, work }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
  }
  const chatwoot = chatwootWhere(() => startMs + clock.elapsedMs)
  const accepted: Inbound[] = []
  const now = () => startMs + clock.elapsedMs + clock.skewMs
  async function open() {
    const store = await Store.open({ dir, owner: 'me', now, survives: 'process' })
    const sweeper = new Sweeper({
      sweeps: store.sweeps,
      mapped: () => refs,
      mappedVia: ({ inbox }) => (inbox === OURS ? 'inbox' : null),
      isOurAddress: () => false,
      apiOf: (ref) => chatwoot.api(ref, clock),
      async accept(batch) {
        accepted.push(...batch)
        await store.accept(batch.map((inbound) => ({ tenant: TENANT, inbound })))
      },
      wake: () => {},
      count: () => {},
      timing,
      now,
      log: silentLog(),
      everyMs: SWEEP_EVERY_MS,
    })
    await sweeper.start()
    await rested(sweeper, chatwoot)
    return {
      store,
      sweeper,
      traffic: (account = BUSY) => sweeper.noteTraffic({ connection: DEFAULT_CONNECTION, account }),
      async pass(ms: number): Promise<void> {
        for (const untilMs = clock.elapsedMs + ms; ; ) {
          const next = timers.sort((a, b) => a.atMs - b.atMs)[0]
          clock.elapsedMs = Math.max(clock.elapsedMs, Math.min(next?.atMs ?? untilMs, untilMs))
          if (!next || next.atMs > untilMs) return
          timers = timers.filter((each) => each !== next)
          next.work()
          await rested(sweeper, chatwoot)
        }
      },
      async [Symbol.asyncDispose]() {
        chatwoot.release()
        await sweeper.close()
        await store.close()
        timers = []
      },
    }
  }
  return { chatwoot, accepted, clock, open, [Symbol.dispose]: () => rmSync(dir, { recursive: true }) }
}

/** Nothing is under way, and nothing more begins. What hangs is under way for ever, and is not waited for. */
async function rested(sweeper: Sweeper, chatwoot: { readonly asked: number; readonly hangs: string | null }) {
  for (let before = -1; before !== chatwoot.asked; ) {
    before = chatwoot.asked
    const idle = sweeper.idle()
    await (chatwoot.hangs === null ? idle : Promise.race([idle, new Promise((resolve) => setTimeout(resolve, 30))]))
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
}

function chatwootWhere(chatwootMs: () => number) {
  const listed: Listed[] = []
  const told = new Map<number, Told>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const state = {
    listed,
    told,
    release,
    /** Requests, whatever they ask. */
    asked: 0,
    isDown: false,
    isUnwell: (_: { account: number; conversation?: number }): boolean => false,
    hangs: null as string | null,
    takesMs: 0,
    /** Before the page is answered. */
    onPage: (_page: number): void => {},
    writes(id: number, atMs: number, inbox = OURS): void {
      const conversation = told.get(id) ?? { inbox, updatedAtMs: 0, messages: [] }
      conversation.updatedAtMs = atMs
      if (inbox === OURS) conversation.messages.push(message(id * 1_000 + conversation.messages.length, atMs))
      told.set(id, conversation)
    },
    api,
  }
  function api({ connection, account }: { connection: string; account: number }, clock: { elapsedMs: number }) {
    const answer = async () => {
      state.asked += 1
      if (state.hangs === connection) await released
      clock.elapsedMs += state.takesMs
      if (state.isDown) throw new Failure('CHATWOOT_BUSY', { status: 0 }, { cause: new Error('nobody there') })
    }
    return {
      canRead: true,
      async time() {
        await answer()
        return chatwootMs() - (chatwootMs() % 1_000)
      },
      async listConversations({ updatedWithinSec, page = 1 }: { updatedWithinSec?: number; page?: number }) {
        listed.push({
          atMs: clock.elapsedMs,
          connection,
          account,
          ...(updatedWithinSec ? { updatedWithinSec } : {}),
          page,
        })
        await answer()
        state.onPage(page)
        if (state.isUnwell({ account })) throw new Failure('CHATWOOT_BUSY', { status: 500 })
        if (account !== BUSY) return []
        const sinceMs = updatedWithinSec === undefined ? null : chatwootMs() - updatedWithinSec * 1_000
        const newest = [...told].sort(([, a], [, b]) => b.updatedAtMs - a.updatedAtMs)
        const shown = newest.filter(([, { updatedAtMs }]) => sinceMs === null || updatedAtMs > sinceMs)
        return (sinceMs === null ? shown.slice((page - 1) * 25, page * 25) : shown).map(asShown)
      },
      async readConversation(conversation: number) {
        await answer()
        const found = shownOf(told).find(({ id }) => id === conversation)
        if (!found) throw new Failure('CHATWOOT_GONE', {})
        return found
      },
      async readMessages({ conversation, before = Infinity }: { conversation: number; before?: number }) {
        await answer()
        if (state.isUnwell({ account, conversation })) throw new Failure('CHATWOOT_BUSY', { status: 500 })
        return (told.get(conversation)?.messages ?? []).filter(({ id }) => id < before).slice(-20)
      },
      inboxBot: async () => null,
    }
  }
  return state
}

export const shownOf = (told: ReadonlyMap<number, Told>): ChatwootConversation[] => [...told].map(asShown)

const asShown = ([id, { inbox, updatedAtMs }]: readonly [number, Told]): ChatwootConversation =>
  readConversation({ ...SHOWN, id, inbox_id: inbox, updated_at: updatedAtMs / 1_000 })!

const SHOWN = {
  account_id: BUSY,
  status: 'pending',
  meta: { channel: 'Channel::Whatsapp', sender: { id: 5, name: 'Ana' } },
}
const message = (id: number, atMs: number) =>
  readMessage({
    id,
    content: 'Olá',
    message_type: 0,
    created_at: Math.floor(atMs / 1_000),
    sender: { id: 5 },
  }) as ChatwootMessage

export const idsOf = (accepted: readonly Inbound[]) =>
  accepted.flatMap(({ event }) => (event.kind === 'customer-message' ? [event.messageId] : []))
export const timesOf = (listed: readonly Listed[], account: number) =>
  listed.filter((call) => call.account === account).map(({ atMs }) => atMs)
