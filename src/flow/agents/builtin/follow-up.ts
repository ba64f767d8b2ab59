import type { Slots, Want } from '../../../domain/intent.ts'
import { fold, wordsOf } from './fold.ts'
import { findProduct, findSort } from './slots/product.ts'
import type { Talk } from './talk.ts'

/** Short enough to lean on what was said before. */
const SHORT = 6
/** From here on the class of a piece is its own. */
const SURE = 0.75

/** The class and slots of a message that goes on from what was said before; null when it stands alone. */
export function followUp(want: Want, talk: Talk): Pick<Want, 'intent' | 'confidence' | 'slots' | 'topic'> | null {
  const { slots } = want
  if (wordsOf(want.text).length > SHORT * 2) return null
  const product = aboutProducts(want, talk)
  const between = talk.isFresh || talk.topic === null || talk.topic === 'product_search' ? {} : { topic: talk.topic }
  if (product) return { intent: 'product_search', confidence: 0.8, slots: { ...slots, ...product }, ...between }
  return sameTopic(want, talk) ?? sameOrder(want, talk)
}

/** Classes that a few words after a list of products are surely not about it. */
const ELSEWHERE = ['payment', 'delivery', 'store_hours', 'store_location', 'exchange_return', 'invoice', 'order_status']

function aboutProducts(want: Want, talk: Talk): Partial<Slots> | null {
  const { products, listed } = talk
  if (products.length === 0) return null
  const folded = fold(want.text)
  const isElsewhere = ELSEWHERE.includes(want.intent) && want.confidence >= SURE
  const sort = findSort(want.text)
  if (sort && want.slots.product === undefined && talk.query) return { product: talk.query, sort }
  const counted = ordinalIn(folded, listed.length)
  const named = counted === null ? (products.length === 1 ? products[0] : undefined) : listed[counted]
  const isCounting = talk.isFresh && want.slots.quantity !== undefined && !want.slots.product && !PRICE.test(folded)
  const isBuying = BUYS.test(folded) || isCounting
  if (isBuying && !isElsewhere) return named ? { product: named, isPurchase: true } : { isPurchase: true }
  if (counted !== null && named && !isElsewhere) return { product: named }
  if (isElsewhere || (want.intent === 'complaint' && want.confidence >= SURE)) return null
  const isAsking = QUALITY.test(folded) || (POINTING.test(folded) && want.text.includes('?'))
  if (isAsking && want.slots.product === undefined) return named ? { about: named } : null
  const isOfIt = PRICE.test(folded) || PICTURE.test(folded)
  if (isOfIt && want.slots.product === undefined && named && talk.isFresh) return { product: named }
  return goingOn(want, talk)
}

/** "e o azul?", "de 3 kg", "adulto": more of what was looked for, or another thing; the catalogue tells which. */
function goingOn(want: Want, { query, isFresh }: Talk): Partial<Slots> | null {
  const isSearch = want.intent === 'product_search' && want.slots.product !== undefined
  const isSocial = ['greeting', 'thanks', 'human'].includes(want.intent)
  const isElse =
    isSocial ||
    want.slots.date !== undefined ||
    /^(sim|nao|s|n|pode|como|quando|quem|onde|por ?que|how|when|who|where|why)\b|\d\s?h(s|oras?)?\b/.test(
      fold(want.text),
    )
  const isFragment = isFresh && !isElse && wordsOf(want.text).length <= SHORT
  if (query === null || !(isSearch || isFragment)) return null
  const product = want.slots.product ?? bare(want.text)
  return product === undefined || wordsOf(product).length > 4 ? null : { product, follows: query }
}

const LEADING =
  /^(?:(?:e|y|and|mas|ah|o|a|os|as|um|uma|de|da|do|em|no|na|pra|para|com|tem|the|an|in|with|el|la|los|las|en|con)\s+)+/i

