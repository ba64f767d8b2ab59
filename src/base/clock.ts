/** Milliseconds since 1970. Passed in wherever time decides something, so that tests can move it. */
export type Clock = () => number

export const systemClock: Clock = Date.now

/** Milliseconds that only go forward, for durations. */
export const stopwatch = (): (() => number) => {
  const start = performance.now()
  return () => Math.round((performance.now() - start) * 10) / 10
}

/** Longest that anything of a lane waits for its next look, in ms. */
export const LONGEST_WAIT_MS = 60_000

/** Whether a wait until `dueAtMs` is over. One that seems longer than any of ours is: the clock was set back. */
export const isDue = (dueAtMs: number, nowMs: number): boolean => dueAtMs <= nowMs || dueAtMs > nowMs + LONGEST_WAIT_MS
