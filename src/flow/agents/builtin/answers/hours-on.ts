import type { Period } from '../../../../domain/tenant-config.ts'
import { fold } from '../fold.ts'
import { weekdaysIn } from '../slots/date.ts'

const EVERY_DAY = /\b(todos os dias|todos los dias|every day)\b/
const CLOSED = /\b(fechad[oa]s?|nao abr\w+|cerrad[oa]s?|closed)\b/
/** A comma parts two days only where the next word is one: "aos sábados, das 9h" is one part. */
const PARTS =
  /[;\n]|\.\s|,\s*(?=(?:(?:e|y|and|aos?|nos?|on|los|el)\s+)*(?:seg|ter[cç]|qua|qui|sex|s[aá]b|dom|lun|mar|mi[eé]|jue|vie|mon|tue|wed|thu|fri|sat|sun))/iu

/**
 * The hours of one weekday (0 = Monday) out of a sentence like "segunda a sexta 09:00–18:00; sábado das 9h às 13h;
 * domingo fechado": "das 9h às 13h", `closed`, or null when it does not say.
 */
export function hoursOn(text: string, day: number): string | 'closed' | null {
  if (EVERY_DAY.test(fold(text))) return CLOSED.test(fold(text)) ? 'closed' : afterEveryDay(text)
  for (const part of text.split(PARTS)) {
    const { days, rest } = daysOf(part)
    if (!days.includes(day)) continue
    if (CLOSED.test(fold(part))) return 'closed'
    return rest === '' ? null : rest
  }
  return null
}

const afterEveryDay = (text: string): string | null =>
  text.replace(/^.*?(?:todos os dias|todos los d[ií]as|every day)[\s:,]*/iu, '').replace(/[\s.]+$/, '') || null

/** The minutes since midnight that a phrase names in pairs: "9h às 12h e 13h às 18h"; empty when it is no such phrase. */
export function periodsIn(text: string): Period[] {
  const times = [...text.matchAll(/(?<!\d)(\d{1,2})(?:h(\d\d)?|:(\d\d))(?!\d)/g)].map(
    ([, hour, minute, other]) => Number(hour) * 60 + Number(minute ?? other ?? 0),
  )
  if (times.length % 2 !== 0 || times.some((minutes) => minutes > 1_440)) return []
  return times.flatMap((fromMin, i) => (i % 2 === 0 ? [{ fromMin, toMin: times[i + 1] ?? fromMin }] : []))
}

/** The days a part is for ("segunda a sexta" is five of them), and what it says of them. */
function daysOf(part: string): { days: readonly number[]; rest: string } {
  const words = [...part.matchAll(/[\p{L}-]+/gu)].flatMap((match) => {
    const [day] = weekdaysIn(match[0])
    return day === undefined ? [] : [{ day, from: match.index, to: match.index + match[0].length }]
  })
  const [first, second] = words
  const last = words.at(-1)
  if (!first || !last) return { days: [], rest: '' }
  const isRange = second !== undefined && /^\s*(?:a|à|até|ate|to|-|–|al?)\s*$/iu.test(part.slice(first.to, second.from))
  const named = words.map(({ day }) => day)
  const days = isRange ? [...span(first.day, second.day), ...named] : named
  return {
    days,
    rest: part
      .slice(last.to)
      .replace(/^[\s:,–-]+/, '')
      .replace(/[\s.,]+$/, ''),
  }
}

const span = (from: number, to: number): number[] =>
  Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => (from + i) % 7)
