import type { Intent, Slots, Understanding, Want } from '../../../domain/intent.ts'
import type { Language } from '../../../domain/language.ts'
import type { Said } from '../../../domain/turn.ts'
import { GUESS } from './answers/answer.ts'
import { detectLanguage } from './classifier.ts'
import { type Piece, wishesIn } from './clauses.ts'
import { looksFinished } from './finished.ts'
import { wordsOf } from './fold.ts'
import { type AskedBefore, askedBefore } from './said-before.ts'
import { sentimentOf } from './sentiment.ts'
import { findBareOrderNumber } from './slots/order-number.ts'
import { findProduct } from './slots/product.ts'
import { present, readSlots } from './slots/slots.ts'
import { asksForHuman, talksAboutAttendant } from './wants-human.ts'
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
  const asked = askedBefore(context.history ?? [])
  const wants = wishesIn(text).map((piece) => wantOf(piece, { slots: readSlots(piece.text, today), asked }))
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
  }
}

const isSurely = (intent: Intent) => (want: Want) => want.intent === intent && want.confidence >= 0.6

const humanFirst = (wants: readonly Want[]): Pick<Want, 'intent' | 'confidence'> =>
  wants.find(({ intent }) => intent === 'human') ?? { intent: 'human', confidence: 0.95 }

/** A few words that nothing else explains may be the name of a thing: the catalogue knows ("puf", "xampu"). */
const couldBeProduct = ({ text, confidence }: Piece): boolean =>
  confidence < GUESS && wordsOf(text).length <= 3 && findProduct(text) !== undefined

/** What talk about an attendant is, by its mood. */
const TALK = { positive: 'thanks', negative: 'complaint', neutral: 'other' } as const

interface About {
  readonly slots: Want['slots']
  readonly asked: AskedBefore | null
}

/** A piece with what it names. A number or a bare noun is read as the answer to our question. */
function wantOf(piece: Piece, { slots, asked }: About): Want {
  const orderNumber = slots.orderNumber ?? (asked === 'order-number' ? findBareOrderNumber(piece.text) : undefined)
  if (orderNumber && asked === 'order-number')
    return { ...piece, intent: 'order_status', confidence: 0.95, slots: { ...slots, orderNumber } }
  if (piece.intent === 'human' && talksAboutAttendant(piece.text))
    return { ...piece, intent: TALK[sentimentOf(piece.text, false)], slots }
  const isAnswer =
    asked === 'product' && yesOrNo(piece.text) === null && (piece.intent === 'other' || piece.confidence < 0.6)
  const intent = isAnswer || couldBeProduct(piece) ? 'product_search' : piece.intent
  const confidence = isAnswer ? 0.7 : piece.confidence
  const product = intent === 'product_search' ? findProduct(piece.text) : undefined
  return { ...piece, intent, confidence, slots: present({ ...slots, product }) }
}
