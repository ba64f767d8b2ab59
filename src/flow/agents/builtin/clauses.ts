import type { Want } from '../../../domain/intent.ts'
import { type Classified, classify } from './classifier.ts'
import { wordsOf } from './fold.ts'

export type Piece = Pick<Want, 'text' | 'intent' | 'confidence'>

/** How sure a piece's class must be for the piece to stand for a wish of its own. */
const OWN_WISH = 0.6
/** Splitting at a mere "and" needs more: "sofá e poltrona" is one wish. */
const OWN_WISH_BEHIND_AND = 0.75

/**
 * What a message asks for, one piece a wish, in order; greetings and thanks around a wish are dropped. A message with
 * one wish is one piece, whole.
 */
export function wishesIn(text: string): readonly Piece[] {
  const sentences = text.split(/(?<=[?!.…])\s+|\n+|(?<=[?!])(?=\p{L})/u).filter((piece) => wordsOf(piece).length > 0)
  const pieces = sentences
    .flatMap((sentence) => splitAtAnd(sentence))
    .map((piece) => ({ text: piece, ...classify(piece) }))
  const asking = pieces.filter(({ intent }) => !isSocial(intent))
  if (asking.length === 0) return [{ text, ...mostTelling(pieces, text) }]
  const own = merged(asking.filter(({ intent, confidence }) => intent !== 'other' && confidence >= OWN_WISH))
  if (own.length > 1) return own
  const left = asking.map((piece) => piece.text).join(' ')
  return [{ text: left, ...surest(classify(left), own[0] ?? asking[0]) }]
}

const isSocial = (intent: Piece['intent']): boolean => intent === 'greeting' || intent === 'thanks'

/** A thank-you behind a greeting is the message; nothing readable is nothing wanted. */
const mostTelling = (pieces: readonly Piece[], text: string): Classified =>
  pieces.findLast(({ intent }) => intent === 'thanks') ?? pieces[0] ?? classifyNothing(text)

const classifyNothing = (text: string): Classified =>
  text.trim() === '' ? { intent: 'other', confidence: 0 } : classify(text)

/** The whole often knows better than a piece of it, and a piece better than a long whole. */
const surest = (whole: Classified, piece: Piece | undefined): Classified =>
  piece && piece.intent !== 'other' && piece.confidence > whole.confidence
    ? { intent: piece.intent, confidence: piece.confidence }
    : whole

/** Each costs two classifications of all that stands beside it. */
const MOST_ANDS = 8
const AND = /(?<!\s),?\s+(?:e|y|and|mas|tamb[eé]m|além disso)\s+/giu

function splitAtAnd(sentence: string, left = MOST_ANDS): string[] {
  for (const [at, and] of sentence.matchAll(AND).take(left).toArray().entries()) {
    const [before, after] = [sentence.slice(0, and.index), sentence.slice(and.index + and[0].length)]
    if (areTwo(before, after)) return [before, ...splitAtAnd(after, left - at - 1)]
  }
  return [sentence]
}

function areTwo(before: string, after: string): boolean {
  if (wordsOf(before).length < 2 || wordsOf(after).length < 2) return false
  const first = classify(before)
  if (first.intent === 'other' || first.confidence < OWN_WISH_BEHIND_AND) return false
  const second = classify(after)
  return second.intent !== 'other' && second.intent !== first.intent && second.confidence >= OWN_WISH_BEHIND_AND
}

/** Neighbours that want the same thing are one wish. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (last?.intent === piece.intent) {
      const confidence = Math.max(last.confidence, piece.confidence)
      out[out.length - 1] = { text: `${last.text} ${piece.text}`, intent: piece.intent, confidence }
    } else out.push(piece)
  }
  return out
}
