/**
 * Runs a reading again whenever something says it may be stale. Calls during a run become one more run after it, so
 * the last reading always began after the last hint.
 */
export class Refresher {
  readonly #read: (signal: AbortSignal) => Promise<void>
  readonly #abort = new AbortController()
  #isRunning = false
  #isStale = false

  constructor(read: (signal: AbortSignal) => Promise<void>) {
    this.#read = read
  }

  async refresh(): Promise<void> {
    this.#isStale = true
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      while (this.#isStale && !this.#abort.signal.aborted) {
        this.#isStale = false
        await this.#read(this.#abort.signal)
      }
    } finally {
      this.#isRunning = false
    }
  }

  close(): void {
    this.#abort.abort()
  }
}
