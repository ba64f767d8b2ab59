import type { Language } from '../../../../domain/language.ts'
import { fold } from '../fold.ts'

const DAY_MS = 86_400_000
/** Monday first, as everywhere in the configuration. */
const WEEKDAYS: readonly (readonly string[])[] = [
  ['segunda', 'segunda-feira', 'lunes', 'monday', 'seg'],
  ['terca', 'terca-feira', 'martes', 'tuesday'],
  ['quarta', 'quarta-feira', 'miercoles', 'wednesday'],
  ['quinta', 'quinta-feira', 'jueves', 'thursday'],
  ['sexta', 'sexta-feira', 'viernes', 'friday'],
  ['sabado', 'sabados', 'saturday', 'saturdays'],
  ['domingo', 'domingos', 'sunday', 'sundays'],
]
const DAY_OF = new Map(WEEKDAYS.flatMap((names, day) => names.map((name) => [name, day] as const)))
const MONTHS: readonly (readonly string[])[] = [
  ['janeiro', 'enero', 'january'],
  ['fevereiro', 'febrero', 'february'],
  ['marco', 'marzo', 'march'],
  ['abril', 'april'],
  ['maio', 'mayo', 'may'],
  ['junho', 'junio', 'june'],
  ['julho', 'julio', 'july'],
  ['agosto', 'august'],
  ['setembro', 'septiembre', 'september'],
  ['outubro', 'octubre', 'october'],
  ['novembro', 'noviembre', 'november'],
  ['dezembro', 'diciembre', 'december'],
]
/** "3 de maio", "May 3", by month. */
const MONTH_DAYS = MONTHS.map((names) => {
  const month = names.join('|')
  return new RegExp(`\\b(\\d{1,2})[ºo]? (?:de )?(?:${month})\\b|\\b(?:${month}) (\\d{1,2})\\b`)
})

export interface Today {
  readonly nowMs: number
  readonly timezone: string
  readonly language: Language
}

/**
 * The day a customer names ("amanhã", "sábado", "25/12", "dia 3"), ISO, in the shop's timezone. A weekday is its next
 * one, today included; a day without a year is the next one to come.
 */
export function findDate(text: string, today: Today): string | undefined {
  const folded = fold(text)
  const now = dayIn(today)
  return relative(folded, now) ?? numeric(folded, now, today.language) ?? named(folded, now) ?? weekday(folded, now)
}

/** 0 = Monday … 6 = Sunday, of an ISO day. */
export const weekdayOf = (iso: string): number => (new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7

/** The weekdays a text names, 0 = Monday. "segunda via" is no Monday. */
export function weekdaysIn(text: string): number[] {
  const words =
    fold(text)
      .replace(/\bsegunda via\b/g, '')
      .match(/[\p{L}-]+/gu) ?? []
  const days = new Set(words.flatMap((word) => DAY_OF.get(word) ?? []))
  return [...days].sort()
}

/** The shop's own day at this moment, ISO. */
export function dayIn({ nowMs, timezone }: { nowMs: number; timezone: string }): string {
  const format = formats.get(timezone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: timezone })
  formats.set(timezone, format)
  return format.format(nowMs)
}
const formats = new Map<string, Intl.DateTimeFormat>()

function relative(folded: string, now: string): string | undefined {
  if (/\bdepois de amanha\b|\bpasado manana\b|\bday after tomorrow\b/.test(folded)) return plusDays(now, 2)
  if (/\bamanha\b|\btomorrow\b|(?<!(?:la|por la|de la) )\bmanana\b/.test(folded)) return plusDays(now, 1)
  if (/\b(ontem|ayer|yesterday)\b/.test(folded)) return plusDays(now, -1)
  return /\b(hoje|hj|hoy|today)\b/.test(folded) ? now : undefined
}

function numeric(folded: string, now: string, language: Language): string | undefined {
  const [, a, b, year] = folded.match(/(?<![\d/])(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?(?![\d/])/) ?? []
  if (!a || !b) return undefined
  const isMonthFirst = language === 'en' && Number(a) <= 12
  const [day, month] = isMonthFirst ? [Number(b), Number(a)] : [Number(a), Number(b)]
  return isoDay({ day, month, year: year ? Number(year.padStart(4, '20')) : null }, now)
}

function named(folded: string, now: string): string | undefined {
  if (!/\d/.test(folded)) return undefined
  for (const [i, pattern] of MONTH_DAYS.entries()) {
    const [, a, b] = folded.match(pattern) ?? []
    if (a ?? b) return isoDay({ day: Number(a ?? b), month: i + 1, year: null }, now)
  }
  const [, day] = folded.match(/\b(?:dia|el) (\d{1,2})\b(?![/:.,]?\d)/) ?? []
  if (!day) return undefined
  const month = Number(now.slice(5, 7))
  const isPast = Number(day) < Number(now.slice(8))
  const inYear = Number(now.slice(0, 4)) + (isPast && month === 12 ? 1 : 0)
  return isoDay({ day: Number(day), month: isPast ? (month % 12) + 1 : month, year: inYear }, now)
}

function weekday(folded: string, now: string): string | undefined {
  const [wanted] = weekdaysIn(folded)
  return wanted === undefined ? undefined : plusDays(now, (wanted - weekdayOf(now) + 7) % 7)
}

interface Day {
  readonly day: number
  readonly month: number
  readonly year: number | null
}

/** The ISO day, when there is one: 31/02 is none. Without a year: this year's, or next year's when past. */
function isoDay({ day, month, year }: Day, now: string): string | undefined {
  const iso = (y: number) => `${y}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const thisYear = Number(now.slice(0, 4))
  const chosen = year !== null ? iso(year) : iso(thisYear) < now ? iso(thisYear + 1) : iso(thisYear)
  const date = new Date(`${chosen}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === chosen ? chosen : undefined
}

const plusDays = (iso: string, days: number): string =>
  new Date(Date.parse(`${iso}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
