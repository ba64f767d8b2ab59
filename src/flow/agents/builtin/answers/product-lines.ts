import type { Want } from '../../../../domain/intent.ts'
import { money, number } from '../../../../domain/messages/format.ts'
import { say } from '../../../../domain/messages/messages.ts'
import type { ToolImage } from '../../../../domain/tool.ts'
import { fold, wordsOf } from '../fold.ts'
import { type Answer, type AnswerContext, said } from './answer.ts'
import type { FoundProduct, FoundProducts } from './tool-results.ts'

const MOST_LINES = 5
/** From this many free units on, a product is simply in stock. */
const PLENTY = 4

/** The products found, what is said of one alone, and what the customer may want next. */
export function productList(
  { data, images }: { readonly data: FoundProducts; readonly images: readonly ToolImage[] },
  want: Want | null,
  context: AnswerContext,
): Answer {
  const shown = data.products.slice(0, MOST_LINES)
  const lines = shown.map((product) => `- ${lineOf(product, want?.slots.quantity, context)}`)
  const [first] = shown
  const about = shown.length === 1 && first?.description ? ['', first.description.trim()] : []
  // Asked for by its own name it needs no introduction.
  const head = shown.length === 1 && first?.name === data.query ? [] : [headOf(data, shown.length, context), '']
  return said([...head, ...lines, ...about, ...nextOf(shown, context)].join('\n'), {
    image: (first && imageOf(first, images)) ?? null,
    mayRepeat: true,
  })
}

function headOf({ query, match }: FoundProducts, count: number, { language, tone, voice }: AnswerContext): string {
  return match === 'some'
    ? say(language, 'product.similar', { tone, query })
    : voice('products', say(language, 'product.found', { tone, query, count }))
}

function nextOf(shown: readonly FoundProduct[], { language, tone, isOneOfMany }: AnswerContext): readonly string[] {
  const [first] = shown
  if (isOneOfMany || !first) return []
  const isForSale = shown.length === 1 && !isSoldOut(first)
  return [
    '',
    isForSale ? say(language, 'product.buy', { tone }) : say(language, 'product.next', { tone, count: shown.length }),
  ]
}

/** What is known of the one product asked about, if it says anything to the question; null: nothing does. */
export function detailsOf(question: string, { products }: FoundProducts, context: AnswerContext): Answer | null {
  const [product] = products
  if (!product) return null
  const known = `${product.name} ${product.description ?? ''}`
  if (!isTold(question, known)) return null
  const about = product.description?.trim()
  return said(about ? `**${product.name}**: ${about}` : lineOf(product, undefined, context), { mayRepeat: true })
}

const MEASURES: readonly (readonly [asked: RegExp, told: RegExp])[] = [
  [
    /\b(medidas?|tamanhos?|altura|largura|comprimento|profundidade|dimens\w+|size|tamano)\b/,
    /\d\s?(?:m|cm|mm)\b|\b(?:pp|p|m|g|gg)\b/i,
  ],
  [/\b(peso|pesa|weight)\b/, /\d\s?(?:kg|g)\b/i],
  [/\b(volume|ml)\b/, /\d\s?(?:ml|l)\b/i],
]
const ANYTHING =
  /\b(detalhes?|mais sobre|fala mais|saber mais|conta mais|details|more about|tell me more|mas sobre|como e)\b/

/** A measure where a measure is asked for, a word of the question, or anything when anything is asked. */
function isTold(question: string, known: string): boolean {
  const folded = fold(question)
  if (ANYTHING.test(folded)) return true
  const measure = MEASURES.find(([asked]) => asked.test(folded))
  if (measure) return measure[1].test(known)
  const told = new Set(wordsOf(known).map(stemOf))
  return wordsOf(question).some((word) => word.length > 3 && !EMPTY.has(word) && told.has(stemOf(word)))
}
const stemOf = (word: string): string => word.slice(0, 5)
const EMPTY = new Set(
  'esse essa este esta isso para como qual quais voce voces tambem serve pele with this that does'.split(' '),
)

function lineOf(product: FoundProduct, asked: number | undefined, context: AnswerContext): string {
  const { language } = context
  const { price, currency } = product
  const isPriced = price !== null && price !== undefined && price > 0
  const cost = isPriced ? money(language, price, currency ?? 'BRL') : say(language, 'product.priceOnRequest')
  const stock = stockOf(product, asked, context)
  return `**${product.name}**: ${cost}${stock ? ` (${stock})` : ''}`
}

/** In words; a count only when it matters, and then the catalogue's own. */
function stockOf(product: FoundProduct, asked: number | undefined, { language }: AnswerContext): string {
  const { freeStock, inStock } = product
  if (isSoldOut(product)) return say(language, 'product.soldOut')
  if (typeof freeStock !== 'number') return inStock ? say(language, 'product.inStock') : ''
  const quantity = number(language, freeStock)
  if (asked !== undefined && asked > freeStock) return say(language, 'product.only', { quantity })
  return freeStock < PLENTY ? say(language, 'product.last', { quantity }) : say(language, 'product.inStock')
}

export const isSoldOut = ({ freeStock, inStock }: FoundProduct): boolean =>
  inStock === false || (typeof freeStock === 'number' && freeStock <= 0)

/** `find_products` names a picture after its product; only the first product's is shown. */
const imageOf = ({ name }: FoundProduct, images: readonly ToolImage[]): ToolImage | undefined =>
  images.find((image) => image.name.startsWith(name))
