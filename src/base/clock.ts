/** Milliseconds since 1970. Passed in wherever time decides something, so that tests can move it. */
export type Clock = () => number

export const systemClock: Clock = Date.now

/** Milliseconds that only go forward, for durations. */
export const stopwatch = (): (() => number) => {
  const start = performance.now()
  return () => Math.round((performance.now() - start) * 10) / 10
}
