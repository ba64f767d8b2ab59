import { shown } from '../tree/notes.ts'
import type { Reader } from '../tree/reader.ts'
import { type Place, revalued, type Sourced, type SourcedList, sourcedMap } from '../tree/sourced.ts'
import { minutesOf } from './hours-section.ts'

/** Hours as people write them, by line: "Segunda a Sexta: 09:00 - 18:00", "Sábado: 9h às 13h", "Domingo: fechado". */
export function writtenWeek(at: Reader, key: string): SourcedList | undefined {
  const lines = at.texts(key)
  if (!lines) return undefined
  const week: Sourced[][] = Array.from({ length: 7 }, () => [])
  for (const line of lines.items) {
    const read = readLine(line.kind === 'scalar' ? String(line.value) : '')
    if (read === 'holidays') {
      at.notes.warn(line.at, { message: 'left out: which days are holidays is not known here', got: shown(line) })
      continue
    }
    if (!read) {
      // Half a week would tell customers that the shop is closed on days on which it is not.
      at.notes.warn(line.at, {
        message: 'not understood: the hours count as unknown',
        expected: 'days: HH:MM - HH:MM',
        got: shown(line),
      })
      return undefined
    }
    for (const day of read.days) week[day]?.push(...read.periods.map((period) => periodNode(period, line.at)))
  }
  return { kind: 'list', items: week.map((items) => ({ kind: 'list', items, at: lines.at })), at: lines.at }
}

type Minutes = readonly [fromMin: number, toMin: number]

function periodNode([fromMin, toMin]: Minutes, at: Place): Sourced {
  const number = (value: number): Sourced => revalued({ kind: 'scalar', value, text: String(value), at }, value)
  return sourcedMap(at, { fromMin: number(fromMin), toMin: number(toMin) }) as Sourced
}

/** Null: not understood; `holidays`: it says nothing of any weekday. */
function readLine(line: string): { days: readonly number[]; periods: readonly Minutes[] } | 'holidays' | null {
  const text = fold(line).replace(HOLIDAYS, ' ')
  if (/^[\s:,;-]*$|^\s*[:,;-]/.test(text) && HOLIDAYS.test(fold(line))) return 'holidays'
  const start = /[:,]?\s*(?:das |de |from )?(\d|fechad|cerrad|closed|24 ?h)/.exec(text)
  if (!start) return null
  const days = readDays(text.slice(0, start.index))
  const rest = text.slice(start.index)
  if (!days) return null
  if (/fechad|cerrad|closed/.test(rest)) return { days, periods: [] }
  if (/24 ?h(oras|ours)?\s*$/.test(rest)) return { days, periods: [[0, 1_440]] }
  const periods = [
    ...rest.matchAll(/(\d{1,2}(?:[:h]\d{0,2})?)\s*(?:-|–|às|as|ate|a|to|until)\s*(\d{1,2}(?:[:h]\d{0,2})?)/g),
  ].map(([, from = '', to = '']): Minutes => [minutesOf(from) ?? -1, minutesOf(to) ?? -1])
  const isRight = periods.length > 0 && periods.every(([from, to]) => from >= 0 && from < to)
  return isRight ? { days, periods } : null
}

const DAYS = [
  ['seg', 'lun', 'mon'],
  ['ter', 'mar', 'tue'],
  ['qua', 'mie', 'wed'],
  ['qui', 'jue', 'thu'],
  ['sex', 'vie', 'fri'],
  ['sab', 'sat'],
  ['dom', 'sun'],
] as const

/** "segunda a sexta", "seg, qua e sex", "todos os dias" to day numbers; null: there is a word that is no day. */
function readDays(text: string): readonly number[] | null {
  if (/^(todos os dias|diariamente|todos los dias|every ?day|daily)/.test(text.trim())) return [0, 1, 2, 3, 4, 5, 6]
  const days: number[] = []
  let isRange = false
  for (const word of text.split(/[\s,/]+|(-|–)/).filter(Boolean)) {
    if (/^(a|ate|to|-|–)$/.test(word)) isRange = true
    else if (!/^(e|y|and|feiras?|de|das)$/.test(word)) {
      const day = DAYS.findIndex((names) => names.some((name) => word.startsWith(name)))
      if (day < 0) return null
      const from = isRange ? (days.at(-1) ?? day) : day
      for (let step = isRange ? 1 : 0; step <= (day - from + 7) % 7; step++) days.push((from + step) % 7)
      isRange = false
    }
  }
  return days.length > 0 ? [...new Set(days)] : null
}

/** With what ties them to the days beside them. */
const HOLIDAYS =
  /\b(?:(?:e|y|and|ou|o|or)\s+)?(?:nos\s+|en\s+|on\s+)?(?:dias?\s+)?(?:feriados?|festivos?|(?:public |bank )?holidays?)\b(?:\s+nacionais|\s+nacionales)?/

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
