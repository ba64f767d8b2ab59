import type { Life } from './manual-time.ts'

/** What happens to a call when it is let through. Each place reads of it what makes sense there. */
export const OUTCOMES = ['ok', 'lost', 'late', 'never', 'busy', 'refused'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface How {
  readonly outcome: Outcome
  /** How much later a late effect comes, in ms. */
  readonly lateMs: number
}

export const OK: How = { outcome: 'ok', lateMs: 0 }

export interface Gate {
  readonly label: string
  readonly life: Life
  readonly sinceMs: number
  /** Does the work and tells the caller. */
  readonly open: (how: How) => void
  /** Does the work as a server that dies meanwhile would have it done; the caller never hears of it. */
  readonly openUnheard: (how: How) => void
}

/**
 * Every call of the server to its store, to Chatwoot and to its crew stands here until it is let through, one at a
 * time and in any order: that is how an interleaving is chosen rather than hoped for.
 */
export class Gates {
  readonly #elapsedMs: () => number
  #waiting: Gate[] = []
  #working = 0

  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs
  }

  get waiting(): readonly Gate[] {
    return this.#waiting
  }

  /** Resolves as `work` does once the gate is opened; never, when the caller's life is over by then. */
  pass<T>(life: Life, label: string, work: (how: How) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (life.isOver) return new Promise(() => {})
    return new Promise<T>((resolve, reject) => {
      const run = (how: How, isHeard: () => boolean) => {
        this.#leave(gate)
        this.#working += 1
        work(how)
          .finally(() => {
            this.#working -= 1
          })
          .then(
            (value) => isHeard() && resolve(value),
            (error) => isHeard() && reject(error),
          )
      }
      const gate: Gate = {
        label,
        life,
        sinceMs: this.#elapsedMs(),
        open: (how) => run(how, () => !life.isOver),
        openUnheard: (how) => run(how, () => false),
      }
      signal?.addEventListener('abort', () => {
        this.#leave(gate)
        if (!life.isOver) reject(signal.reason)
      })
      this.#waiting.push(gate)
    })
  }

  /** Forgets what a life that is over was about to do. */
  clear(): readonly Gate[] {
    const left = this.#waiting
    this.#waiting = []
    return left
  }

  /** Resolves when everything that can go on without a gate, a timer or Chatwoot has. */
  async settled(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve))
    while (this.#working > 0)
  }

  #leave(gate: Gate): void {
    const at = this.#waiting.indexOf(gate)
    if (at >= 0) this.#waiting.splice(at, 1)
  }
}
