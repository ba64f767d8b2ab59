/**
 * Runs a reading again whenever something says it may be stale. Calls during a run become one more run after it, so
 * the last reading always began after the last hint.
 */
export class Refresher {
  readonly #read: (signal: AbortSignal) => Promise<void>
  readonly #abort = new AbortController()
  #running: Promise<void> | null = null
  #isStale = false

  constructor(read: (signal: AbortSignal) => Promise<void>) {
    this.#read = read
  }

  /** Resolves when a reading that began after this call is over. */
  refresh(): Promise<void> {
    this.#isStale = true
    // Begun a moment later: a reading that asks for another one finds itself running.
    this.#running ??= Promise.resolve()
      .then(() => this.#run())
      .finally(() => {
        this.#running = null
      })
    return this.#running
  }

  close(): void {
    this.#abort.abort()
  }

  async #run(): Promise<void> {
    while (this.#isStale && !this.#abort.signal.aborted) {
      this.#isStale = false
      await this.#read(this.#abort.signal)
    }
  }
}
