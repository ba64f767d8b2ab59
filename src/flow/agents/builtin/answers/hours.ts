import type { Want } from '../../../../domain/intent.ts'
import { periodsText, weekday, when } from '../../../../domain/messages/format.ts'
import { say } from '../../../../domain/messages/messages.ts'
import { fold } from '../fold.ts'
import { dayIn, weekdayOf, weekdaysIn } from '../slots/date.ts'
import { type AnswerContext, type AnswerWant, human, said } from './answer.ts'
import { hoursOn, periodsIn } from './hours-on.ts'
import { answerFromPassages, answeringPassages } from './passages.ts'

/** Days whose hours the weekly table does not know. */
const HOLIDAY =
  /\b(feriados?|natal|vespera|ano novo|reveillon|carnaval|pascoa|navidad|festivos?|holidays?|christmas|easter)\b/
const NOW =
  /\b(agora|aberto|abertos|aberta|abriu|abriram|fechou|fecharam|fechados|ahora|abierto|abiertos|abierta|now|open right)\b/

/** The line of the day that is asked for; else the shop's own sentence; else the whole week. */
export const answerHours: AnswerWant = (want, context) => {
  const { language, voice, hours } = context
  const passages = answeringPassages(want, context)
  const fromPassages = () => answerFromPassages(want, context)
  if (HOLIDAY.test(fold(want.text)) || namesCalendarDay(want))
    return passages.length > 0 ? fromPassages() : human('low-confidence')
  const day = dayAsked(want, context)
  const named = day === null ? undefined : passages.find((hit) => weekdaysIn(hit.passage.question ?? '').includes(day))
  if (named) return said(named.passage.text.trim(), { confidence: Math.max(named.score, 0.5) })
  const line = day === null ? null : dayLine(day, want, context)
  if (line) return said(voice('hours', line))
  if (passages.length > 0) return fromPassages()
  return hours.text === ''
    ? human('low-confidence')
    : said(voice('hours', say(language, 'hours.week', { text: trimmed(hours.text) })))
}

/** "dia 25", "25/12": it may be a holiday, which the weekly table does not know. */
const namesCalendarDay = (want: Want): boolean =>
  want.slots.date !== undefined &&
  /\d/.test(want.text.replace(/\d{1,2}\s?(h|:\d\d|hs|hrs|horas?|am|pm)\b/gi, '')) &&
  weekdaysIn(want.text).length === 0

/** 0 = Monday; "agora" and "aberto?" ask for today. */
function dayAsked(want: Want, { hours, nowMs }: AnswerContext): number | null {
  const [named] = weekdaysIn(want.text)
  if (named !== undefined) return named
  if (want.slots.date) return weekdayOf(want.slots.date)
  return NOW.test(fold(want.text)) ? weekdayOf(dayIn({ nowMs, timezone: hours.timezone })) : null
}

function dayLine(day: number, want: Want, context: AnswerContext): string | null {
  const { language, hours, nowMs } = context
  const found = hoursOn(hours.text, day)
  if (found === null) return null
  const times = periodsIn(found)
  // The table is in the shop's language; the customer is answered in theirs.
  const periods = found === 'closed' || times.length === 0 ? found : periodsText(language, times)
  const label = capital(dayLabel(day, want, context))
  const line =
    periods === 'closed'
      ? say(language, 'hours.closedOn', { day: label })
      : say(language, 'hours.day', { day: label, periods })
  if (!NOW.test(fold(want.text)) || weekdayOf(dayIn({ nowMs, timezone: hours.timezone })) !== day) return line
  const back = hours.opensAt ? when(language, hours.opensAt, { nowMs, timezone: hours.timezone }) : null
  return `${hours.isOpen ? say(language, 'hours.openNow') : say(language, 'hours.closedNow', { when: back })} ${line}`
}

/** "hoje (sábado)" for a day said by its distance, "sábado" for one said by name. */
function dayLabel(day: number, want: Want, { language, hours, nowMs }: AnswerContext): string {
  const name = weekday(language, day)
  if (weekdaysIn(want.text).length > 0) return name
  const today = weekdayOf(dayIn({ nowMs, timezone: hours.timezone }))
  if (day === today) return `${say(language, 'today')} (${name})`
  return day === (today + 1) % 7 ? `${say(language, 'tomorrow')} (${name})` : name
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const trimmed = (text: string): string => text.trim().replace(/[.;]+$/, '')
