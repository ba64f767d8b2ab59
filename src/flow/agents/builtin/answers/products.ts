import type { Want } from '../../../../domain/intent.ts'
import { list } from '../../../../domain/messages/format.ts'
import { say } from '../../../../domain/messages/messages.ts'
import { asksOfShown } from '../follow-up.ts'
import { talkOf } from '../talk.ts'
import { type Answer, type AnswerContext, type AnswerWant, GUESS, human, said } from './answer.ts'
import { asksOfKind, documentFirst, faqFor, passageInstead } from './passages.ts'
import { detailsOf, isSoldOut, productList } from './product-lines.ts'
import { type Asked, type FoundProducts, foundProducts } from './tool-results.ts'

/**
 * The catalogue's answer. A question that the shop's documents answer to the letter ("quanto custa o banho?") goes
 * before it; what it does not have may be in a document, too ("vale-presente"). When it cannot be asked, nothing
 * stands in for it.
 */
export const answerProducts: AnswerWant = (want, context) => {
  const { about, isPurchase, product } = want.slots
  const asked = named(foundProducts(context.evidence, about ?? product), product)
  const faq = about || want.slots.follows ? null : faqFor(want, context)
  if (faq) return faq
  if (asked.kind === 'failed') return human('tool-failed')
  if (asked.kind === 'not-asked') return isPurchase ? human('purchase') : unasked(want, context)
  if (isPurchase) return bought(asked.data, context, product !== undefined)
  if (about) return detailsOf(want.text, asked.data, context) ?? human('low-confidence')
  if (product === undefined && asksOfShown(want.text) && isListShown(context)) return whichOne(context)
  if (product === undefined) return documentFirst(want, context) ?? browsed(asked.data, context)
  const told = asksOfKind(want.text, product) || asked.data.match === 'some' ? documentFirst(want, context) : null
  if (told) return told
  if (asked.data.products.length > 0) return productList(asked, want, context)
  return notFound(want, asked.data, context)
}

/** A catalogue that does not say what it searched for in the end searched for what it was asked. */
const named = (asked: Asked<FoundProducts>, product: string | undefined): Asked<FoundProducts> =>
  asked.kind === 'answer' && asked.data.asked === undefined && product !== undefined
    ? { ...asked, data: { ...asked.data, query: product } }
    : asked

/** There is no catalogue to ask. */
function unasked(want: Want, context: AnswerContext): Answer {
  const passage = passageInstead(want, context)
  if (passage) return passage
  if (want.confidence < GUESS) return { kind: 'unclear' }
  return want.slots.product ? human('low-confidence') : askWhich(context)
}

const askWhich = ({ language }: AnswerContext) =>
  said(say(language, 'product.ask'), { buttons: [say(language, 'button.human')], confidence: 0.7 })

/** What is sold out cannot be bought, and is said before a person is called for nothing. */
function bought(found: FoundProducts, context: AnswerContext, isNamed: boolean): Answer {
  if (!isNamed) return isListShown(context) ? whichOne(context) : browsed(found, context)
  const { products } = found
  const [first] = products
  return first && isSoldOut(first)
    ? productList({ data: { query: first.name, match: 'all', products, categories: [] }, images: [] }, null, context)
    : human('purchase')
}

const isListShown = ({ history }: AnswerContext): boolean => talkOf(history).products.length > 1
const whichOne = ({ language }: AnswerContext): Answer => said(say(language, 'product.which'))

/** Buttons of categories, as short as every channel takes them. */
const BUTTONS = 2
const SHORT_TITLE = 20

function browsed({ categories }: FoundProducts, context: AnswerContext): Answer {
  const { language } = context
  const text = [kinds(categories, context), say(language, 'product.ask')].filter(Boolean).join(' ')
  return said(text, { buttons: categoryButtons(categories, context), confidence: 0.8 })
}

function notFound(want: Want, { query, categories }: FoundProducts, context: AnswerContext): Answer {
  const { language, tone } = context
  const passage = passageInstead(want, context)
  if (passage) return passage
  if (want.topic && want.topic !== 'product_search') return human('low-confidence')
  if (want.confidence < GUESS) return { kind: 'unclear' }
  const none = say(language, 'product.none', { tone, query })
  const text = [none, kinds(categories, context), say(language, 'product.ask')].filter(Boolean).join(' ')
  return said(text, { buttons: categoryButtons(categories, context), confidence: 0.7 })
}

const kinds = (categories: readonly string[], { language, tone }: AnswerContext): string =>
  categories.length === 0
    ? ''
    : say(language, 'product.categories', { tone, list: list(language, categories.map(lower)) })

const lower = (category: string): string => category.charAt(0).toLowerCase() + category.slice(1)

const categoryButtons = (categories: readonly string[], { language }: AnswerContext): readonly string[] => [
  ...categories.filter(({ length }) => length <= SHORT_TITLE).slice(0, BUTTONS),
  say(language, 'button.human'),
]
