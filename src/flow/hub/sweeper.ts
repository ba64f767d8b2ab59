import type { KnownAccount, Sweeps, UnsureRow } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import type { Log } from '../../base/log.ts'
import type { Timing } from '../../base/timing.ts'
import type { ConnectionId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import { ServedInboxes, type ServedInboxesDeps } from './served-inboxes.ts'
import { type AccountSweep, isSilence, type SweepApi, sweepAccount } from './sweep-account.ts'
import { lookUpUnsure } from './sweep-account-unsure.ts'
import { type AccountRef, type Moment, SweeperAccount } from './sweeper-account.ts'
import { SweeperClock } from './sweeper-clock.ts'
import { type Look, SweeperLine } from './sweeper-line.ts'

export interface SweeperDeps extends Pick<ServedInboxesDeps, 'mappedVia' | 'isOurAddress'> {
  readonly sweeps: Sweeps
  /** The accounts that a mapping names. */
  readonly mapped: () => readonly AccountRef[]
  /** @throws {Failure} UNKNOWN_CONNECTION */
  readonly apiOf: (ref: AccountRef) => SweepApi
  readonly accept: (batch: readonly Inbound[]) => Promise<void>
  /** Something of this conversation waits to be done. */
  readonly wake: (lane: Lane) => void
  /** What was found or met, for metrics. */
  readonly count: (swept: SweepCount) => void
  readonly now: () => number
  readonly timing: Timing
  readonly log: Log
  /** From one sweep of an account with traffic to the next, beginning to beginning, in ms; null: only by hand. */
  readonly everyMs: number | null
}

export interface SweepCount {
  readonly accounts: number
  /** Facts that a lost webhook had hidden. */
  readonly found: number
  readonly failed: number
}

/** With the turn that follows, a customer whose webhook was lost is answered within a minute, in ms. */
export const SWEEP_EVERY_MS = 50_000
const SAY_AGAIN_MS = 60 * 60_000
/** How long after it was written a message's button may be pressed, or its delivery fail, and be found, in ms. */
const OUTCOMES_MS = 24 * 60 * 60_000

interface Post {
  readonly clock: SweeperClock
  readonly line: SweeperLine
  readonly moment: () => Moment
}

/**
 * Finds what lost webhooks hid. Chatwoot delivers an account webhook once and a bot's three times (facts: Chatwoot
 * §2); so at the start and then every `everyMs` each account with traffic in the last hour is looked through, the
 * others every ten minutes, and what nobody told us goes the way of a webhook, under the same names: nothing twice.
 * Each look reaches back to the last one that came to its end, over restarts and outages however long, and no further
 * than to when we met the account; all of it in Chatwoot's time. What a restored backup left unsure is looked up first.
 */
export class Sweeper {
  readonly #deps: SweeperDeps
  readonly #inboxes: ServedInboxes
  readonly #accounts = new Map<string, SweeperAccount>()
  readonly #posts = new Map<string, Post>()
  readonly #stop = new AbortController()
  /** Accounts that something came from and that no mapping names. */
  readonly #newcomers = new Map<string, AccountRef>()
  /** When the log was last told, by connection and failure. */
  readonly #saidAtMs = new Map<string, number>()
  #meeting: Promise<unknown> = Promise.resolve()
  #cancel: () => void = () => {}

  constructor(deps: SweeperDeps) {
    this.#deps = deps
    this.#inboxes = new ServedInboxes({
      ...deps,
      isKnown: ({ inbox, ...place }) => deps.sweeps.knowsInbox(place, inbox),
      elapsedMs: () => deps.timing.elapsedMs(),
    })
  }

  /** Meets the accounts, and begins to sweep. Resolves before the first sweep: a start does not wait for Chatwoot. */
  async start(): Promise<void> {
    const { sweeps, now, timing } = this.#deps
    const unsure = Map.groupBy(await sweeps.unsure(), keyOf)
    for (const known of await sweeps.accounts()) {
      const agoMs = Math.max(0, now() - known.metAtMs)
      this.#remember(known, { metAtMs: timing.elapsedMs() - agoMs, unsure: unsure.get(keyOf(known)) ?? [] })
    }
    await this.#meet()
    if (this.#deps.everyMs !== null) this.#tick()
  }

  /** Something came from this account. */
  noteTraffic({ connection, account }: AccountRef): void {
    const ref = { connection, account }
    const known = this.#accounts.get(keyOf(ref))
    if (!known) {
      this.#meetSoon(ref)
      return
    }
    const { moment, line } = this.#postOf(connection)
    const wasBusy = known.isBusy(moment())
    known.noteTraffic(this.#deps.timing.elapsedMs())
    if (!wasBusy) line.go()
  }

  /** Sweeps every account now; of a Chatwoot that is silent, no more than it takes to notice. */
  async sweep(): Promise<SweepCount> {
    await this.#meet()
    const looks = (await Promise.all([...this.#posts.values()].map(({ line }) => line.sweep()))).flat()
    const found = looks.reduce((sum, look) => sum + (look.found ?? 0), 0)
    return { accounts: looks.length, found, failed: looks.filter((look) => look.found === null).length }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#meeting
    await Promise.all([...this.#posts.values()].map(({ line }) => line.idle()))
  }

  /** Resolves when nothing of a sweep is under way any more. */
  async close(): Promise<void> {
    this.#cancel()
    this.#stop.abort(new DOMException('the server stops', 'AbortError'))
    await this.#meeting
    await Promise.all([...this.#posts.values()].map(({ line }) => line.close()))
  }

  /** Who was mapped meanwhile is met; every connection's line goes its own way. */
  #tick(): void {
    const { timing, everyMs, log } = this.#deps
    if (this.#stop.signal.aborted) return
    this.#cancel = timing.after(everyMs ?? SWEEP_EVERY_MS, () => this.#tick())
    this.#meeting = this.#meet().catch((error) => log.error({ err: error }, 'new accounts could not be noted'))
  }

  #meetSoon(ref: AccountRef): void {
    if (this.#newcomers.has(keyOf(ref))) return
    this.#newcomers.set(keyOf(ref), ref)
    const { log } = this.#deps
    this.#meeting = this.#meeting
      .then(() => this.#meet())
      .catch((error) => log.error({ err: error }, 'a new account could not be noted'))
  }

  /** New accounts: from now on they are ours, and nothing that was written before. */
  async #meet(): Promise<void> {
    const { now, timing, sweeps, mapped } = this.#deps
    const nowMs = now()
    const met: AccountRef[] = []
    for (const ref of [...mapped(), ...this.#newcomers.values()]) {
      if (this.#accounts.has(keyOf(ref))) continue
      const known = { ...ref, metAtMs: nowMs, sinceMs: null, sweptAtMs: null, seenAtMs: null }
      const account = this.#remember(known, { metAtMs: timing.elapsedMs(), unsure: [] })
      if (this.#newcomers.has(keyOf(ref))) account.noteTraffic(timing.elapsedMs())
      met.push(ref)
    }
    this.#newcomers.clear()
    await sweeps.noteMet(met, nowMs)
    for (const { line } of this.#posts.values()) line.go()
  }

  #remember(known: KnownAccount, at: { metAtMs: number; unsure: readonly UnsureRow[] }): SweeperAccount {
    const account = new SweeperAccount(known, at)
    this.#accounts.set(keyOf(account), account)
    this.#postOf(account.connection).line.add(account)
    return account
  }

  #postOf(connection: ConnectionId): Post {
    const known = this.#posts.get(connection)
    if (known) return known
    const { timing, now, everyMs } = this.#deps
    const elapsedMs = () => timing.elapsedMs()
    const clock = new SweeperClock({ elapsedMs, now, maxAgeMs: everyMs ?? 0 })
    const moment = () => ({ elapsedMs: elapsedMs(), chatwootMs: clock.nowMs() })
    const line = new SweeperLine({ look: (account) => this.#look(account), moment, timing, everyMs })
    const post = { clock, line, moment }
    this.#posts.set(connection, post)
    return post
  }

  /** Never rejects. */
  async #look(account: SweeperAccount): Promise<Look> {
    const { log, count } = this.#deps
    const { clock } = this.#postOf(account.connection)
    let look: Look = { found: null, isSilence: false }
    try {
      look = { found: await this.#lookThrough(account), isSilence: false }
    } catch (error) {
      if (this.#stop.signal.aborted) return look
      look = { found: null, isSilence: isSilence(error) }
      if (look.isSilence) clock.forget()
      account.fail({ isItsOwn: !look.isSilence && !(error instanceof Failure && error.code === 'QUEUE_FULL') })
      if (!(error instanceof Failure)) log.error({ err: error, account: keyOf(account) }, 'a sweep met a bug')
      else this.#say(account, `lost webhooks cannot be looked for: ${error.message}`, error)
    }
    count({ accounts: 1, found: look.found ?? 0, failed: look.found === null ? 1 : 0 })
    return look
  }

  /** How much was found; null: it cannot be read at all. */
  async #lookThrough(account: SweeperAccount): Promise<number | null> {
    const { sweeps, accept, now } = this.#deps
    const { clock, moment } = this.#postOf(account.connection)
    const api = this.#deps.apiOf(account)
    if (!api.canRead) return this.#say(account, 'without a user token lost webhooks stay lost: set one', null)
    const { signal } = this.#stop
    await clock.sync(() => api.time({ signal }))
    const began = moment()
    const { sinceMs: metMs, isNews } = account.since(began)
    if (isNews) await sweeps.noteSince(account, metMs)
    const fromMs = account.fromMs(began)
    const where = { connection: account.connection, account: account.account, api }
    const since = { sinceMs: Math.max(metMs, fromMs), outcomesSinceMs: Math.max(metMs, fromMs - OUTCOMES_MS) }
    const sweep: AccountSweep = { ...where, ...since, fromMs, chatwootMs: () => clock.nowMs(), now, signal }
    const again = await this.#lookUp(account, sweep)
    const found = await sweepAccount(sweep, account.swept, {
      facts: (ask) => sweeps.facts(ask),
      accept,
      isServed: (_, inbox) => this.#inboxes.isServed({ ...where, inbox }, () => api.inboxBot(inbox, { signal })),
    })
    account.end(began)
    await sweeps.noteSwept([{ ...where, atMs: began.chatwootMs }])
    return again + found
  }

  async #lookUp(account: SweeperAccount, sweep: AccountSweep): Promise<number> {
    let found = 0
    for (const rows of Map.groupBy(account.unsure, ({ conversation }) => conversation).values()) {
      found += await lookUpUnsure(sweep, rows, this.#deps)
      account.unsure = account.unsure.filter((row) => !rows.includes(row))
    }
    return found
  }

  /** Once an hour for a connection, however many of its accounts meet it; what only a person can mend, once. */
  #say({ connection }: AccountRef, sentence: string, err: Failure | null): null {
    const key = `${connection} ${err?.code}`
    const elapsedMs = this.#deps.timing.elapsedMs()
    if (elapsedMs - (this.#saidAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) return null
    this.#saidAtMs.set(key, err ? elapsedMs : Number.POSITIVE_INFINITY)
    this.#deps.log.warn({ connection, ...(err ? { err } : {}) }, sentence)
    return null
  }
}

const keyOf = ({ connection, account }: { readonly connection: string; readonly account: number }): string =>
  `${connection}/${account}`
