import { isTimezone } from '../../domain/tenant-config.ts'
import { shown } from '../tree/notes.ts'
import { isNothing, type Reader } from '../tree/reader.ts'
import { revalued, type SourcedList, type SourcedMap, type SourcedScalar, sourcedMap } from '../tree/sourced.ts'

/** `business_hours` as the Odoo modules write it (dialects A and E). Times become minutes since midnight. */
export function hoursDraft(hours: Reader): SourcedMap | undefined {
  return sourcedMap(hours.at, {
    days: days(hours),
    startMin: minutes(hours, 'start_time'),
    endMin: minutes(hours, 'end_time'),
    hasLunch: hours.flag('has_lunch_break'),
    lunchStartMin: minutes(hours, 'lunch_break_start'),
    lunchEndMin: minutes(hours, 'lunch_break_end'),
    saturdayStartMin: minutes(hours, 'saturday_start_time'),
    saturdayEndMin: minutes(hours, 'saturday_end_time'),
    timezone: timezone(hours),
  })
}

/** An IANA name. */
export function timezone(at: Reader): SourcedScalar | undefined {
  const node = at.text('timezone')
  if (!node || isTimezone(String(node.value))) return node
  at.notes.error(node.at, {
    message: 'not a time zone',
    expected: 'a name such as America/Sao_Paulo',
    got: shown(node),
  })
  return undefined
}

/** 0 = Monday … 6 = Sunday, as numbers or as texts. */
function days(hours: Reader): SourcedList | undefined {
  const raw = hours.raw('days')
  const items = hours.list('days')
  if (!raw || !items) return undefined
  const read = items.map((item) => {
    const day = item.kind === 'scalar' && /^[0-6]$/.test(String(item.value).trim()) ? Number(item.value) : null
    if (day === null)
      hours.notes.error(item.at, { message: 'not a day', expected: '0 (Monday) to 6 (Sunday)', got: shown(item) })
    return revalued(item, day)
  })
  return { kind: 'list', items: read, at: raw.at }
}

/** `09:00`, `'18:00'`, `18:00:00`, `9h30`; a bare integer is minutes up to 1,440 and seconds above (YAML 1.1's base 60). */
function minutes(hours: Reader, key: string): SourcedScalar | undefined {
  const node = hours.raw(key)
  if (!node || isNothing(node)) return undefined
  const value = node.kind === 'scalar' ? minutesOf(node.value) : null
  if (value === null) hours.notes.error(node.at, { message: 'not a time of day', expected: 'HH:MM', got: shown(node) })
  return value === null ? undefined : revalued(node, value)
}

/** Minutes since midnight of a time as people and PyYAML write it; null: it is none. */
export function minutesOf(value: string | number | boolean | null): number | null {
  if (typeof value === 'boolean' || value === null) return null
  const text = String(value).trim()
  if (/^\d+$/.test(text) && (typeof value === 'number' || text.length > 2)) return wholeMinutes(Number(text))
  const [, hour, minute = '0', second = '0'] = /^(\d{1,2})(?:[:hH]([0-5]?\d)?)?(?::([0-5]\d))?$/.exec(text) ?? []
  if (hour === undefined || (second !== '00' && second !== '0')) return null
  const total = Number(hour) * 60 + Number(minute || 0)
  return total <= 1_440 ? total : null
}

function wholeMinutes(count: number): number | null {
  const total = count <= 1_440 ? count : count / 60
  return Number.isInteger(total) && total <= 1_440 ? total : null
}
