import type { KnownAccount, UnsureRow } from '../../backends/store/store.ts'
import type { ConnectionId } from '../../domain/ids.ts'
import type { Swept } from './sweep-account.ts'

/** An account, in Chatwoot's numbers. */
export interface AccountRef {
  readonly connection: ConnectionId
  readonly account: number
}

/** Accounts without traffic. */
const QUIET_EVERY_MS = 10 * 60_000
const TRAFFIC_MS = 60 * 60_000
/**
 * Always looked back, however short ago the last sweep was, in ms: Chatwoot commits a change some time after it has
 * dated it, and dates by the second.
 */
const LOOK_BACK_MS = 180_000

/** What two clocks say at one moment: ours that only goes forward, and Chatwoot's. */
export interface Moment {
  readonly elapsedMs: number
  readonly chatwootMs: number
}

/** One account: when it was last looked through, and from when on the next look has to find everything. */
export class SweeperAccount implements AccountRef {
  readonly connection: ConnectionId
  readonly account: number
  readonly swept: Swept = new Map()
  /** What a restored backup left to be looked up. */
  unsure: readonly UnsureRow[]
  /** What is under way. */
  running: Promise<unknown> | null = null
  readonly #metAtMs: number
  #sinceMs: number | null
  #sweptAt: { readonly elapsedMs: number | null; readonly chatwootMs: number } | null
  /** When something came from it: by the clock that only goes forward, and what was known before the start. */
  #busyAtMs = Number.NEGATIVE_INFINITY
  readonly #seenAtMs: number | null
  #triedAtMs: number | null = null
  #failures = 0

  /** @param metAtMs by the clock that only goes forward */
  constructor(known: KnownAccount, { metAtMs, unsure = [] }: { metAtMs: number; unsure?: readonly UnsureRow[] }) {
    this.connection = known.connection as ConnectionId
    this.account = known.account
    this.#metAtMs = metAtMs
    this.#sinceMs = known.sinceMs
    this.#sweptAt = known.sweptAtMs === null ? null : { elapsedMs: null, chatwootMs: known.sweptAtMs }
    this.#seenAtMs = known.seenAtMs
    this.unsure = unsure
  }

  noteTraffic(elapsedMs: number): void {
    this.#busyAtMs = elapsedMs
  }

  isBusy({ elapsedMs, chatwootMs }: Moment): boolean {
    if (elapsedMs - this.#busyAtMs < TRAFFIC_MS) return true
    return this.#seenAtMs !== null && chatwootMs - this.#seenAtMs < TRAFFIC_MS
  }

  /**
   * When it is to be looked through again, by the clock that only goes forward: counted from when it was last begun. One
   * that fails again and again, while others do not, is tried less and less often.
   */
  dueAtMs(everyMs: number, moment: Moment): number {
    if (this.#triedAtMs === null) return Number.NEGATIVE_INFINITY
    if (this.#failures > 0) return this.#triedAtMs + Math.min(everyMs * 2 ** (this.#failures - 1), QUIET_EVERY_MS)
    return this.#triedAtMs + (this.isBusy(moment) ? everyMs : QUIET_EVERY_MS)
  }

  begin(elapsedMs: number): void {
    this.#triedAtMs = elapsedMs
  }

  /** What was written before it was met is none of ours, Chatwoot's time. `isNews`: it was not known by that clock. */
  since(moment: Moment): { readonly sinceMs: number; readonly isNews: boolean } {
    const { elapsedMs, chatwootMs } = moment
    const before = this.#sinceMs
    this.#follow(moment)
    const metMs = this.#sinceMs ?? chatwootMs - Math.max(0, elapsedMs - this.#metAtMs)
    this.#sinceMs = floorToSecond(Math.min(metMs, chatwootMs))
    return { sinceMs: this.#sinceMs, isNews: this.#sinceMs !== before }
  }

  /** From when on changes are looked at, however long ago: the last look that came to its end, Chatwoot's time. */
  fromMs(moment: Moment): number {
    const { sinceMs } = this.since(moment)
    return Math.min(this.#sweptAt?.chatwootMs ?? sinceMs, moment.chatwootMs) - LOOK_BACK_MS
  }

  /** A look that began then came to its end. */
  end(moment: Moment): void {
    this.#sweptAt = moment
    this.#failures = 0
  }

  /** `isItsOwn`: not its Chatwoot's silence, nor ours. */
  fail({ isItsOwn }: { readonly isItsOwn: boolean }): void {
    this.#failures = isItsOwn ? this.#failures + 1 : Math.max(1, this.#failures)
  }

  /** Where Chatwoot's clock was set back, what is new is dated before what was noted: so that is set back with it. */
  #follow({ elapsedMs, chatwootMs }: Moment): void {
    const last = this.#sweptAt
    if (last === null || last.elapsedMs === null) return
    const backMs = last.chatwootMs + (elapsedMs - last.elapsedMs) - chatwootMs
    if (backMs < LOOK_BACK_MS / 2) return
    this.#sweptAt = { ...last, chatwootMs: last.chatwootMs - backMs }
    if (this.#sinceMs !== null) this.#sinceMs -= backMs
  }
}

/** Chatwoot tells when a message was written to the second. */
const floorToSecond = (ms: number): number => ms - (ms % 1_000)
