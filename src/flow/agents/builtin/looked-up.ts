import type { Understanding } from '../../../domain/intent.ts'
import type { Language } from '../../../domain/language.ts'
import { date, money } from '../../../domain/messages/format.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { Evidence } from '../../../domain/turn.ts'
import { orderState } from './answers/order-state.ts'
import { isSoldOut } from './answers/product-lines.ts'
import { type FoundProduct, foundProducts, type Order, orderStatus } from './answers/tool-results.ts'

export interface LookedUp {
  /** The customer's own order, in one line; empty: none was found. */
  readonly order: string
  /** Where its parcel can be followed. */
  readonly link: string
  readonly products: string
  readonly firstProduct: string | null
  /** What was looked for in vain. */
  readonly missed: readonly string[]
  /** The document that came closest. */
  readonly passages: readonly string[]
}

interface Given {
  readonly evidence: Evidence
  readonly understanding: Understanding
  readonly language: Language
  readonly timezone: string
}

const MOST_PRODUCTS = 3

/** What this turn's evidence has for the attendant, so that nothing has to be looked up again. */
export function lookedUp({ evidence, understanding, language, timezone }: Given): LookedUp {
  const asked = orderStatus(evidence, understanding.slots.orderNumber)
  const order = asked.kind === 'answer' ? asked.data.order : undefined
  const search = foundProducts(evidence, understanding.slots.about ?? understanding.slots.product)
  const products = search.kind === 'answer' ? search.data.products.slice(0, MOST_PRODUCTS) : []
  const missed = evidence.tools.flatMap(({ tool, result }) => {
    if (!result.ok) return [say(language, 'tried.toolFailed', { tool })]
    if (tool === 'order_status' && !order) return [notFound(understanding.slots.orderNumber, language)]
    const query = typeof result.data.query === 'string' ? result.data.query : ''
    const isNothing = tool === 'find_products' && products.length === 0 && query !== ''
    return isNothing ? [say(language, 'tried.products', { query, count: 0 })] : []
  })
  return {
    order: order ? orderLine(order, language, timezone) : (understanding.slots.orderNumber ?? ''),
    link: order?.deliveries?.flatMap(({ trackingUrl }) => trackingUrl ?? [])[0] ?? '',
    products: products.map((product) => productLine(product, language)).join('; '),
    firstProduct: products[0]?.name ?? null,
    missed,
    passages: passageRead(evidence, language),
  }
}

const notFound = (number = '', language: Language): string => say(language, 'tried.order', { number, found: false })

function orderLine(order: Order, language: Language, timezone: string): string {
  const state = orderState(order, { language, timezone })
  const expected = order.expectedDate ? date(language, order.expectedDate, timezone) : null
  const total = typeof order.total === 'number' && order.currency ? money(language, order.total, order.currency) : null
  const items = order.lines.map(({ product, quantity }) => `${quantity} × ${product}`).join(', ')
  return [
    `${order.number}: ${state}`,
    ...(expected && !order.deliveries?.every(({ state }) => state === 'done')
      ? [`${say(language, 'order.expectedOn', { date: expected })}.`]
      : []),
    ...(items ? [`${items}.`] : []),
    ...(total ? [`${say(language, 'order.total', { total })}.`] : []),
  ].join(' ')
}

function productLine(product: FoundProduct, language: Language): string {
  const { name, price, currency } = product
  const cost = price ? money(language, price, currency ?? 'BRL') : say(language, 'product.priceOnRequest')
  return `${name} (${cost}${isSoldOut(product) ? `, ${say(language, 'product.soldOut')}` : ''})`
}

/** Only what was near enough to be worth opening. */
const NEAR = 0.4

function passageRead({ passages }: Evidence, language: Language): readonly string[] {
  const [best] = passages
  if (!best || best.score < NEAR) return []
  const { question, titles, source } = best.passage
  const title = question?.split('|')[0]?.trim() ?? titles.at(-1) ?? source
  return [say(language, 'tried.passage', { title, source })]
}
