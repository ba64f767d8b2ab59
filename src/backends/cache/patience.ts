export interface PatienceOptions {
  /** Asked in the background while the server is away; true: it answers, and quickly. */
  readonly probe: () => Promise<boolean>
  /** Told of each change, with the cause when it goes away. */
  readonly onChange: (state: 'here' | 'away', cause: string) => void
  /** Most that callers wait for a bad server, in all, in ms. */
  readonly budgetMs?: number
  /** An answer within this is as it should be, in ms; it gives the whole budget back. */
  readonly quickMs?: number
  readonly probeEveryMs?: number
}

/**
 * Keeps callers from waiting for a server that should answer in under a millisecond and does not.
 * here → (an error, or `budgetMs` waited without a quick answer) → away → (a probe succeeds) → here.
 * Away, nobody waits and nothing is sent but the probe.
 */
export class Patience implements Disposable {
  readonly #options: Required<PatienceOptions>
  readonly #waiting = new Set<() => void>()
  #isAway = false
  #isClosed = false
  #leftMs: number
  /** Up to here waiting has been counted: calls that wait side by side wait once. */
  #countedMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: PatienceOptions) {
    this.#options = { budgetMs: 50, quickMs: 10, probeEveryMs: 500, ...options }
    this.#leftMs = this.#options.budgetMs
  }

  get isAway(): boolean {
    return this.#isAway
  }

  /** What `work` gives; undefined when the server is away, too slow, or fails. Never rejects. */
  ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#isAway || this.#isClosed) return Promise.resolve(undefined)
    const { promise, resolve } = Promise.withResolvers<T | undefined>()
    const startMs = performance.now()
    const giveUp = () => resolve(undefined)
    // Not at once: after a long stall of ours the answer may lie in the socket, and timers come before sockets.
    const tooLate = () => setImmediate(() => this.#waiting.has(giveUp) && this.#leave('no answer in time'))
    const timer = setTimeout(tooLate, this.#leftMs)
    const end = (told: () => void) => {
      clearTimeout(timer)
      if (this.#waiting.delete(giveUp)) told()
    }
    this.#waiting.add(giveUp)
    work().then(
      (value) => end(() => this.#answered(startMs, () => resolve(value))),
      (error: unknown) => end(() => this.#failed(error, giveUp)),
    )
    return promise
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#releaseAll()
  }

  #answered(startMs: number, resolve: () => void): void {
    resolve()
    const nowMs = performance.now()
    const { budgetMs, quickMs } = this.#options
    if (nowMs - startMs <= quickMs) {
      this.#leftMs = budgetMs
      return
    }
    this.#leftMs -= nowMs - Math.max(startMs, this.#countedMs)
    this.#countedMs = nowMs
    if (this.#leftMs <= 0) this.#leave('answers slowly')
  }

  #failed(error: unknown, giveUp: () => void): void {
    giveUp()
    // The server refuses this one call (out of memory, read-only, loading): it answered, and cost nothing.
    if (error instanceof Error && error.name === 'ReplyError') return
    this.#leave((error as NodeJS.ErrnoException | null)?.code ?? 'connection lost')
  }

  #leave(cause: string): void {
    if (this.#isAway || this.#isClosed) return
    this.#isAway = true
    this.#releaseAll()
    this.#options.onChange('away', cause)
    this.#probeLater()
  }

  #probeLater(): void {
    this.#timer = setTimeout(() => void this.#probe(), this.#options.probeEveryMs).unref()
  }

  async #probe(): Promise<void> {
    const isBack = await this.#options.probe().catch(() => false)
    if (this.#isClosed) return
    if (!isBack) return this.#probeLater()
    this.#isAway = false
    this.#leftMs = this.#options.budgetMs
    this.#options.onChange('here', 'answers')
  }

  #releaseAll(): void {
    for (const giveUp of this.#waiting) giveUp()
    this.#waiting.clear()
  }
}
