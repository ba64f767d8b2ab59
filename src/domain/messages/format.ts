import type { Language } from '../language.ts'
import type { Period } from '../tenant-config.ts'
import { say } from './messages.ts'

/**
 * "R$ 39,90", "R$39.90": sign and figures are never parted by a line's end (U+00A0). Brazil's neighbours write reais as
 * Brazil does; Spain would write "39,90 BRL".
 */
export function money(language: Language, amount: number, currency: string): string {
  const make = () =>
    language === 'es' && currency === 'BRL'
      ? new Intl.NumberFormat('es-AR', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
      : new Intl.NumberFormat(language, { style: 'currency', currency })
  return formatOf(`m${language}${currency}`, make).format(amount).replaceAll('\u202f', NO_BREAK)
}

const NO_BREAK = '\u00a0'

/** Sums of money in a text that somebody else wrote, kept together too. */
export const unbroken = (text: string): string => text.replace(/(R\$|US\$|€|£) (?=\d)/g, `$1${NO_BREAK}`)

export const number = (language: Language, value: number): string =>
  formatOf(`n${language}`, () => new Intl.NumberFormat(language, { maximumFractionDigits: 3 })).format(value)

/**
 * "27/11/2026", in English "Nov 27, 2026" (whose order of figures nobody can mistake): the day of `iso` in the shop's
 * timezone; a date without time is that day everywhere.
 */
export function date(language: Language, iso: string, timezone: string): string {
  const timeZone = iso.length === 10 ? 'UTC' : timezone
  const month = language === 'en' ? 'short' : '2-digit'
  const make = () => new Intl.DateTimeFormat(language, { day: '2-digit', month, year: 'numeric', timeZone })
  return formatOf(`d${language}${timeZone}`, make).format(new Date(iso))
}

/** 0 = Monday: "segunda-feira", "lunes", "Monday". */
export const weekday = (language: Language, day: number): string =>
  formatOf(`w${language}`, () => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })).format(
    Date.UTC(2024, 0, 1 + day),
  )

/** Minutes since midnight: "9h", "9h30"; "9:00" in Spanish and English, as `domain/hours-text.ts` writes it. */
export function time(language: Language, minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')]
  if (language !== 'pt-BR') return `${hour}:${minute}`
  return minute === '00' ? `${hour}h` : `${hour}h${minute}`
}

/** "maquiagem, perfumes e cabelos" */
export const list = (language: Language, items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${say(language, 'and')} ${items.at(-1)}`

/** "das 9h às 12h e das 13h às 18h", or "fechado". */
export const periodsText = (language: Language, periods: readonly Period[]): string =>
  periods.length === 0
    ? say(language, 'closed')
    : periods
        .map(({ fromMin, toMin }) =>
          say(language, 'period.fromTo', { from: time(language, fromMin), to: time(language, toMin) }),
        )
        .join(` ${say(language, 'and')} `)

/** When a human is back, as seen now: "hoje às 14h", "amanhã às 9h", "segunda-feira às 9h". */
export function when(
  language: Language,
  iso: string,
  { nowMs, timezone }: { nowMs: number; timezone: string },
): string {
  const day = formatOf(`k${timezone}`, () => new Intl.DateTimeFormat('en-CA', { timeZone: timezone }))
  const clock = formatOf(
    `c${timezone}`,
    () => new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' }),
  )
  const then = Date.parse(iso)
  const days = (Date.parse(day.format(then)) - Date.parse(day.format(nowMs))) / 86_400_000
  const [hour = '0', minute = '0'] = clock.format(then).split(':')
  const name =
    days === 0
      ? say(language, 'today')
      : days === 1
        ? say(language, 'tomorrow')
        : days < 7
          ? weekday(language, (new Date(`${day.format(then)}T00:00:00Z`).getUTCDay() + 6) % 7)
          : date(language, iso, timezone)
  return say(language, 'day.at', { day: name, time: time(language, Number(hour) * 60 + Number(minute)) })
}

/** Making an Intl format costs a thousand times its use. */
function formatOf<T>(key: string, make: () => T): T {
  const known = formats.get(key) as T | undefined
  if (known) return known
  const made = make()
  formats.set(key, made)
  return made
}
const formats = new Map<string, unknown>()
