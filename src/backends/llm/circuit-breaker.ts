import type { Clock } from '../../base/clock.ts'

export interface BreakerOptions {
  readonly now: Clock
  /** Failures in a row that open it. */
  readonly failures?: number
  /** How long nobody is let through, in ms; then one caller tries for all. */
  readonly openMs?: number
}

/**
 * Keeps turns from waiting for a server that is down.
 * closed → (n failures in a row) → open → (openMs) → one probe → closed, or open again.
 */
export class CircuitBreaker {
  readonly #now: Clock
  readonly #limit: number
  readonly #openMs: number
  #failures = 0
  #closedAgainAtMs = 0
  #isProbing = false

  constructor({ now, failures = 5, openMs = 10_000 }: BreakerOptions) {
    this.#now = now
    this.#limit = failures
    this.#openMs = openMs
  }

  /** Whether a call may be made now. After the pause the first asker is the probe, the others are still refused. */
  admits(): boolean {
    if (this.#failures < this.#limit) return true
    if (this.#isProbing || this.#now() < this.#closedAgainAtMs) return false
    this.#isProbing = true
    return true
  }

  /** The server answered: in whatever words, it is there. */
  succeeded(): void {
    this.#failures = 0
    this.#isProbing = false
  }

  failed(): void {
    this.#failures++
    this.#isProbing = false
    if (this.#failures >= this.#limit) this.#closedAgainAtMs = this.#now() + this.#openMs
  }

  /** The call ended without telling anything about the server (our own abort). */
  untold(): void {
    this.#isProbing = false
  }
}