/** The telling words of a fragment: "e a M?" → "M". */
function bare(text: string): string | undefined {
  const line = text
    .replace(/[?!.,]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const rest = line.replace(LEADING, '').replace(/\s+ones?$/i, '')
  return /^(?:pp|p|m|g|gg|s|l|xl)$/i.test(rest) ? rest : findProduct(rest)
}

/** A few words that only name another day, or ask for more of the same kind. */
function sameTopic(want: Want, { topic }: Talk): ReturnType<typeof followUp> {
  const { intent, confidence, slots, text } = want
  const isShort = wordsOf(text).length <= SHORT
  const isOpen = confidence < SURE || intent === 'product_search' || intent === 'other'
  if (topic === null || !isShort || !isOpen) return null
  if (topic === 'store_hours' && slots.date !== undefined) return { intent: 'store_hours', confidence: 0.8, slots }
  if (topic !== 'product_search' && intent === 'product_search' && slots.product === undefined && !slots.isPurchase)
    return { intent: topic, confidence: 0.75, slots, topic }
  return /^(e|y|and|mas|tambem|ou)\b/.test(fold(text)) ? { intent, confidence, slots, topic } : null
}

/** "e quando chega?" after an order was told. */
function sameOrder({ intent, confidence, slots, text }: Want, talk: Talk): ReturnType<typeof followUp> {
  const { orderNumber, topic } = talk
  const isWhen =
    intent === 'delivery' &&
    topic === 'order_status' &&
    /\b(quando|prazo|chega|rastr\w+|when|cuando|llega)\b/.test(fold(text))
  const isIts = intent === 'order_status' || intent === 'complaint' || isWhen
  if (!orderNumber || slots.orderNumber || !isIts || wordsOf(text).length > SHORT) return null
  const own = intent === 'complaint' ? intent : 'order_status'
  return { intent: own, confidence, slots: { ...slots, orderNumber } }
}

const ORDINALS: readonly RegExp[] = [
  /\b(primeir[oa]|primero|first|opcao 1|numero 1)\b|^(o |a )?1[oaºª]?$/,
  /\bsegund[oa]\b(?![- ]?feira)|\bsecond\b|\bopcao 2\b|\bnumero 2\b|^(o |a )?2[oaºª]?$/,
  /\b(terceir[oa]|tercer[oa]?|third|opcao 3|numero 3)\b|^(o |a )?3[oaºª]?$/,
  /\b(quart[oa]|cuart[oa]|fourth|opcao 4|numero 4)\b(?![- ]?feira)|^(o |a )?4[oaºª]?$/,
  /\b(quint[oa]|fifth|opcao 5|numero 5)\b(?![- ]?feira)|^(o |a )?5[oaºª]?$/,
]

/** Which of `count` things listed is meant, from 0; null: none. */
function ordinalIn(folded: string, count: number): number | null {
  const line = folded.replace(/[?!.,]+$/, '')
  if (/\b(ultim[oa]|last)\b/.test(line)) return count - 1
  const at = ORDINALS.findIndex((pattern) => pattern.test(line))
  return at >= 0 && at < count ? at : null
}

const POINTING =
  /\b(ess[ea]s?|est[ea]s?|isso|isto|ele|ela|dess[ea]|dest[ea]|del[ea]|nel[ea]|it|this|that|es[eo]|ell?a)\b/
const QUALITY =
  /\b(medidas?|tamanhos?|altura|largura|comprimento|profundidade|dimens\w+|peso|pesa|material|tecido|composicao|ingredientes?|feit[oa] de|serve|aguenta|suporta|dura|cores|vem com|acompanha|voltagem|prova d ?.?agua|lavavel|resiste\w*|detalhes?|mais sobre|fala mais|saber mais|conta mais|size|dimensions|weight|made of|waterproof|details|more about|tell me more|medidas|tamano|mas sobre|como (?:se )?usa\w*|modo de us\w+|how (?:do i|to) use)\b/
const PRICE = /\b(quanto|qnto|qto|preco|valor|custa|price|how much|cuanto|precio|cuesta)\b/
const BUYS =
  /\b(vou (?:levar|querer|comprar|ficar)|quero (?:comprar|levar|pegar|fechar|ess[ea]|est[ea]|sim esse)|pode (?:separar|fechar|reservar|me mandar)|fechado|fechar (?:o )?pedido|fechou|queria comprar|eu levo|bora levar|i'?ll take|i want (?:it|this)|want to buy|buy (?:it|this)|l[oa]s? quiero|me l[oa]s? llevo|quiero (?:comprar|es[ea]))\b/

/** Words that say, by themselves, that somebody wants to buy. */
/** Whether something of what was shown is meant, without saying of which: "qual a medida?", "tem foto?". */
export const asksOfShown = (text: string): boolean => {
  const folded = fold(text)
  return wordsOf(text).length <= SHORT && [QUALITY, PICTURE, PRICE].some((pattern) => pattern.test(folded))
}

const PICTURE = /\b(fotos?|imagem|imagens|videos?|pictures?|photos?|imagen(?:es)?)\b/

export const isBuying = (text: string): boolean => BUYS.test(fold(text)) || isOrdering(text)

const ORDERS =
  /\b(?:como (?:eu )?(?:faco (?:pra|para) )?compr\w+|(?:quero|queria|gostaria de|posso) (?:fazer (?:um|meu|o) pedido|encomendar)|aceitam? pedidos?|how (?:do|can) i (?:buy|order)|place an order|como (?:puedo )?compr\w+|hacer un pedido)\b/

/** Of buying as such, and not of a thing: "como faço pra comprar?" */
export const isOrdering = (text: string): boolean => ORDERS.test(fold(text))
