import { DATES } from './dates.ts'
import { NUMBER, normalNumber, withDigits, worthOf } from './numbers.ts'

export type ClaimKind =
  | 'email'
  | 'link'
  | 'date'
  | 'time'
  | 'hours'
  | 'money'
  | 'percent'
  | 'phone'
  | 'code'
  | 'quantity'
  | 'number'

/** One checkable thing a text says. */
export interface Claim {
  readonly kind: ClaimKind
  /** Equal for every way of writing the same thing. */
  readonly normal: string
  readonly written: string
}

type Reader = (match: RegExpMatchArray) => Omit<Claim, 'written'> | null

/**
 * Every price, percentage, date, time, number, code, link, phone and e-mail in `text`, the most telling first: what one
 * pattern has taken, a later one does not see. Whole numbers below ten that measure nothing ("2 opções") and the
 * numbers of a list are no claims.
 */
export function claimsIn(text: string): readonly Claim[] {
  const claims: Claim[] = []
  let left = withDigits(text.normalize('NFC')).replace(LIST_NUMBER, '$1\n').replace(KEYCAP, '\n')
  for (const { pattern, read } of PATTERNS) {
    left = left.replace(pattern, (written: string, ...rest: unknown[]) => {
      const claim = read([written, ...rest.filter(isGroup)] as unknown as RegExpMatchArray)
      if (!claim) return written
      claims.push({ ...claim, written: written.trim() })
      return TAKEN
    })
  }
  return claims
}

/** No pattern reads over a line's end. */
const TAKEN = '\n'
const LIST_NUMBER = /(^|\n)[ \t]*\d{1,2}[.)][ \t]/g
const KEYCAP = /\d\ufe0f?\u20e3/g
/** `replace` hands the groups, then the place and the whole text. */
const isGroup = (_: unknown, index: number, all: readonly unknown[]): boolean =>
  index < all.findIndex((each) => typeof each === 'number')

const as =
  (kind: ClaimKind, group = 0): Reader =>
  (match) => ({ kind, normal: normalNumber(worthOf(match[group] ?? '')) })

const CURRENCY = String.raw`R\$|US\$|U\$S|\$|€|£|\b(?:BRL|USD|EUR|ARS|MXN|CLP)`
const MONEY_WORD = 'reais|real|euros?|d[óo]lares|d[óo]lar|dollars?|pesos?|BRL|USD|EUR'
const UNIT = [
  'dias?|d[ií]as?|days?|horas?|hours?|hrs?|minutos?|minutes?|min|semanas?|weeks?|m[eê]s|meses|months?|anos?|años?|years?',
  'kg|quilos?|kilos?|gramas?|grams?|g|mg|ml|litros?|l|cm|mm|metros?|m|km|m²|polegadas?|graus|°',
  'unidades?|unid|un|peças?|piezas?|pieces?|units?|itens|items?|lugares|seats|caixas?|pares|pacotes?|volumes?',
  'x|vezes|veces|times|parcelas?|cuotas?|installments?|pontos|points|estrelas|stars|em estoque|en stock|in stock|left',
].join('|')
const STOCK_BEFORE = String.raw`(?:restam?|sobraram|apenas|somente|s[óo]|últim[oa]s?|quedan|s[óo]lo|only|estoque|stock|temos|tenemos|have)[:\s]+(?:s[óo]\s+|apenas\s+|de\s+)?`

