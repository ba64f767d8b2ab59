const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z$/

/**
 * A tool's data with every UTC time told in the shop's own (`2026-11-23 21:30`): a parcel due at 00:30 UTC is due on
 * the evening before in São Paulo, and no model and no check may take it for the next day.
 */
export function inLocalTime(data: unknown, timezone: string): unknown {
  if (typeof data === 'string') return UTC_TIME.test(data) ? localTime(Date.parse(data), timezone) : data
  if (Array.isArray(data)) return data.map((each) => inLocalTime(each, timezone))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, inLocalTime(value, timezone)]))
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** `2026-11-23 21:30` by the clock of `timezone`. */
export function localTime(atMs: number, timezone: string): string {
  let clock = clocks.get(timezone)
  if (!clock) {
    // Swedish writes dates as ISO 8601 does.
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' })
    clocks.set(timezone, clock)
  }
  return clock.format(atMs)
}
