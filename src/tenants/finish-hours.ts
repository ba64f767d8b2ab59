import type { BusinessHours, Period } from '../domain/tenant-config.ts'
import type { Notes } from './tree/notes.ts'
import { plain, type Sourced, type SourcedMap } from './tree/sourced.ts'

const DAY_MIN = 1_440
const SATURDAY = 5
const MONDAY_TO_FRIDAY: readonly number[] = [0, 1, 2, 3, 4]

/** What `hoursDraft` leaves of one or more layers, merged. */
interface HoursDraft {
  readonly days?: readonly number[]
  readonly startMin?: number
  readonly endMin?: number
  readonly hasLunch?: boolean
  readonly lunchStartMin?: number
  readonly lunchEndMin?: number
  readonly saturdayStartMin?: number
  readonly saturdayEndMin?: number
  readonly timezone?: string
  /** The week itself, from dialects that write it day by day. */
  readonly week?: readonly (readonly Period[])[]
}

/** The week of a merged draft; null when the shop says nothing of its hours. */
export function composeHours(node: Sourced | undefined, notes: Notes): BusinessHours | null {
  if (node?.kind !== 'map') return null
  const draft = plain(node) as unknown as HoursDraft
  const timezone = draft.timezone ?? 'America/Sao_Paulo'
  if (draft.week) return { timezone, week: draft.week.map((day) => [...day]) }
  const { startMin, endMin } = draft
  if (startMin === undefined || endMin === undefined) {
    const isSilent = startMin === undefined && endMin === undefined && draft.days === undefined
    if (!isSilent) notes.warn(node.at, { message: 'hours without a start and an end: treated as unknown' })
    return null
  }
  checkPair(node, { from: 'startMin', to: 'endMin' }, notes)
  const days = new Set(draft.days ?? MONDAY_TO_FRIDAY)
  const usual = withoutLunch({ fromMin: startMin, toMin: endMin }, lunchOf(node, draft, notes))
  const week = Array.from({ length: 7 }, (_, day) => (days.has(day) ? usual : []))
  const saturday = saturdayOf(draft)
  if (saturday && days.has(SATURDAY)) {
    checkPair(node, { from: 'saturdayStartMin', to: 'saturdayEndMin' }, notes)
    week[SATURDAY] = [saturday]
  }
  return { timezone, week: overMidnight(week) }
}

function saturdayOf({ saturdayStartMin: fromMin, saturdayEndMin: toMin }: HoursDraft): Period | undefined {
  return fromMin === undefined || toMin === undefined ? undefined : { fromMin, toMin }
}

function lunchOf(node: SourcedMap, draft: HoursDraft, notes: Notes): Period | undefined {
  const { hasLunch, lunchStartMin: fromMin, lunchEndMin: toMin } = draft
  if (hasLunch === false) return undefined
  if (fromMin === undefined || toMin === undefined) {
    if (hasLunch) notes.warn(node.at, { message: 'a lunch break without start and end: left out' })
    return undefined
  }
  const isRight = fromMin < toMin
  if (!isRight) notes.warn(node.at, { message: 'a lunch break that ends before it starts: left out' })
  return isRight ? { fromMin, toMin } : undefined
}

function withoutLunch(day: Period, lunch: Period | undefined): Period[] {
  if (!lunch || lunch.toMin <= day.fromMin || lunch.fromMin >= (day.toMin > day.fromMin ? day.toMin : DAY_MIN))
    return [day]
  const pieces = [
    { fromMin: day.fromMin, toMin: lunch.fromMin },
    { fromMin: lunch.toMin, toMin: day.toMin },
  ]
  return pieces.filter(({ fromMin, toMin }) => fromMin < toMin || (toMin === day.toMin && day.toMin < day.fromMin))
}

function checkPair(node: SourcedMap, { from, to }: { from: string; to: string }, notes: Notes): void {
  const start = node.entries.get(from)
  const end = node.entries.get(to)
  if (start?.kind === 'scalar' && end?.kind === 'scalar' && start.value === end.value)
    notes.error(end.at, { message: 'ends when it starts', expected: `a time after ${start.text}`, got: end.text })
}

/** 18:00–02:00 is open until two in the night of the next day. */
function overMidnight(week: readonly (readonly Period[])[]): Period[][] {
  const days: Period[][] = week.map(() => [])
  week.forEach((periods, day) => {
    for (const { fromMin, toMin } of periods) {
      if (fromMin < toMin) days[day]?.push({ fromMin, toMin })
      else {
        days[day]?.push({ fromMin, toMin: DAY_MIN })
        if (toMin > 0) days[(day + 1) % 7]?.push({ fromMin: 0, toMin })
      }
    }
  })
  return days.map((periods) => periods.sort((a, b) => a.fromMin - b.fromMin))
}
