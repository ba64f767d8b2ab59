import type { Language } from './language.ts'
import type { Period } from './tenant-config.ts'

const DAY_MIN = 1_440

interface Words {
  readonly days: readonly [string, string, string, string, string, string, string]
  readonly everyDay: string
  readonly to: string
  readonly and: string
  readonly closed: string
  readonly allDay: string
  readonly always: string
  readonly neverOpen: string
  readonly time: (hour: number, minute: number) => string
  readonly period: (from: string, to: string) => string
}

const two = (minute: number) => String(minute).padStart(2, '0')

const WORDS: Record<Language, Words> = {
  'pt-BR': {
    days: ['segunda', 'terça', 'quarta', 'quinta', 'sexta', 'sábado', 'domingo'],
    everyDay: 'todos os dias',
    to: 'a',
    and: 'e',
    closed: 'fechado',
    allDay: '24 horas',
    always: 'todos os dias, 24 horas',
    neverOpen: 'fechado todos os dias',
    time: (hour, minute) => (minute === 0 ? `${hour}h` : `${hour}h${two(minute)}`),
    period: (from, to) => `${from} ${to.startsWith('1h') ? 'à' : 'às'} ${to}`,
  },
  es: {
    days: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
    everyDay: 'todos los días',
    to: 'a',
    and: 'y',
    closed: 'cerrado',
    allDay: '24 horas',
    always: 'todos los días, 24 horas',
    neverOpen: 'cerrado todos los días',
    time: (hour, minute) => `${hour}:${two(minute)}`,
    period: (from, to) => `de ${from} a ${to}`,
  },
  en: {
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    everyDay: 'every day',
    to: 'to',
    and: 'and',
    closed: 'closed',
    allDay: '24 hours',
    always: 'every day, 24 hours',
    neverOpen: 'closed every day',
    time: (hour, minute) => `${hour}:${two(minute)}`,
    period: (from, to) => `${from} to ${to}`,
  },
}

/**
 * The opening hours as a shop says them: "segunda a sexta, 9h às 12h e 13h às 18h; sábado, 8h às 12h; domingo fechado".
 * Neighbouring days with equal hours stand together; a night that goes on after midnight belongs to the day it began on.
 */
export function weekText(week: readonly (readonly Period[])[], language: Language): string {
  const words = WORDS[language]
  const days = nightsJoined(week).map((periods) => hoursText(periods, words))
  const [first] = days
  if (days.every((day) => day === first)) {
    if (first === words.closed) return words.neverOpen
    return first === words.allDay ? words.always : `${words.everyDay}, ${first}`
  }
  const groups: { from: number; to: number; text: string }[] = []
  days.forEach((text, day) => {
    const last = groups.at(-1)
    if (last?.text === text) last.to = day
    else groups.push({ from: day, to: day, text })
  })
  return groups
    .map(({ from, to, text }) => `${daysText(from, to, words)}${text === words.closed ? ' ' : ', '}${text}`)
    .join('; ')
}

function daysText(from: number, to: number, { days, to: until, and }: Words): string {
  if (from === to) return days[from] ?? ''
  return `${days[from]} ${to === from + 1 ? and : until} ${days[to]}`
}

function hoursText(periods: readonly Period[], words: Words): string {
  if (periods.length === 0) return words.closed
  const [only] = periods
  if (periods.length === 1 && only?.fromMin === 0 && only.toMin === DAY_MIN) return words.allDay
  const time = (minutes: number) => words.time(Math.floor(minutes / 60), minutes % 60)
  const said = periods.map(({ fromMin, toMin }) => words.period(time(fromMin), time(toMin)))
  return said.length === 1 ? (said[0] ?? '') : `${said.slice(0, -1).join(', ')} ${words.and} ${said.at(-1)}`
}

/** 18:00–24:00 and 0:00–2:00 of the next day, as one night: 18:00–2:00. */
function nightsJoined(week: readonly (readonly Period[])[]): Period[][] {
  const isWhole = (day: readonly Period[]) => day.some(({ fromMin, toMin }) => fromMin === 0 && toMin === DAY_MIN)
  const days = week.map((day) => day.toSorted((a, b) => a.fromMin - b.fromMin))
  return days.map((day, i) => {
    const before = days[(i + 6) % 7] ?? []
    const after = days[(i + 1) % 7] ?? []
    const [morning] = after
    const runsOn = morning?.fromMin === 0 && !isWhole(after) && !isWhole(day)
    const ranOn = !isWhole(day) && !isWhole(before) && before.at(-1)?.toMin === DAY_MIN
    return day
      .filter(({ fromMin }) => !(ranOn && fromMin === 0))
      .map((period) => (runsOn && period.toMin === DAY_MIN ? { ...period, toMin: morning.toMin } : period))
  })
}
