import { LANGUAGES } from '../../../domain/language.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { Said } from '../../../domain/turn.ts'

const TONES = ['formal', 'friendly', 'casual'] as const

/** What our last message asked, when it is the last that was said: it decides what a "sim" or a "42" means. */
export type AskedBefore =
  | 'order-number'
  | 'product'
  | 'more-of-products'
  | 'purchase'
  | 'clarify'
  | 'attendant'
  /** A document of the shop told the customer to write something that a person then works on. */
  | 'for-team'

/** Recognised by our own sentences, whatever language and tone they were said in. */
export function askedBefore(history: readonly Said[]): AskedBefore | null {
  const last = history.at(-1)
  if (last?.by !== 'crew') return null
  const { text } = last
  const spaced = text.replaceAll('\u00a0', ' ')
  const known = SENTENCES.find(({ sentences }) => sentences().some((sentence) => spaced.includes(sentence)))
  if (known) return known.asked
  return FOR_TEAM.some((pattern) => pattern.test(text)) ? 'for-team' : null
}

/** Whether our last words, since the customer's, hold this very text already: it did not help then. */
export function saysAgain(text: string, history: readonly Said[]): boolean {
  const last = history.findLastIndex(({ by }) => by === 'customer')
  const wanted = bare(text)
  return history.slice(last + 1).some((said) => said.by === 'crew' && bare(said.text).includes(wanted))
}

/** Without what a channel makes of it. */
const bare = (text: string): string => text.replace(/[*_~\u00a0\s]+/g, ' ').trim()

const ASKS = '(?:mande|manda|mandar|envie|informe|diga|dizer|conte|conta pra)'
/** Passages that ask for something, and say that a person does the rest. */
const FOR_TEAM: readonly RegExp[] = [
  new RegExp(`\\b${ASKS}\\b[^?]{0,500}\\b(?:equipe|consultor[ae]?|pessoa da|atendente)\\b`, 'iu'),
  new RegExp(
    `\\b(?:${ASKS})\\b[^?.]{0,500}\\b(?:n[uú]mero (?:do pedido|dele)|foto)\\b(?![^?]{0,500}\\b(?:eu (?:confiro|olho)|verificamos)\\b)`,
    'iu',
  ),
]

const inAllWords = (
  sentence: (language: (typeof LANGUAGES)[number], tone: (typeof TONES)[number]) => readonly string[],
) => {
  let made: readonly string[] | undefined
  return () => (made ??= LANGUAGES.flatMap((language) => TONES.flatMap((tone) => sentence(language, tone))))
}

/** A mark stands where a sentence has a parameter; the longest piece beside it is what is looked for. */
const MARK = '\u0000'
const longestPiece = (sentence: string): string =>
  sentence.split(MARK).reduce((best, piece) => (piece.length > best.length ? piece : best), '')

const SENTENCES: readonly { readonly asked: AskedBefore; readonly sentences: () => readonly string[] }[] = [
  { asked: 'order-number', sentences: inAllWords((language) => [say(language, 'order.askNumber')]) },
  {
    asked: 'attendant',
    sentences: inAllWords((language, tone) => [
      longestPiece(say(language, 'order.notFound', { tone, number: MARK })),
      say(language, 'order.needsIdentity', { tone }),
    ]),
  },
  {
    asked: 'product',
    sentences: inAllWords((language) => [say(language, 'product.ask'), say(language, 'product.which')]),
  },
  {
    asked: 'more-of-products',
    sentences: inAllWords((language, tone) => [say(language, 'product.next', { tone, count: 2 })]),
  },
  { asked: 'purchase', sentences: inAllWords((language, tone) => [say(language, 'product.buy', { tone })]) },
  { asked: 'clarify', sentences: inAllWords((language, tone) => [say(language, 'clarify', { tone })]) },
]
