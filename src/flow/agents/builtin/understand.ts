import type { Intent, Slots, Understanding, Want } from '../../../domain/intent.ts'
import type { Language } from '../../../domain/language.ts'
import type { Said } from '../../../domain/turn.ts'
import { GUESS } from './answers/answer.ts'
import { detectLanguage } from './classifier.ts'
import { type Piece, wishesIn } from './clauses.ts'
import { looksFinished } from './finished.ts'
import { fold, wordsOf } from './fold.ts'
import { followUp, isBuying, isOrdering } from './follow-up.ts'
import { type AskedBefore, askedBefore } from './said-before.ts'
import { sentimentOf } from './sentiment.ts'
import { findBareOrderNumber } from './slots/order-number.ts'
import { findMaxPrice, findProduct, findSort } from './slots/product.ts'
import { present, readSlots } from './slots/slots.ts'
import { type Talk, talkOf } from './talk.ts'
import { asksForHuman, asksIfBot, talksAboutAttendant } from './wants-human.ts'
import { yesOrNo } from './yes-no.ts'

export interface UnderstandContext {
  readonly nowMs: number
  readonly timezone: string
  /** The tenant's, or the customer's from before: taken where a text is too short to tell. */
  readonly language: Language
  /** What was said before, oldest first: makes "42" an order when we asked for its number. */
  readonly history?: readonly Said[]
}

/** Reads a customer's text without a model: about 0.1 ms, no I/O after the first call. */
export function understand(text: string, context: UnderstandContext): Understanding {
  const language = detectLanguage(text, context.language)
  const today = { nowMs: context.nowMs, timezone: context.timezone, language }
  const history = context.history ?? []
  const asked = askedBefore(history)
  const talk = talkOf(history)
  const wants = withoutStragglers(
    wishesIn(text).map((piece) => wantOf(piece, { slots: readSlots(piece.text, today), asked, talk })),
  )
  const slots: Slots = Object.assign({}, readSlots(text, today), ...wants.toReversed().map((want) => want.slots))
  const isYesToPerson = asked === 'attendant' && yesOrNo(text) === 'yes'
  const wantsHuman = isYesToPerson || asksForHuman(text) || wants.some(isSurely('human'))
  const first = wantsHuman ? humanFirst(wants) : wants[0]
  const [intent, confidence] = [first?.intent ?? 'other', first?.confidence ?? 0]
  const hasOrderNumber = slots.orderNumber !== undefined
  return {
    intent,
    confidence,
    language,
    slots,
    wantsHuman,
    sentiment: sentimentOf(text, wants.some(isSurely('complaint'))),
    isFinished: looksFinished({ text, intent, confidence, hasOrderNumber }),
    ...(wants.length > 1 ? { wants } : {}),
    ...(wants[0]?.topic ? { topic: wants[0].topic } : {}),
  }
}

const isSurely = (intent: Intent) => (want: Want) => want.intent === intent && want.confidence >= 0.6

const humanFirst = (wants: readonly Want[]): Pick<Want, 'intent' | 'confidence'> =>
  wants.find(({ intent }) => intent === 'human') ?? { intent: 'human', confidence: 0.95 }

/** A few words that nothing else explains may be the name of a thing: the catalogue knows ("puf", "xampu"). */
const couldBeProduct = ({ text, intent, confidence }: Piece): boolean =>
  (confidence < GUESS || (intent === 'other' && confidence < SURE)) &&
  wordsOf(text).length <= 3 &&
  findProduct(text) !== undefined

/** Asking for a thing in so many words, of which the classifier has never heard. */
const asksForThing = ({ text, intent, confidence }: Piece): boolean =>
  intent === 'other' && confidence < SURE && ASKS.test(fold(text)) && findProduct(text) !== undefined
const SURE = 0.75
const ASKS =
  /^(?:(?:oi|ola|bom dia|boa tarde|boa noite|e)[,!. ]+)*(?:(?:vcs|voces|vc|voce|ai|aqui) )?(?:tem|teem|vende[ms]?|trabalham com|procuro|busco|quanto (?:custa|ta|e|esta|sai)|qual o (?:preco|valor)|preco d|tienen|venden|do you (?:have|sell)|how much)\b/

/** What talk about an attendant is, by its mood. */
const TALK = { positive: 'thanks', negative: 'complaint', neutral: 'other' } as const

interface About {
  readonly slots: Want['slots']
  readonly asked: AskedBefore | null
  readonly talk: Talk
}

/** A piece with what it names. A number or a bare noun is read as the answer to our question. */
function wantOf(piece: Piece, { slots, asked, talk }: About): Want {
  const isNumberAsked = asked === 'order-number' || asked === 'attendant'
  const orderNumber = slots.orderNumber ?? (isNumberAsked ? findBareOrderNumber(piece.text) : undefined)
  if (orderNumber && isNumberAsked)
    return { ...piece, intent: 'order_status', confidence: 0.95, slots: { ...slots, orderNumber } }
  if (asked === 'purchase' && yesOrNo(piece.text) === 'yes') return bought(piece, talk)
  if (asksIfBot(piece.text)) return { ...piece, intent: 'other', confidence: 0.9, slots }
  if (piece.intent === 'human' && talksAboutAttendant(piece.text))
    return { ...piece, intent: TALK[sentimentOf(piece.text, false)], slots }
  const isAnswer =
    asked === 'product' && yesOrNo(piece.text) === null && (piece.intent === 'other' || piece.confidence < 0.6)
  const isToBuy = isBuying(piece.text) && (piece.confidence < SURE || isOrdering(piece.text))
  const isNew = isAnswer || couldBeProduct(piece) || asksForThing(piece) || isToBuy
  const intent = isNew ? 'product_search' : piece.intent
  const isMeant = isAnswer || asksForThing(piece) || isToBuy
  const confidence = isMeant ? 0.7 : isNew ? Math.min(piece.confidence, GUESS - 0.05) : piece.confidence
  const want = { ...piece, intent, confidence, slots: intent === 'product_search' ? wished(piece.text, slots) : slots }
  return yesOrNo(piece.text) === null ? { ...want, ...followUp(want, talk) } : want
}

const bought = (piece: Piece, { products: [product] }: Talk): Want => ({
  ...piece,
  intent: 'product_search',
  confidence: 0.95,
  slots: present({ product, isPurchase: true }),
})

const wished = (text: string, slots: Slots): Slots =>
  present({
    ...slots,
    product: isOrdering(text) ? undefined : findProduct(text),
    sort: findSort(text),
    maxPrice: findMaxPrice(text),
    isPurchase: isOrdering(text) || (isBuying(text) && findProduct(text) === undefined) ? true : undefined,
  })

/** "vocês entregam em Manaus? qual o valor?": the second names nothing and is about the first. */
function withoutStragglers(wants: readonly Want[]): readonly Want[] {
  const names = ({ product, about, isPurchase, sort }: Slots) => product ?? about ?? isPurchase ?? sort
  const own = wants.filter(({ intent, slots }, at) => at === 0 || intent !== 'product_search' || names(slots))
  return own.length === wants.length || own[0] === undefined
    ? wants
    : own.map((want, at) =>
        at === own.length - 1
          ? {
              ...want,
              text: wants
                .slice(wants.indexOf(want))
                .map(({ text }) => text)
                .join(' '),
            }
          : want,
      )
}
