import { money, number } from '../../../../domain/messages/format.ts'
import { say } from '../../../../domain/messages/messages.ts'
import type { ToolImage } from '../../../../domain/tool.ts'
import { type AnswerContext, type AnswerWant, GUESS, human, said } from './answer.ts'
import { answerFromPassages, bestPassage, namesProduct } from './passages.ts'
import { type FoundProduct, type FoundProducts, foundProducts } from './tool-results.ts'

const MOST_LINES = 5
/** From this many free units on, a product is simply in stock. */
const PLENTY = 4

/** The catalogue's answer; what it does not have may be in a document ("vale-presente"). */
export const answerProducts: AnswerWant = (want, context) => {
  const query = want.slots.product
  const asked = foundProducts(context.evidence, query)
  const products = asked.kind === 'answer' ? asked.data.products : []
  const isExact = products.length > 0 && asked.kind === 'answer' && asked.data.match === 'all'
  const passage = isExact ? undefined : bestPassage(want, context)
  if (passage && (!query || namesProduct(query, passage))) return answerFromPassages(want, context)
  if (asked.kind === 'failed') return human(want.confidence < GUESS ? 'low-confidence' : 'tool-failed')
  if (asked.kind === 'not-asked' && want.confidence < GUESS) return { kind: 'unclear' }
  if (asked.kind === 'not-asked') return query ? human('low-confidence') : askProduct(context)
  if (products.length === 0 && want.confidence < GUESS) return { kind: 'unclear' }
  if (products.length === 0) return nothingFound(query ?? asked.data.query, context)
  return listed(
    { ...asked.data, query: query ?? asked.data.query },
    { asked: want.slots.quantity, context, images: asked.images },
  )
}

const askProduct = ({ language }: AnswerContext) =>
  said(say(language, 'product.ask'), { buttons: [say(language, 'button.human')] })

const nothingFound = (query: string, { language, tone }: AnswerContext) =>
  said(`${say(language, 'product.none', { tone, query })} ${say(language, 'product.ask')}`, {
    buttons: [say(language, 'button.human')],
    confidence: 0.7,
  })

interface Listing {
  readonly asked: number | undefined
  readonly context: AnswerContext
  readonly images: readonly ToolImage[]
}

function listed({ query, match, products }: FoundProducts, { asked, context, images }: Listing) {
  const { language, tone, voice } = context
  const shown = products.slice(0, MOST_LINES)
  const head =
    match === 'some'
      ? say(language, 'product.similar', { tone, query })
      : say(language, 'product.found', { tone, query, count: shown.length })
  const lines = shown.map((product) => `- ${lineOf(product, asked, context)}`)
  const [first] = shown
  const about = shown.length === 1 && first?.description ? ['', first.description.trim()] : []
  const next = context.isOneOfMany ? [] : ['', say(language, 'product.next', { tone, count: shown.length })]
  return said([voice('products', head), '', ...lines, ...about, ...next].join('\n'), {
    image: (first && imageOf(first, images)) ?? null,
  })
}

function lineOf(product: FoundProduct, asked: number | undefined, context: AnswerContext): string {
  const { language } = context
  const { price, currency } = product
  const isPriced = price !== null && price !== undefined && price > 0
  const cost = isPriced ? money(language, price, currency ?? 'BRL') : say(language, 'product.priceOnRequest')
  const stock = stockOf(product, asked, context)
  return `**${product.name}**: ${cost}${stock ? ` (${stock})` : ''}`
}

/** In words; a count only when it matters, and then the catalogue's own. */
function stockOf({ freeStock, inStock }: FoundProduct, asked: number | undefined, { language }: AnswerContext): string {
  if (inStock === false || (typeof freeStock === 'number' && freeStock <= 0)) return say(language, 'product.soldOut')
  if (typeof freeStock !== 'number') return inStock ? say(language, 'product.inStock') : ''
  const quantity = number(language, freeStock)
  if (asked !== undefined && asked > freeStock) return say(language, 'product.only', { quantity })
  return freeStock < PLENTY ? say(language, 'product.last', { quantity }) : say(language, 'product.inStock')
}

/** `find_products` names a picture after its product; only the first product's is shown. */
const imageOf = ({ name }: FoundProduct, images: readonly ToolImage[]): ToolImage | undefined =>
  images.find((image) => image.name.startsWith(name))
