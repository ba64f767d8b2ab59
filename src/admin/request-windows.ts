import type { Clock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'

const WINDOW_MS = 60_000
const MAX_NAMES = 10_000

/** Counts requests by the minute, by whoever makes them. In memory: a restart forgives. */
export class RequestWindows {
  readonly #perMinute: number
  readonly #now: Clock
  readonly #counts = new Map<string, { startedAtMs: number; count: number }>()

  constructor(perMinute: number, now: Clock) {
    this.#perMinute = perMinute
    this.#now = now
  }

  /** @throws {Failure} TOO_MANY_REQUESTS */
  count(name: string): void {
    const nowMs = this.#now()
    const known = this.#counts.get(name)
    const window = known && nowMs - known.startedAtMs < WINDOW_MS ? known : { startedAtMs: nowMs, count: 0 }
    if (window.count >= this.#perMinute) throw new Failure('TOO_MANY_REQUESTS', { perMinute: this.#perMinute })
    window.count += 1
    // Put at the end, so that the first one is the longest unseen.
    this.#counts.delete(name)
    this.#counts.set(name, window)
    for (const [oldest] of this.#counts.size > MAX_NAMES ? this.#counts : []) {
      this.#counts.delete(oldest)
      break
    }
  }
}
