import { FairLine } from '../base/fair-line.ts'
import { SharedRoom } from '../base/shared-room.ts'
import type { Asker, Priority } from './rate-bucket.ts'

/**
 * At most `count` at once, in a room that accounts share: one that waits for a slow answer everywhere comes to half of
 * it, and another need not wait behind it. Replies before housekeeping, and within each the accounts in turn.
 */
export class Places {
  readonly #room: SharedRoom<number>
  readonly #waiting: Readonly<Record<Priority, FairLine<number, () => void>>>

  /** @param weightOf how many times its part an account has; once when absent */
  constructor(count: number, weightOf?: (account: number) => number) {
    this.#room = new SharedRoom(count, weightOf)
    this.#waiting = { reply: new FairLine(weightOf), housekeeping: new FairLine(weightOf) }
  }

  /** Resolves with what gives the place back. @throws the signal's reason when it aborts while waiting */
  async take(asker: Asker, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#room.admits(asker.account)) this.#room.add(asker.account, 1)
    else await this.#wait(asker, signal)
    let isHeld = true
    return () => {
      if (isHeld) this.#giveBack(asker.account)
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
        this.#room.add(account, 1)
        resolve()
      }
      this.#waiting[priority].push(account, go)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  #giveBack(account: number): void {
    this.#room.add(account, -1)
    for (let go = this.#next(); go; go = this.#next()) go()
  }

  #next(): (() => void) | undefined {
    const may = (account: number) => this.#room.admits(account)
    return this.#waiting.reply.next(may) ?? this.#waiting.housekeeping.next(may)
  }
}
