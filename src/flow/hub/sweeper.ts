import type { KnownAccount, Sweeps } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import type { Log } from '../../base/log.ts'
import type { Timing } from '../../base/timing.ts'
import type { ConnectionId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { ServedInboxes, type ServedInboxesDeps } from './served-inboxes.ts'
import { SKEW_MS, type SweepApi, type Swept, sweepAccount } from './sweep-account.ts'

/** An account, in Chatwoot's numbers. */
export interface AccountRef {
  readonly connection: ConnectionId
  readonly account: number
}

export interface SweeperDeps extends Pick<ServedInboxesDeps, 'mappedVia' | 'isOurAddress'> {
  readonly sweeps: Sweeps
  /** The accounts that a mapping names. */
  readonly mapped: () => readonly AccountRef[]
  /** @throws {Failure} UNKNOWN_CONNECTION */
  readonly apiOf: (ref: AccountRef) => SweepApi
  readonly accept: (batch: readonly Inbound[]) => Promise<void>
  /** What a sweep found or met, for metrics. */
  readonly count: (swept: SweepCount) => void
  readonly now: () => number
  readonly timing: Timing
  readonly log: Log
  /** Between two sweeps of an account with traffic, in ms; null: only by hand. */
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
/** Accounts without traffic. */
const QUIET_EVERY_MS = 10 * 60_000
const TRAFFIC_MS = 60 * 60_000
/** Always looked back, however short ago the last sweep was, in ms. */
const LOOK_BACK_MS = 180_000
/** After an outage however long. */
const LONGEST_WINDOW_MS = 24 * 60 * 60_000
const SAY_AGAIN_MS = 60 * 60_000
/** Accounts of one connection at once: a sweep leaves its host's requests to replies. */
const AT_ONCE = 4

interface Account extends AccountRef {
  readonly metAtMs: number
  /** By the clock that only goes forward. */
  sweptAtMs: number
  /** When something came from it; by the same clock. */
  busyAtMs: number
  isFirst: boolean
  readonly swept: Swept
}

/**
 * Finds what lost webhooks hid. Chatwoot delivers an account webhook once and a bot's three times (facts: Chatwoot
 * §2); so at the start and then every `everyMs` each account with traffic in the last hour is looked through, the
 * others every ten minutes, and what nobody told us goes the way of a webhook, under the same names: nothing twice.
 * The window reaches back to the last sweep that came to its end, over restarts and outages, for a day at most.
 */
export class Sweeper {
  readonly #deps: SweeperDeps
  readonly #inboxes: ServedInboxes
  readonly #accounts = new Map<string, Account>()
  readonly #stop = new AbortController()
  /** Accounts that something came from and that no mapping names. */
  readonly #newcomers: AccountRef[] = []
  /** When the log was last told, by connection and failure. */
  readonly #saidAtMs = new Map<string, number>()
  #sweeping: Promise<unknown> = Promise.resolve()
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
    for (const known of await this.#deps.sweeps.accounts()) this.#remember(known)
    await this.#meet()
    if (this.#deps.everyMs !== null) this.#tick()
  }

  /** Something came from this account. */
  noteTraffic({ connection, account }: AccountRef): void {
    const known = this.#accounts.get(keyOf({ connection, account }))
    const elapsedMs = this.#deps.timing.elapsedMs()
    if (known) known.busyAtMs = elapsedMs
    else this.#newcomers.push({ connection, account })
  }

  /** Sweeps every account now. One sweep at a time: it begins when the one under way is over. */
  sweep(): Promise<SweepCount> {
    return this.#sweep(() => true)
  }

  /** Resolves when nothing of a sweep is under way any more. */
  async close(): Promise<void> {
    this.#cancel()
    this.#stop.abort(new DOMException('the server stops', 'AbortError'))
    await this.#sweeping
  }

  #tick(): void {
    const { timing, everyMs, log } = this.#deps
    const wait = () => {
      if (!this.#stop.signal.aborted) this.#cancel = timing.after(everyMs ?? SWEEP_EVERY_MS, () => this.#tick())
    }
    this.#sweep((account) => this.#isDue(account))
      .catch((error) => log.error({ err: error }, 'a sweep failed; the next one looks further back'))
      .finally(wait)
  }

  #isDue({ isFirst, busyAtMs, sweptAtMs }: Account): boolean {
    const elapsedMs = this.#deps.timing.elapsedMs()
    const isBusy = elapsedMs - busyAtMs < TRAFFIC_MS
    return isFirst || isBusy || elapsedMs - sweptAtMs >= QUIET_EVERY_MS
  }

  #sweep(isWanted: (account: Account) => boolean): Promise<SweepCount> {
    const sweep = this.#sweeping.then(() => this.#sweepAll(isWanted))
    this.#sweeping = sweep.catch(() => {})
    return sweep
  }

  async #sweepAll(isWanted: (account: Account) => boolean): Promise<SweepCount> {
    await this.#meet()
    const wanted = [...this.#accounts.values()].filter((account) => isWanted(account))
    const total = { accounts: 0, found: 0, failed: 0 }
    const done: (AccountRef & { atMs: number })[] = []
    const byConnection = Map.groupBy(wanted, ({ connection }) => connection)
    const work = [...byConnection.values()].flatMap((accounts) => {
      const next = accounts.values()
      return Array.from({ length: AT_ONCE }, async () => {
        for (const account of next) {
          if (this.#stop.signal.aborted) return
          const atMs = this.#deps.now()
          const found = await this.#sweepOne(account)
          total.accounts += 1
          total.found += found ?? 0
          if (found === null) total.failed += 1
          else done.push({ connection: account.connection, account: account.account, atMs })
        }
      })
    })
    await Promise.all(work)
    await this.#deps.sweeps.noteSwept(done)
    this.#deps.count(total)
    return total
  }

  /** How much was found; null: it could not be looked through to its end, and the next sweep looks further back. */
  async #sweepOne(account: Account): Promise<number | null> {
    const { now, timing, log, sweeps, accept } = this.#deps
    const beganAtMs = timing.elapsedMs()
    const sinceLastMs = Math.min(beganAtMs - account.sweptAtMs, LONGEST_WINDOW_MS)
    const receivedAtMs = now()
    try {
      const api = this.#deps.apiOf(account)
      if (!api.canRead) return this.#say(account, 'without a user token lost webhooks stay lost: set one', null)
      const sinceMs = Math.max(floorToSecond(account.metAtMs), receivedAtMs - sinceLastMs - LOOK_BACK_MS - SKEW_MS)
      const windowMs = sinceLastMs + LOOK_BACK_MS
      const sweep = { ...account, api, windowMs, sinceMs, receivedAtMs, signal: this.#stop.signal }
      const found = await sweepAccount(sweep, account.swept, {
        facts: (ask) => sweeps.facts(ask),
        accept,
        isServed: ({ connection, account: id, signal }, inbox) =>
          this.#inboxes.isServed({ connection, account: id, inbox }, () => api.inboxBot(inbox, { signal })),
      })
      account.sweptAtMs = beganAtMs
      account.isFirst = false
      return found
    } catch (error) {
      if (this.#stop.signal.aborted) return null
      if (!(error instanceof Failure)) log.error({ err: error, account: keyOf(account) }, 'a sweep met a bug')
      else this.#say(account, `lost webhooks cannot be looked for: ${error.message}`, error)
      return null
    }
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

  /** New accounts: from now on they are ours, and nothing that was written before. */
  async #meet(): Promise<void> {
    const nowMs = this.#deps.now()
    const met: AccountRef[] = []
    for (const ref of [...this.#deps.mapped(), ...this.#newcomers.splice(0)]) {
      if (this.#accounts.has(keyOf(ref))) continue
      this.#remember({ ...ref, metAtMs: nowMs, sweptAtMs: nowMs, seenAtMs: null })
      met.push(ref)
    }
    await this.#deps.sweeps.noteMet(met, nowMs)
  }

  #remember({ connection, account, metAtMs, sweptAtMs, seenAtMs }: KnownAccount): void {
    const nowMs = this.#deps.now()
    const elapsedMs = this.#deps.timing.elapsedMs()
    const agoMs = (atMs: number) => Math.max(0, nowMs - atMs)
    const ref = { connection: connection as ConnectionId, account }
    this.#accounts.set(keyOf(ref), {
      ...ref,
      metAtMs,
      sweptAtMs: elapsedMs - agoMs(sweptAtMs ?? seenAtMs ?? metAtMs),
      busyAtMs: seenAtMs === null ? Number.NEGATIVE_INFINITY : elapsedMs - agoMs(seenAtMs),
      isFirst: true,
      swept: new Map(),
    })
  }
}

/** Chatwoot tells when a message was written to the second. */
const floorToSecond = (ms: number): number => ms - (ms % 1_000)

const keyOf = ({ connection, account }: AccountRef): string => `${connection}/${account}`
