/** A number as people write it: 1.299,90 · 1,299.90 · 1299.9 · 12. */
export const NUMBER = String.raw`\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?`

/**
 * What a written number is worth. The last mark is the decimal one, unless three digits follow a mark that could
 * group thousands: 1.299 is a thousand in Brazil, and no shop writes three decimals.
 */
export function worthOf(written: string): number {
  const mark = Math.max(written.lastIndexOf(','), written.lastIndexOf('.'))
  if (mark < 0) return Number(written)
  const decimals = written.length - mark - 1
  const isGrouped = decimals === 3 || written.indexOf(written.charAt(mark)) !== mark
  if (isGrouped) return Number(written.replace(/[.,]/g, ''))
  return Number(`${written.slice(0, mark).replace(/[.,]/g, '')}.${written.slice(mark + 1)}`)
}

/** Two decimals, so that 39.9 and 39,90 are one. */
export const normalNumber = (value: number): string => String(Math.round(value * 100) / 100)

/** Number words that stand before a unit, in the three languages. "um" and "one" are left out: they are articles. */
const WORDS: Readonly<Record<string, number>> = {
  dois: 2,
  duas: 2,
  dos: 2,
  two: 2,
  três: 3,
  tres: 3,
  three: 3,
  quatro: 4,
  cuatro: 4,
  four: 4,
  cinco: 5,
  five: 5,
  seis: 6,
  six: 6,
  sete: 7,
  siete: 7,
  seven: 7,
  oito: 8,
  ocho: 8,
  eight: 8,
  nove: 9,
  nueve: 9,
  nine: 9,
  dez: 10,
  diez: 10,
  ten: 10,
  doze: 12,
  doce: 12,
  twelve: 12,
  quinze: 15,
  quince: 15,
  fifteen: 15,
  vinte: 20,
  veinte: 20,
  twenty: 20,
  trinta: 30,
  treinta: 30,
  thirty: 30,
  noventa: 90,
  ninety: 90,
}

const SPELLED = new RegExp(`(?<![\\p{L}])(${Object.keys(WORDS).join('|')})(?![\\p{L}])`, 'giu')

/** "sete dias" as "7 dias". */
export const withDigits = (text: string): string =>
  text.replace(SPELLED, (word) => String(WORDS[word.toLowerCase()] ?? word))
