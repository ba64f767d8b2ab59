import type { Timing } from '../../src/base/timing.ts'

/** One run of the server, from its start to its crash. What belongs to a life that is over never moves again. */
export interface Life {
  isOver: boolean
}

interface Timer {
  readonly atMs: number
  readonly life: Life
  readonly work: () => void
}

/** 2026-11-23T10:00:00Z */
const START_MS = 1_795_428_000_000

/** Time that only moves when it is told to. The clock can be set; what has passed cannot. */
export class ManualTime {
  #elapsedMs = 0
  #setByMs = 0
  #timers = new Set<Timer>()

  /** What the server's clock shows, epoch ms. */
  readonly now = (): number => START_MS + this.#elapsedMs + this.#setByMs

  /** What everybody else's clock shows, epoch ms; nobody sets it. */
  readonly trueNow = (): number => START_MS + this.#elapsedMs

  get elapsedMs(): number {
    return this.#elapsedMs
  }

  /** Sets the server's clock forward or back. */
  setClock(byMs: number): void {
    this.#setByMs += byMs
  }

  timing(life: Life): Timing {
    const after = (ms: number, work: () => void) => {
      const timer = { atMs: this.#elapsedMs + ms, life, work }
      this.#timers.add(timer)
      return () => void this.#timers.delete(timer)
    }
    return {
      elapsedMs: () => this.#elapsedMs,
      after,
      pause: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted) return resolve()
          const cancel = after(ms, resolve)
          signal?.addEventListener('abort', () => {
            cancel()
            if (!life.isOver) resolve()
          })
        }),
    }
  }

  /** When the first timer of a life that is not over rings, in elapsed ms. */
  nextTimerMs(): number | null {
    let next: number | null = null
    for (const timer of this.#timers) {
      if (timer.life.isOver) this.#timers.delete(timer)
      else if (next === null || timer.atMs < next) next = timer.atMs
    }
    return next
  }

  /** Moves on to then, and rings what is due, oldest first: late, as on a busy machine. */
  advanceTo(elapsedMs: number): void {
    this.#elapsedMs = Math.max(this.#elapsedMs, elapsedMs)
    const due = [...this.#timers].filter(({ atMs }) => atMs <= this.#elapsedMs).sort((a, b) => a.atMs - b.atMs)
    for (const timer of due) {
      this.#timers.delete(timer)
      if (!timer.life.isOver) timer.work()
    }
  }
}
