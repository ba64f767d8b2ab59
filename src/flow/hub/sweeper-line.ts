import type { Timing } from '../../base/timing.ts'
import type { Moment, SweeperAccount } from './sweeper-account.ts'

/** What became of one look at an account. */
export interface Look {
  /** Facts that were taken; null: it could not be looked through to its end, and the next look reaches further back. */
  readonly found: number | null
  /** Its Chatwoot does not answer. */
  readonly isSilence: boolean
}

export interface SweeperLineDeps {
  readonly look: (account: SweeperAccount) => Promise<Look>
  readonly moment: () => Moment
  readonly timing: Timing
  /** From the beginning of one look at an account with traffic to the next, in ms; null: only by hand. */
  readonly everyMs: number | null
}

/** Accounts at once: a sweep leaves its host's requests to replies, and one long look does not hold up the others. */
const AT_ONCE = 8

/**
 * The accounts of one connection, each looked through when it is due. Another connection's Chatwoot, slow or dead, has
 * no part in it. At the first silence of its own the line rests until its next period, whoever is due: a dead host
 * costs a request or two in a period, not one for each account.
 */
export class SweeperLine {
  readonly #deps: SweeperLineDeps
  readonly #accounts: SweeperAccount[] = []
  #running = 0
  #restsUntilMs = Number.NEGATIVE_INFINITY
  #isClosed = false
  #cancel: () => void = () => {}

  constructor(deps: SweeperLineDeps) {
    this.#deps = deps
  }

  add(account: SweeperAccount): void {
    this.#accounts.push(account)
  }

  /** Begins with those that are due, and waits for the next. */
  go(): void {
    this.#cancel()
    const { everyMs, timing } = this.#deps
    if (this.#isClosed || everyMs === null) return
    const nowMs = timing.elapsedMs()
    while (this.#running < AT_ONCE) {
      const next = this.#next(everyMs)
      if (!next) return
      const startMs = Math.max(next.atMs, this.#restsUntilMs)
      if (startMs > nowMs) {
        this.#cancel = timing.after(startMs - nowMs, () => this.go())
        return
      }
      void this.#look(next.account).then(() => this.go())
    }
  }

  /** Looks at every account, due or not, until all are looked at or Chatwoot is silent. */
  async sweep(): Promise<readonly Look[]> {
    const left = this.#accounts.values()
    const looks: Look[] = []
    let isSilent = false
    const work = Array.from({ length: AT_ONCE }, async () => {
      for (const account of left) {
        const look = isSilent || this.#isClosed ? NOT_LOOKED : await this.#look(account)
        isSilent ||= look.isSilence
        looks.push(look)
      }
    })
    await Promise.all(work)
    return looks
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    for (const account of this.#accounts) while (account.running !== null) await account.running
  }

  /** Begins with nothing more; resolves when nothing is under way any more. */
  close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    return this.idle()
  }

  /** Who has been due longest. */
  #next(everyMs: number): { account: SweeperAccount; atMs: number } | null {
    const moment = this.#deps.moment()
    let next: { account: SweeperAccount; atMs: number } | null = null
    for (const account of this.#accounts) {
      if (account.running !== null) continue
      const atMs = account.dueAtMs(everyMs, moment)
      if (!next || atMs < next.atMs) next = { account, atMs }
    }
    return next
  }

  /** One look at a time at an account: another one waits for it. */
  async #look(account: SweeperAccount): Promise<Look> {
    while (account.running !== null) await account.running
    const { timing, everyMs, look } = this.#deps
    const beganAtMs = timing.elapsedMs()
    account.begin(beganAtMs)
    this.#running += 1
    const looking = look(account)
    account.running = looking
    try {
      const found = await looking
      if (found.isSilence) this.#restsUntilMs = Math.max(this.#restsUntilMs, beganAtMs + (everyMs ?? 0))
      return found
    } finally {
      account.running = null
      this.#running -= 1
    }
  }
}

const NOT_LOOKED: Look = { found: null, isSilence: true }
