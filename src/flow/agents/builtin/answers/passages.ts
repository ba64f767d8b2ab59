import type { Want } from '../../../../domain/intent.ts'
import type { Hit, Passage } from '../../../../domain/passage.ts'
import { fold, wordsOf } from '../fold.ts'
import { type Answer, type AnswerContext, type AnswerWant, human, said } from './answer.ts'
import { kindOf } from './passage-kind.ts'

/** From this score on a hit is an answer (`SearchIndex`: `ANSWERS`). */
const ANSWERS = 0.5
/** A hit below that is one too when its own question is of the same kind as the customer's. */
const ANSWERS_SAME_KIND = 0.3
/** One whose question is surely of another kind must fit much better: "entrega no sábado?" is no matter of hours. */
const ANSWERS_OTHER_KIND = 0.75

/** What the shop's documents say, word for word; nothing good enough is for a person. */
export const answerFromPassages: AnswerWant = (want, context) => {
  const hit = bestPassage(want, context)
  // Who asks "e quanto custa?" after freight may not have seen it.
  if (hit) return { ...answerOf(hit), mayRepeat: want.topic !== undefined }
  if (CHANGES.test(fold(want.text))) return human('needs-person')
  return want.intent === 'other' && isVague(want.text) ? { kind: 'unclear' } : human('low-confidence')
}

/**
 * The answer to a question of the shop's own documents that is asked to the letter ("quanto custa o banho?"), about a
 * thing, its price or whether there is any; null: none is.
 */
export function faqFor(want: Want, context: AnswerContext): Answer | null {
  const { product } = want.slots
  const asked = { ...want, confidence: 1 }
  const isAsked = (hit: Hit) => {
    const kind = kindOf(hit.passage, asked)
    return kind === 'same' || (kind === 'unknown' && isWorded(hit.passage, want.text))
  }
  const hit = answeringPassages(want, context).find(
    (each) => each.score >= TO_THE_LETTER && isAsked(each) && (product === undefined || namesProduct(product, each)),
  )
  return hit ? answerOf(hit) : null
}
const TO_THE_LETTER = 0.9

/** One of the ways the question is worded in has no other telling word than the customer's. */
function isWorded({ question }: Passage, text: string): boolean {
  const said = new Set(stemsOf(text))
  return (question ?? '').split('|').some((wording) => {
    const stems = stemsOf(wording)
    return stems.length > 0 && stems.every((stem) => said.has(stem))
  })
}

/**
 * What the documents say where the catalogue has nothing: of this very thing, or of what was talked about before.
 * `share`: how much of what it is called their question has to name.
 */
export function passageInstead(want: Want, context: AnswerContext, share = 0.5): Answer | null {
  const { topic, slots } = want
  const before = topic && topic !== 'product_search' ? bestPassage({ ...want, intent: topic }, context) : undefined
  const hit = bestPassage(want, context)
  if (hit && (slots.product === undefined || namesProduct(slots.product, hit, share))) return answerOf(hit)
  return before ? answerOf(before) : null
}

/**
 * Where the catalogue has only something like it, or was asked for no thing at all: a document that names it all, or that
 * surely answers this very question ("vendem filhote?", "a cadeira aguenta 150 kg?").
 */
export function documentFirst(want: Want, context: AnswerContext): Answer | null {
  const { product } = want.slots
  if (product === undefined) return sureAnswer({ ...want, intent: 'other' }, context, (hit) => isOfKind(hit, want))
  const rest = want.text.replace(product, ' ')
  const isAbout = ({ passage }: Hit) => overlapOf(rest, passage) > 0
  if (asksOfKind(want.text, product)) return sureAnswer({ ...want, intent: 'other' }, context, isAbout)
  const named = passageInstead(want, context, 1)
  const isIts = (hit: Hit) => isAbout(hit) && isOfKind(hit, want) && overlapOf(product, hit.passage) >= 0.5
  return named ?? sureAnswer(want, context, isIts)
}

function sureAnswer(want: Want, context: AnswerContext, fits: (hit: Hit) => boolean): Answer | null {
  const least = want.slots.product === undefined ? SURELY : RATHER
  const hit = answeringPassages(want, context).find((each) => each.score >= least && fits(each))
  return hit ? answerOf(hit) : null
}
/** Enough where a question of this kind is all that is asked; a little more where a thing is. */
const SURELY = 0.5
const RATHER = 0.55

const isOfKind = ({ passage }: Hit, want: Want): boolean => kindOf(passage, { ...want, confidence: 1 }) === 'same'

/** Not whether there is one, but how it is: "a mesa vem montada?" */
export function asksOfKind(text: string, product: string): boolean {
  const behind = fold(text.slice(text.indexOf(product) + product.length))
  return /^\s*(?:e|eh|sao|serve|dura|vem|aguenta|suporta|combina|funciona|pode|precisa|is|are|es|son)\b/.test(behind)
}

const answerOf = (hit: Hit) => said(hit.passage.text.trim(), { confidence: Math.max(hit.score, ANSWERS) })

/** To be done by somebody, and not only told. */
const CHANGES =
  /\b(alterar|mudar|corrigir|atualizar|errei|remarcar|desmarcar|agendar|marcar|cancelar|cambiar|change|update|book|reschedule|cancel)\b.{0,30}\b(endereco|pedido|compra|cadastro|telefone|e-?mail|nome|data|horario|entrega|banho|tosa|consulta|visita|montagem|direccion|address|order|appointment)\b/

/** The passage that answers this wish, or undefined when none is good enough. */
export function bestPassage(want: Want, context: AnswerContext): Hit | undefined {
  return answeringPassages(want, context)[0]
}

/** All that answer, best first. */
export function answeringPassages(want: Want, { evidence, isOneOfMany }: AnswerContext): readonly Hit[] {
  const judged = evidence.passages.map((hit) => ({
    hit,
    overlap: overlapOf(want.text, hit.passage),
    kind: kindOf(hit.passage, want),
  }))
  return judged
    .filter(isOneOfMany ? isAbout : isAnswer)
    .sort((a, b) => rankOf(b) - rankOf(a))
    .map(({ hit }) => hit)
}

interface Judged {
  readonly hit: Hit
  /** 0–1. */
  readonly overlap: number
  readonly kind: 'same' | 'other' | 'unknown'
}

const isAnswer = ({ hit, kind }: Judged): boolean => hit.score >= NEEDED[kind]
const NEEDED = { same: ANSWERS_SAME_KIND, unknown: ANSWERS, other: ANSWERS_OTHER_KIND }

/** Of several wishes, this one: scores of other searches say nothing about it. */
const isAbout = ({ overlap, kind }: Judged): boolean =>
  kind === 'same' ? overlap > 0 : overlap >= (kind === 'other' ? 0.8 : 0.5)

/** The index's order, but for near ties: a question of the customer's kind and words goes before. */
const rankOf = ({ hit, overlap, kind }: Judged): number => hit.score + overlap / 4 + (kind === 'same' ? 0.2 : 0)

/** Whether a passage speaks of this very thing, and not only of buying: what may answer for the catalogue. */
const namesProduct = (product: string, { passage }: Hit, share = 0.5): boolean =>
  overlapOf(product, { ...passage, text: '' }) >= share

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
