const WINDOW_MS = 60_000

/** Rack::Attack's throttle: so many calls from one address in each whole minute. */
export class RateLimit {
  readonly #perMinute: number
  readonly #now: () => number
  #window = 0
  #counts = new Map<string, number>()

  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute
    this.#now = now
  }

  /** Counts one call; false when it is one too many. */
  admits(address: string): boolean {
    if (this.#perMinute === 0) return true
    const window = Math.floor(this.#now() / WINDOW_MS)
    if (window !== this.#window) this.#counts.clear()
    this.#window = window
    const count = (this.#counts.get(address) ?? 0) + 1
    this.#counts.set(address, count)
    return count <= this.#perMinute
  }
}
