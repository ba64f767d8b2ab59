import { weekText } from './hours-text.ts'
import type { Language } from './language.ts'
import type { BusinessHours, Period } from './tenant-config.ts'
import type { HoursNow } from './turn.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const THURSDAY = 3 // 1 January 1970

/**
 * Whether the shop is open at `nowMs` by its own clock, and if not, when it opens next (within a week and a day).
 * Right across changes of summer time. Without hours it counts as open: nobody said that it is ever closed.
 */
export function hoursNow(hours: BusinessHours | null, language: Language, nowMs: number): HoursNow {
  if (!hours) return { isOpen: true, text: '', opensAt: null, timezone: 'America/Sao_Paulo' }
  const { timezone, week } = hours
  const opensMs = nextOpen(hours, nowMs)
  const isOpen = opensMs === nowMs
  const opensAt = isOpen || opensMs === null ? null : isoWithOffset(opensMs, offsetMs(timezone, opensMs))
  return { isOpen, text: weekText(week, language), opensAt, timezone }
}

/** The first moment from `nowMs` on at which the shop is open. */
function nextOpen({ timezone, week }: BusinessHours, nowMs: number): number | null {
  for (const stretch of stretches(timezone, nowMs)) {
    const firstDay = Math.floor((stretch.fromMs + stretch.offsetMs) / DAY_MS)
    const lastDay = Math.floor((stretch.toMs + stretch.offsetMs) / DAY_MS)
    for (let day = firstDay; day <= lastDay; day++) {
      const openMs = firstOpenOn(day, week[(day + THURSDAY) % 7] ?? [], stretch)
      if (openMs !== null) return openMs
    }
  }
  return null
}

/** A time in which the shop's clock does not jump. */
interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly offsetMs: number
}

/** The next eight days in pieces with one offset each: one piece, or two when summer time begins or ends in them. */
function stretches(timezone: string, nowMs: number): Stretch[] {
  const found: Stretch[] = []
  let fromMs = nowMs
  let offset = offsetMs(timezone, nowMs)
  for (let day = 1; day <= 8; day++) {
    const toMs = nowMs + day * DAY_MS
    const next = offsetMs(timezone, toMs)
    if (next === offset) continue
    const jumpMs = jumpBetween(timezone, toMs - DAY_MS, toMs)
    found.push({ fromMs, toMs: jumpMs, offsetMs: offset })
    fromMs = jumpMs
    offset = next
  }
  return [...found, { fromMs, toMs: nowMs + 8 * DAY_MS, offsetMs: offset }]
}

/** The minute at which the offset changes. */
function jumpBetween(timezone: string, fromMs: number, toMs: number): number {
  const before = offsetMs(timezone, fromMs)
  let low = Math.floor(fromMs / MINUTE_MS)
  let high = Math.ceil(toMs / MINUTE_MS)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(timezone, middle * MINUTE_MS) === before) low = middle
    else high = middle
  }
  return high * MINUTE_MS
}

function firstOpenOn(day: number, periods: readonly Period[], stretch: Stretch): number | null {
  const midnightMs = day * DAY_MS - stretch.offsetMs
  const moments = periods.flatMap(({ fromMin, toMin }) => {
    const fromMs = Math.max(midnightMs + fromMin * MINUTE_MS, stretch.fromMs)
    return fromMs < Math.min(midnightMs + toMin * MINUTE_MS, stretch.toMs) ? [fromMs] : []
  })
  return moments.length > 0 ? Math.min(...moments) : null
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** How far the shop's clock is ahead of UTC. */
function offsetMs(timezone: string, atMs: number): number {
  let clock = clocks.get(timezone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' })
    clocks.set(timezone, clock)
  }
  const name = clock.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? []
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000
  return sign === '-' ? -ms : ms
}

/** `2026-11-02T09:00:00-03:00` */
function isoWithOffset(atMs: number, offset: number): string {
  const local = new Date(atMs + offset).toISOString().slice(0, 19)
  const minutes = Math.abs(offset) / MINUTE_MS
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
