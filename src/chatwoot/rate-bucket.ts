import type { Clock } from '../base/clock.ts'

/** Who goes first when a host's requests are short. */
export type Priority = 'reply' | 'housekeeping'

interface Waiter {
  readonly go: () => void
  readonly fail: (reason: unknown) => void
}

/**
 * Spends a host's requests: `perSecond` of them, at most a second's worth at once, replies before housekeeping, in
 * order within each. A 429 halves the rate (once a second, however many answers say so; never below one) and spends
 * what is left; without another one the full rate is back after 20 s.
 */
export class RateBucket {
  readonly #perSecond: number
  readonly #nowMs: Clock
  readonly #waiting: Readonly<Record<Priority, Waiter[]>> = { reply: [], housekeeping: [] }
  #rate: number
  #tokens: number
  #atMs: number
  #slowedAtMs = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(perSecond: number, nowMs: Clock) {
    this.#perSecond = perSecond
    this.#nowMs = nowMs
    this.#rate = perSecond
    this.#tokens = perSecond
    this.#atMs = nowMs()
  }

  /** Resolves when one request may go. @throws `signal`'s reason when it aborts first. */
  take(priority: Priority, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const leave = () => {
        const at = this.#waiting[priority].indexOf(waiter)
        if (at >= 0) this.#waiting[priority].splice(at, 1)
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
      this.#waiting[priority].push(waiter)
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
    for (const waiters of Object.values(this.#waiting)) for (const waiter of waiters.splice(0)) waiter.fail(reason)
  }

  #serve(): void {
    this.#refill()
    while (this.#tokens >= 1) {
      const next = this.#waiting.reply.shift() ?? this.#waiting.housekeeping.shift()
      if (!next) return
      this.#tokens -= 1
      next.go()
    }
    if (this.#timer || this.#waiting.reply.length + this.#waiting.housekeeping.length === 0) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#serve()
      },
      Math.max(1, Math.ceil(((1 - this.#tokens) / this.#rate) * 1_000)),
    )
  }

  #refill(): void {
    const now = this.#nowMs()
    const elapsedS = Math.max(0, now - this.#atMs) / 1_000
    this.#atMs = now
    this.#rate = Math.min(this.#perSecond, this.#rate + (elapsedS * this.#perSecond) / 20)
    this.#tokens = Math.min(this.#rate, this.#tokens + elapsedS * this.#rate)
  }
}
