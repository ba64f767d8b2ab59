import { pause } from './deadline.ts'

/**
 * Time that passes, apart from the `Clock` that tells it: an operator or NTP may set the clock, but what has passed
 * has passed. Passed in wherever we wait, so that tests move it by hand.
 */
export interface Timing {
  /** Milliseconds that only go forward, from an arbitrary start. */
  elapsedMs(): number
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  pause(ms: number, signal?: AbortSignal): Promise<void>
  /** Does `work` after `ms`; returns what cancels it. */
  after(ms: number, work: () => void): () => void
}

export const systemTiming: Timing = {
  elapsedMs: () => performance.now(),
  pause,
  after(ms, work) {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}
