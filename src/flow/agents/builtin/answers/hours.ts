import { weekText } from '../../../../domain/hours-text.ts'
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
const DAY_MS = 86_400_000
const NOW =
  /\b(agora|aberto|abertos|aberta|abriu|abriram|fechou|fecharam|fechados|ahora|abierto|abiertos|abierta|now|open right)\b/

/**
 * The line of the day that is asked for; else the shop's own sentence; else the whole week. Of holidays only a document
 * knows. A customer of another language is answered out of the table, in theirs.
 */
export const answerHours: AnswerWant = (want, context) => {
  const { language, shopLanguage, voice, hours } = context
  const isHoliday = HOLIDAY.test(fold(want.text)) || isNationalHoliday(want.slots.date ?? dayNow(want, context))
  const found = answeringPassages(want, context)
  if (isHoliday) {
    const [about] = [...found, ...context.evidence.passages].filter(({ passage }) =>
      HOLIDAY.test(fold(passage.question ?? passage.text)),
    )
    return about ? said(about.passage.text.trim(), { confidence: Math.max(about.score, 0.5) }) : human('low-confidence')
  }
  const passages = language === shopLanguage ? found : []
  const fromPassages = () => answerFromPassages(want, context)
  const day = dayAsked(want, context)
  const named = day === null ? undefined : passages.find((hit) => weekdaysIn(hit.passage.question ?? '').includes(day))
  if (named) return said(named.passage.text.trim(), { confidence: Math.max(named.score, 0.5) })
  const line = day === null ? null : dayLine(day, want, context)
  if (line) return said(voice('hours', line), { mayRepeat: true })
  if (passages.length > 0) return fromPassages()
  return hours.text === ''
    ? human('low-confidence')
    : said(voice('hours', say(language, 'hours.week', { text: trimmed(weekIn(context)) })))
}

/** Brazil's holidays of a fixed day (Lei 662/1949, 6.802/1980, 14.759/2023), as month and day. */
const NATIONAL = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '11-20', '12-25']
const dayNow = ({ text }: Want, { hours, nowMs }: AnswerContext): string | undefined =>
  NOW.test(fold(text)) ? dayIn({ nowMs, timezone: hours.timezone }) : undefined
const isNationalHoliday = (iso: string | undefined): boolean => iso !== undefined && NATIONAL.includes(iso.slice(5))

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
  const today = dayIn({ nowMs, timezone: hours.timezone })
  const asked = want.slots.date ?? today
  if (asked === today) return `${say(language, 'today')} (${name})`
  const isTomorrow = Date.parse(asked) - Date.parse(today) === DAY_MS
  return isTomorrow ? `${say(language, 'tomorrow')} (${name})` : name
}

/** The shop's table, in the customer's language where it can be read. */
function weekIn({ hours, language, shopLanguage }: AnswerContext): string {
  if (language === shopLanguage) return hours.text
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => hoursOn(hours.text, day))
  const week = days.map((found) => (found === null || found === 'closed' ? [] : periodsIn(found)))
  const isRead = days.every((found, at) => found === null || found === 'closed' || (week[at]?.length ?? 0) > 0)
  return isRead ? weekText(week, language) : hours.text
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const trimmed = (text: string): string => text.trim().replace(/[.;]+$/, '')
