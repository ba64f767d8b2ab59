import { OdooFailure } from './odoo-failure.ts'

const FAILURES = 5
const REST_MS = 15_000

/**
 * Keeps customers from waiting, one after the other, for an Odoo that does not answer: after five calls in a row
 * without an answer, calls fail at once for 15 s; then they are let through again, and the first answer closes it.
 */
export class Breaker {
  readonly #now: () => number
  #failures = 0
  #untilMs = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** @throws {OdooFailure} unreachable, at once, while it is open */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.#now() < this.#untilMs) throw new OdooFailure('unreachable')
    try {
      const result = await work()
      this.#failures = 0
      return result
    } catch (error) {
      this.#count(error)
      throw error
    }
  }

  /** An error that Odoo itself told is an answer; a caller who gave up says nothing either way. */
  #count(error: unknown): void {
    if (!(error instanceof OdooFailure)) return
    this.#failures = error.kind === 'unreachable' ? this.#failures + 1 : 0
    if (this.#failures >= FAILURES) this.#untilMs = this.#now() + REST_MS
  }
}
