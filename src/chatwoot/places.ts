import { FairLine } from '../base/fair-line.ts'
import type { Asker, Priority } from './rate-bucket.ts'

/** At most `count` at once; the others wait: replies before housekeeping, and within each the accounts in turn. */
export class Places {
  readonly #waiting: Readonly<Record<Priority, FairLine<number, () => void>>>
  #free: number

  /** @param weightOf how many places in a round an account has; 1 each when absent */
  constructor(count: number, weightOf?: (account: number) => number) {
    this.#free = count
    this.#waiting = { reply: new FairLine(weightOf), housekeeping: new FairLine(weightOf) }
  }

  /** Resolves with what gives the place back. @throws the signal's reason when it aborts while waiting */
  async take(asker: Asker, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#free > 0) this.#free -= 1
    else await this.#wait(asker, signal)
    let isHeld = true
    return () => {
      if (isHeld) this.#giveOn()
      isHeld = false
    }
  }

  #wait({ account, priority }: Asker, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting[priority].leave(account, go)
        reject(signal.reason)
      }
      const go = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      this.#waiting[priority].push(account, go)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  #giveOn(): void {
    const next = this.#waiting.reply.next() ?? this.#waiting.housekeeping.next()
    if (next) next()
    else this.#free += 1
  }
}
