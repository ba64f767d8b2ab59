import type { Intent, Want } from '../../../../domain/intent.ts'
import type { Hit, Passage } from '../../../../domain/passage.ts'
import { classify } from '../classifier.ts'
import { wordsOf } from '../fold.ts'
import { type AnswerContext, type AnswerWant, human, said } from './answer.ts'

/** From this score on a hit is an answer (`SearchIndex`: `ANSWERS`). */
const ANSWERS = 0.5
/** A hit below that is one too when its own question is of the same kind as the customer's. */
const ANSWERS_SAME_KIND = 0.3

/** What the shop's documents say, word for word; nothing good enough is for a person. */
export const answerFromPassages: AnswerWant = (want, context) => {
  const hit = bestPassage(want, context)
  if (hit) return said(hit.passage.text.trim(), { confidence: Math.max(hit.score, ANSWERS) })
  return want.intent === 'other' && isVague(want.text) ? { kind: 'unclear' } : human('low-confidence')
}

/** The passage that answers this wish, or undefined when none is good enough. */
export function bestPassage(want: Want, context: AnswerContext): Hit | undefined {
  return answeringPassages(want, context)[0]
}

/** All that answer, best first. */
export function answeringPassages(want: Want, { evidence, isOneOfMany }: AnswerContext): readonly Hit[] {
  const judged = evidence.passages.map((hit) => ({ hit, overlap: overlapOf(want.text, hit.passage) }))
  if (!isOneOfMany) return judged.filter(({ hit }) => isAnswer(hit, want.intent)).map(({ hit }) => hit)
  return judged
    .filter(({ hit, overlap }) => overlap >= 0.5 || (overlap > 0 && isSameKind(hit.passage, want.intent)))
    .sort((a, b) => rankOf(b, want.intent) - rankOf(a, want.intent))
    .map(({ hit }) => hit)
}

const isAnswer = ({ score, passage }: Hit, intent: Intent): boolean =>
  score >= ANSWERS || (score >= ANSWERS_SAME_KIND && intent !== 'other' && isSameKind(passage, intent))

const rankOf = ({ hit, overlap }: { hit: Hit; overlap: number }, intent: Intent): number =>
  overlap + hit.score / 2 + (isSameKind(hit.passage, intent) ? 0.5 : 0)

const isSameKind = ({ question }: Passage, intent: Intent): boolean =>
  (question ?? '').split('|').some((form) => {
    const kind = classify(form)
    return kind.intent === intent && kind.confidence >= 0.6
  })

/** How much of what is asked the passage speaks of: the share of its telling words, ends cut off. */
function overlapOf(text: string, { question, titles, text: body }: Passage): number {
  const asked = stemsOf(text)
  if (asked.length === 0) return 0
  const known = new Set(stemsOf([question ?? '', ...titles, body].join(' ')))
  return asked.filter((stem) => known.has(stem)).length / asked.length
}

const PLAIN = new Set(
  `que qual quais como para por com uma dos das nos nas voce voces tem ter esta estao ser sao meu minha seu sua mais mas
  quero queria gostaria saber posso pode tambem aqui isso esse essa favor the what which how your you can and for are do que cual como para con una los las`.split(
    /\s+/,
  ),
)
const stemsOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => word.length > 2 && !PLAIN.has(word))
    .map((word) => word.slice(0, 5))

const isVague = (text: string): boolean => wordsOf(text).length <= 4
