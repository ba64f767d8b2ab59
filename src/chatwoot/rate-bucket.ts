import type { Clock } from '../base/clock.ts'
import { FairLine } from '../base/fair-line.ts'

/** Who goes first when a host's requests are short. */
export type Priority = 'reply' | 'housekeeping'

/** Whose a request is, and how it is waited for. */
export interface Asker {
  /** Chatwoot's account number; 0: of none. */
  readonly account: number
  readonly priority: Priority
}

interface Waiter {
  readonly go: () => void
  readonly fail: (reason: unknown) => void
}

/**
 * Spends a host's requests: `perSecond` of them, at most a second's worth at once, replies before housekeeping, and
 * within each the accounts in turn. A 429 halves the rate (once a second, however many answers say so; never below one)
 * and spends what is left; without another one the full rate is back after 20 s.
 */
export class RateBucket {
  readonly #perSecond: number
  readonly #nowMs: Clock
  readonly #waiting: Readonly<Record<Priority, FairLine<number, Waiter>>>
  #rate: number
  #tokens: number
  #atMs: number
  #slowedAtMs = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  /** @param weightOf how many requests in a round an account has; 1 each when absent */
  constructor(perSecond: number, nowMs: Clock, weightOf?: (account: number) => number) {
    this.#perSecond = perSecond
    this.#nowMs = nowMs
    this.#waiting = { reply: new FairLine(weightOf), housekeeping: new FairLine(weightOf) }
    this.#rate = perSecond
    this.#tokens = perSecond
    this.#atMs = nowMs()
  }

  /** Resolves when one request may go. @throws `signal`'s reason when it aborts first. */
  take({ account, priority }: Asker, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting[priority].leave(account, waiter)
        reject(signal?.reason)
      }
      const waiter: Waiter = {
        go: () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        },
        fail: (reason) => {
          signal?.removeEventListener('abort', leave)
          reject(reason)
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting[priority].push(account, waiter)
      this.#serve()
    })
  }

  /** Chatwoot answered 429. */
  slowDown(): void {
    this.#refill()
    this.#tokens = 0
    if (this.#atMs - this.#slowedAtMs < 1_000) return
    this.#slowedAtMs = this.#atMs
    this.#rate = Math.max(1, this.#rate / 2)
  }

  /** Requests per second at this moment. */
  get rate(): number {
    this.#refill()
    return this.#rate
  }

  /** Whoever waits is told `reason`. */
  close(reason: unknown): void {
    clearTimeout(this.#timer)
    for (let waiter = this.#next(); waiter; waiter = this.#next()) waiter.fail(reason)
  }

  #serve(): void {
    this.#refill()
    while (this.#tokens >= 1) {
      const next = this.#next()
      if (!next) return
      this.#tokens -= 1
      next.go()
    }
    if (this.#timer || this.#waiting.reply.size + this.#waiting.housekeeping.size === 0) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#serve()
      },
      Math.max(1, Math.ceil(((1 - this.#tokens) / this.#rate) * 1_000)),
    )
  }

  #next(): Waiter | undefined {
    return this.#waiting.reply.next() ?? this.#waiting.housekeeping.next()
  }

  #refill(): void {
    const now = this.#nowMs()
    const elapsedS = Math.max(0, now - this.#atMs) / 1_000
    this.#atMs = now
    this.#rate = Math.min(this.#perSecond, this.#rate + (elapsedS * this.#perSecond) / 20)
    this.#tokens = Math.min(this.#rate, this.#tokens + elapsedS * this.#rate)
  }
}