const PATTERNS: readonly { readonly pattern: RegExp; readonly read: Reader }[] = [
  {
    pattern: /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
    read: ([email = '']) => ({ kind: 'email', normal: email.toLowerCase() }),
  },
  {
    pattern: /(?:https?:\/\/|www\.)[^\s<>()[\]"'*`]+/gi,
    read: ([url = '']) => ({ kind: 'link', normal: normalLink(url) }),
  },
  {
    pattern:
      /(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|br|io|shop|store|app|me|link|info|example|ly|gl|co)\b(?:\/[^\s<>()[\]"'*`]*)?/gi,
    read: ([url = '']) => ({ kind: 'link', normal: normalLink(url) }),
  },
  ...DATES.map(({ pattern, read }) => ({
    pattern,
    read: (match: RegExpMatchArray) => {
      const normal = read(match)
      return normal === null ? null : ({ kind: 'date', normal } as const)
    },
  })),
  { pattern: new RegExp(`(?:${CURRENCY})\\s?(${NUMBER})(\\s+mil\\b)?`, 'giu'), read: readMoney },
  { pattern: new RegExp(`(?<![\\d.,])(${NUMBER})(\\s+mil)?\\s?(?:${MONEY_WORD})\\b`, 'giu'), read: readMoney },
  {
    pattern: new RegExp(`(?<![\\d.,])(${NUMBER})\\s?(?:%|por cento|por ciento|percent\\b)`, 'giu'),
    read: as('percent', 1),
  },
  { pattern: /(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)\s?(am|pm|a\.m\.|p\.m\.)?/gi, read: readTime },
  { pattern: /(?<![\w:])(\d{1,2})\s?h(?:s|rs)?(\d{2})?(?:min)?(?!\w)/gi, read: readHour },
  { pattern: /(?<![\w:])(\d{1,2})()\s?(am|pm|a\.m\.|p\.m\.)(?!\w)/gi, read: readTime },
  { pattern: /(?<![\p{L}\d])\+?\(?\d[\d ().-]{6,}\d(?![\p{L}\d])/gu, read: readPhone },
  {
    pattern: /(?<![\p{L}\d])(?=[\p{L}\d-]{0,63}\d)(?=[\p{L}\d-]{0,63}\p{L})[\p{L}\d]+(?:-[\p{L}\d]+)*(?![\p{L}\d])/gu,
    read: readCode,
  },
  {
    pattern: /(?<![\d.,])\d{1,3}(?:\.\d{3})*,\d{2}(?![\d,.]*\d)|(?<![\d.,])\d{1,3}(?:,\d{3})*\.\d{2}(?![\d,.]*\d)/g,
    read: as('money'),
  },
  {
    pattern: new RegExp(`(?<![\\d.,\\p{L}])(${NUMBER})\\s?(?:${UNIT})(?![\\p{L}\\d])`, 'giu'),
    read: as('quantity', 1),
  },
  { pattern: new RegExp(`(?<![\\p{L}])${STOCK_BEFORE}(${NUMBER})`, 'giu'), read: as('quantity', 1) },
  { pattern: new RegExp(`(?<![\\d.,])(?:${NUMBER})`, 'g'), read: readPlain },
]

function readMoney([, written = '', thousands]: RegExpMatchArray): Omit<Claim, 'written'> {
  return { kind: 'money', normal: normalNumber(worthOf(written) * (thousands ? 1_000 : 1)) }
}

function readTime([, hour = '', minute = '', half]: RegExpMatchArray): Omit<Claim, 'written'> | null {
  const isAfternoon = half?.toLowerCase().startsWith('p') ?? false
  const hours = half ? (Number(hour) % 12) + (isAfternoon ? 12 : 0) : Number(hour)
  if (hours > 24 || Number(minute) > 59) return null
  return { kind: 'time', normal: `${String(hours).padStart(2, '0')}:${minute || '00'}` }
}

/** "18h30" is a time; "9h" a time or a span; "48h" a span. */
function readHour([, hour = '', minute]: RegExpMatchArray): Omit<Claim, 'written'> | null {
  if (minute) return readTime([`${hour}h${minute}`, hour, minute] as unknown as RegExpMatchArray)
  return { kind: 'hours', normal: String(Number(hour)) }
}

/** Eight digits or more belong together: a phone, a CEP, a CPF, the key of an invoice. */
function readPhone([written = '']: RegExpMatchArray): Omit<Claim, 'written'> | null {
  const digits = written.replace(/\D/g, '')
  return digits.length < 8 ? null : { kind: 'phone', normal: digits }
}

const MEASURE = new RegExp(`^\\d+(?:${UNIT}|º|ª|o|a|st|nd|rd|th|k)$`, 'iu')

/** Letters and digits in one word: an order, a tracking code, a coupon. Not "500ml", and not a size such as "P2". */
function readCode([written = '']: RegExpMatchArray): Omit<Claim, 'written'> | null {
  if (written.length < 4 || MEASURE.test(written)) return null
  return { kind: 'code', normal: written.replaceAll('-', '').toUpperCase() }
}

function readPlain([written = '']: RegExpMatchArray): Omit<Claim, 'written'> | null {
  const value = worthOf(written)
  return Number.isInteger(value) && value < 10 ? null : { kind: 'number', normal: normalNumber(value) }
}

/** Host and path, without what changes nothing. */
function normalLink(url: string): string {
  const bare = url
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/(?<![.,;:!?…])[.,;:!?…]+$/, '')
    .replace(/(?<!\/)\/+$/, '')
  const slash = bare.search(/[/?#]/)
  return slash < 0 ? bare.toLowerCase() : bare.slice(0, slash).toLowerCase() + bare.slice(slash)
}
