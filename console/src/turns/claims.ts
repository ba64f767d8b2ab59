export type ClaimKind = 'price' | 'percent' | 'date' | 'time' | 'order' | 'link' | 'phone' | 'amount'

/** Something in a text that can be right or wrong. `key` is equal for equal facts, however written. */
export interface Claim {
  readonly kind: ClaimKind
  readonly start: number
  readonly end: number
  readonly key: string
}

type Reading = (match: RegExpExecArray) => string | null

const UNITS =
  'dias?|horas?|min(?:utos)?|x|vezes|lugares|unidades?|un|kg|g|ml|cm|m|mm|km|meses|mês|anos?|days?|días?|hours?|pçs?|peças?'

/** In order: an earlier kind keeps what a later one also matches. */
const KINDS: readonly (readonly [ClaimKind, RegExp, Reading])[] = [
  [
    'link',
    /(?:https?:\/\/|www\.)[^\s<>"']*[^\s<>"'.,;:!?)\]*_~]/giu,
    ([all]) => all.toLowerCase().replace(/^https?:\/\/(www\.)?|\/$/g, ''),
  ],
  [
    'price',
    /(?:R\$|US\$|€)\s?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?(?!\d)/giu,
    ([, whole = '', cents = '']) => number(whole, cents),
  ],
  ['order', /\b[A-Z]{1,3}\d{4,}[A-Z]{0,2}\b/gu, ([all]) => all.toUpperCase()],
  ['phone', /(?:\+55\s?)?\(?\b\d{2}\)?\s?9?\d{4}-\d{4}\b/gu, ([all]) => all.replace(/\D/g, '').slice(-11)],
  ['date', /\b(\d{4})-(\d{2})-(\d{2})(?!\d)/gu, ([, , month, day]) => `${day}/${month}`],
  [
    'date',
    /\b(\d{1,2})\/(\d{1,2})(?:\/(?:\d{4}|\d{2}))?\b/gu,
    ([, day = '', month = '']) => `${day.padStart(2, '0')}/${month.padStart(2, '0')}`,
  ],
  ['percent', /(\d+)(?:[.,](\d+))?\s?%/gu, ([, whole = '', part = '']) => number(whole, part)],
  [
    'time',
    /\b([01]?\d|2[0-3])(?:h([0-5]\d)?|:([0-5]\d)(?::[0-5]\d)?)(?![\p{L}\d])/giu,
    ([, hour = '', a, b]) => `${hour.padStart(2, '0')}:${a ?? b ?? '00'}`,
  ],
  [
    'amount',
    new RegExp(`(?<![\\p{L}\\d.,/-])(\\d+)(?:[.,](\\d+))?\\s?(${UNITS})(?![\\p{L}\\d])`, 'giu'),
    ([, whole = '', part = '', unit = '']) => `${number(whole, part)} ${unit.slice(0, 1).toLowerCase()}`,
  ],
]

/** The prices, dates, times, order numbers, links, phones and amounts of a text, in order, none overlapping. */
export function findClaims(text: string): Claim[] {
  const found: Claim[] = []
  for (const [kind, pattern, read] of KINDS) {
    for (const match of text.matchAll(pattern)) {
      const key = read(match)
      const claim = { kind, start: match.index, end: match.index + match[0].length, key: `${kind}:${key}` }
      if (key !== null && !found.some((other) => claim.start < other.end && other.start < claim.end)) found.push(claim)
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Every fact of a JSON value: claims of its texts, and its bare numbers as any number they could be. */
export function factsOf(value: unknown): Set<string> {
  const facts = new Set<string>()
  collect(value, facts, 0)
  return facts
}

function collect(value: unknown, facts: Set<string>, depth: number): void {
  if (typeof value === 'number') facts.add(`number:${trimmed(value.toFixed(2))}`)
  else if (typeof value === 'string') for (const key of keysIn(value)) facts.add(key)
  else if (value !== null && typeof value === 'object' && depth < 12)
    for (const child of Object.values(value)) collect(child, facts, depth + 1)
}

function keysIn(text: string): string[] {
  const keys = findClaims(text).map(({ key }) => key)
  const instant = INSTANT.exec(text)
  if (!instant) return keys
  // Odoo's times are UTC; the reply tells the shop's day, which late in the evening is the day before.
  const local = new Date(`${instant[1]}T${instant[2]}Z`)
  const two = (value: number) => String(value).padStart(2, '0')
  return [
    ...keys,
    `date:${two(local.getDate())}/${two(local.getMonth() + 1)}`,
    `time:${two(local.getHours())}:${two(local.getMinutes())}`,
  ]
}

/** `2026-11-25T10:17:03Z`, or as Odoo writes it: `2026-11-25 10:17:03`. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?$/

/** `1.299` and `90` → `1299.9`. */
const number = (whole: string, part: string): string => trimmed(`${whole.replaceAll('.', '')}.${part}`)
const trimmed = (digits: string): string => digits.replace(/^0+(?=\d)/, '').replace(/\.?0*$/, '') || '0'
