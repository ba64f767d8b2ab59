export interface SweeperClockDeps {
  /** By the clock that only goes forward. */
  readonly elapsedMs: () => number
  /** Our own clock: where Chatwoot does not tell its. */
  readonly now: () => number
  /** What is known longer is asked again, in ms. */
  readonly maxAgeMs: number
}

/**
 * What time it is at one Chatwoot. Everything it shows is dated by its own clock, and ours may be an hour off, be set
 * while we run, or stand still while the machine sleeps: so its time is asked for, and between two questions
 * counted by the clock that nobody can set. No time zone comes into it.
 */
export class SweeperClock {
  readonly #deps: SweeperClockDeps
  /** Chatwoot's time less the elapsed; null: not known yet. */
  #offsetMs: number | null = null
  #askedAtMs = Number.NEGATIVE_INFINITY
  #asking: Promise<void> | null = null

  constructor(deps: SweeperClockDeps) {
    this.#deps = deps
  }

  /** Asks, unless it was asked lately; who comes while it is being asked waits for the same answer. @throws as `ask` */
  async sync(ask: () => Promise<number | null>): Promise<void> {
    if (this.#deps.elapsedMs() - this.#askedAtMs < this.#deps.maxAgeMs) return
    this.#asking ??= this.#sync(ask).finally(() => {
      this.#asking = null
    })
    await this.#asking
  }

  /** What was known is to be asked again: Chatwoot was silent. */
  forget(): void {
    this.#askedAtMs = Number.NEGATIVE_INFINITY
  }

  /** Epoch ms, by Chatwoot. */
  nowMs(): number {
    return this.#offsetMs === null ? this.#deps.now() : Math.round(this.#deps.elapsedMs() + this.#offsetMs)
  }

  async #sync(ask: () => Promise<number | null>): Promise<void> {
    const theirsMs = await ask()
    this.#askedAtMs = this.#deps.elapsedMs()
    this.#offsetMs = (theirsMs ?? this.#deps.now()) - this.#askedAtMs
  }
}
