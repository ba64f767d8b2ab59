import { LANGUAGES } from '../../../domain/language.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { Said } from '../../../domain/turn.ts'

const TONES = ['formal', 'friendly', 'casual'] as const

/** What our last message asked, when it is the last that was said: it decides what a "sim" or a "42" means. */
export type AskedBefore = 'order-number' | 'product' | 'more-of-products' | 'clarify' | 'attachment' | 'attendant'

/** Recognised by our own sentences, whatever language and tone they were said in. */
export function askedBefore(history: readonly Said[]): AskedBefore | null {
  const last = history.at(-1)
  if (last?.by !== 'crew') return null
  const { text } = last
  const known = SENTENCES.find(({ sentences }) => sentences().some((sentence) => text.includes(sentence)))
  return known?.asked ?? null
}

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
  { asked: 'clarify', sentences: inAllWords((language, tone) => [say(language, 'clarify', { tone })]) },
  {
    asked: 'attachment',
    sentences: inAllWords((language, tone) => [say(language, 'attachment.unreadable', { tone })]),
  },
]
