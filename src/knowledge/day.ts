/** The first millisecond of a day ("2026-11-30") in `timeZone`; a moment with its own offset is itself. */
export function dayStartMs(day: string, timeZone: string): number {
  return day.includes('T') ? Date.parse(day) : midnightMs(Date.parse(`${day}T00:00:00Z`), timeZone)
}

/** The last millisecond of a day in `timeZone`; a moment with its own offset is itself. */
export function dayEndMs(day: string, timeZone: string): number {
  if (day.includes('T')) return Date.parse(day)
  return midnightMs(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000, timeZone) - 1
}

/** When a wall clock in `timeZone` shows what a clock in UTC shows at `utcMs`. Twice, for a change of clocks in between. */
function midnightMs(utcMs: number, timeZone: string): number {
  const near = utcMs - offsetMs(utcMs, timeZone)
  return utcMs - offsetMs(near, timeZone)
}

function offsetMs(atMs: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).format(atMs)
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
