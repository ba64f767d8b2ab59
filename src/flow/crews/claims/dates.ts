/** The names of months that begin so, in the three languages, folded. */
const MONTHS: readonly (readonly [start: string, month: number])[] = [
  ['jan', 1],
  ['ene', 1],
  ['fev', 2],
  ['feb', 2],
  ['mar', 3],
  ['abr', 4],
  ['apr', 4],
  ['mai', 5],
  ['may', 5],
  ['jun', 6],
  ['jul', 7],
  ['ago', 8],
  ['aug', 8],
  ['set', 9],
  ['sep', 9],
  ['out', 10],
  ['oct', 10],
  ['nov', 11],
  ['dez', 12],
  ['dic', 12],
  ['dec', 12],
]

const NAMES = [
  'janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro',
  'enero|febrero|marzo|mayo|junio|julio|septiembre|octubre|noviembre|diciembre',
  'january|february|march|april|may|june|july|august|september|october|november|december',
  'jan|fev|feb|mar|abr|apr|mai|jun|jul|ago|aug|set|sep|sept|out|oct|nov|dez|dec|dic|ene',
].join('|')

const DAY_FIRST = String.raw`(\d{1,2})(?:º|st|nd|rd|th)?\s+(?:de\s+|of\s+)?(${NAMES})\b\.?(?:,?\s+(?:de\s+|del\s+)?(\d{4}))?`
const MONTH_FIRST = String.raw`\b(${NAMES})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4}))?`

/** Every way a date is written; `read` gives `YYYY-MM-DD`, `--MM-DD` without a year, or null when it is none. */
export const DATES: readonly { readonly pattern: RegExp; readonly read: (match: RegExpMatchArray) => string | null }[] =
  [
    { pattern: /\b(\d{4})-(\d{2})-(\d{2})(?!\d)/g, read: ([, year, month, day]) => normalDate(day, month, year) },
    {
      pattern: /(?<![\d/])(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?(?![\d/])/g,
      // 11/23 can only be the American order.
      read: ([, a, b, year]) => normalDate(a, b, year) ?? normalDate(b, a, year),
    },
    {
      pattern: /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.])/g,
      read: ([, day, month, year]) => normalDate(day, month, year),
    },
    { pattern: new RegExp(DAY_FIRST, 'giu'), read: ([, day, name, year]) => normalDate(day, monthOf(name), year) },
    { pattern: new RegExp(MONTH_FIRST, 'giu'), read: ([, name, day, year]) => normalDate(day, monthOf(name), year) },
  ]

function monthOf(name = ''): string {
  const start = name.toLowerCase().slice(0, 3)
  return String(MONTHS.find(([known]) => known === start)?.[1] ?? 0)
}

function normalDate(day = '', month = '', year?: string): string | null {
  const isDate = Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12
  if (!isDate) return null
  const whole = year === undefined ? '-' : year.length === 2 ? `20${year}` : year
  return `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
