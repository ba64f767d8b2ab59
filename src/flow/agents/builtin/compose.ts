import type { Style } from '../../../domain/crew-plan.ts'
import type { Understanding, Want } from '../../../domain/intent.ts'
import { unbroken } from '../../../domain/messages/format.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { OutboundAction } from '../../../domain/outbound.ts'
import type { Evidence, HandoverReason, HoursNow, Said } from '../../../domain/turn.ts'
import { answerToOurs } from './answer-to-ours.ts'
import type { Answer, AnswerContext } from './answers/answer.ts'
import { answerWant } from './answers/answer-want.ts'
import { wantsOf } from './choose-tools.ts'
import { fold } from './fold.ts'
import { greetedText } from './greeting.ts'
import { handoverSentence } from './hand-over.ts'
import { askedBefore, saysAgain } from './said-before.ts'
import { voiceOf } from './voice.ts'

export interface ComposeInput {
  readonly understanding: Understanding
  /** The messages this turn answers. */
  readonly text: string
  readonly evidence: Evidence
  readonly hours: HoursNow
  readonly style: Style
  /** As customers know it. */
  readonly shop: string
  /** What the owner wrote of it. */
  readonly about?: string
  readonly isFirstTurn: boolean
  readonly history: readonly Said[]
  readonly nowMs: number
  /** What came beside the text that we cannot read. */
  readonly attachments?: readonly string[]
}

export interface ComposedReply {
  readonly outcome: 'answered' | 'handed-over'
  readonly reason: HandoverReason | null
  /** What the customer is sent, in order; with a handover, the sentence that says so is the last. */
  readonly messages: readonly Extract<OutboundAction, { kind: 'message' }>[]
  /** 0–1: of the least sure part. */
  readonly confidence: number
}

/**
 * The built-in engine's answer, in the shop's style and the customer's language, with nothing in it but what evidence,
 * configuration and the customer said. What it cannot answer goes to a person, after what it can.
 */
export function composeReply(input: ComposeInput): ComposedReply {
  const { understanding, text } = input
  if (understanding.wantsHuman) return handedOver(input, { reason: 'asked-for-human', answers: [] })
  if (input.attachments?.length && isAboutIt(text)) return handedOver(input, { reason: 'attachment', answers: [] })
  const wants = wantsOf(understanding, text)
  const context = contextOf(input, wants)
  const answers = distinct(answerToOurs(input, context) ?? wants.map((want) => answerWant(want, context)))
  const reason = reasonOf(answers, input)
  if (reason) return handedOver(input, { reason, answers: reason === 'complaint' ? [] : answers })
  return reply(input, answers)
}

/** Nothing is said beside the file, or it is pointed at: "tem esse?" */
const isAboutIt = (text: string): boolean => text.trim() === '' || POINTING.test(fold(text))
const POINTING =
  /\b(?:d?ess[ea]s?|d?est[ea]s?|isso|isto|igual|foto|imagem|print|comprovante|audio|segue|anex[oa]|este|ese|eso|this|these|that|picture|photo|attached)\b/

const contextOf = (input: ComposeInput, wants: readonly Want[]): AnswerContext => ({
  language: input.understanding.language,
  shopLanguage: input.style.language,
  tone: input.style.communication,
  voice: voiceOf(input.style.emoji),
  shop: input.shop,
  farewell: input.style.language === input.understanding.language ? input.style.farewell : null,
  about: input.about ?? '',
  evidence: input.evidence,
  hours: input.hours,
  nowMs: input.nowMs,
  history: input.history,
  isOneOfMany: wants.length > 1,
})

/** Two wishes may have one answer. */
const distinct = (answers: readonly Answer[]): readonly Answer[] =>
  answers.filter((answer, at) => answers.findIndex((other) => isSame(answer, other)) === at)

const isSame = (a: Answer, b: Answer): boolean =>
  a.kind === 'said' && b.kind === 'said' ? a.text === b.text : a.kind === b.kind

/**
 * Why a person is needed, if so. A complaint comes first; what stays unclear after we asked is for a person, and so is
 * what our last answer did not settle, and what hangs on a picture.
 */
function reasonOf(answers: readonly Answer[], { history, attachments = [] }: ComposeInput): HandoverReason | null {
  const reasons = answers.flatMap((answer) => (answer.kind === 'human' ? [answer.reason] : []))
  if (reasons.includes('complaint')) return 'complaint'
  if (reasons[0]) return reasons[0]
  const isUnclear = answers.some(({ kind }) => kind === 'unclear')
  if (attachments.length > 0 && (isUnclear || answers.some(isUnsure))) return 'attachment'
  const isAgain = answers.every(
    (answer) => answer.kind === 'said' && !answer.mayRepeat && saysAgain(answer.text, history),
  )
  return isAgain || (isUnclear && askedBefore(history) === 'clarify') ? 'low-confidence' : null
}

/** What was asked with a picture and is not surely answered without seeing it. */
const isUnsure = (answer: Answer): boolean => answer.kind === 'said' && answer.confidence < 0.75

function reply(input: ComposeInput, answers: readonly Answer[]): ComposedReply {
  const { understanding, style } = input
  const { language } = understanding
  const clear = answers.flatMap((answer) => (answer.kind === 'said' ? [answer] : []))
  const isUnclear = clear.length === 0
  const messages = isUnclear
    ? [message(say(language, 'clarify', { tone: style.communication }), menu(language))]
    : clear.map(({ text, buttons, image }) => message(text, buttons, image))
  const least = Math.min(understanding.confidence, ...clear.map(({ confidence }) => confidence))
  return {
    outcome: 'answered',
    reason: null,
    messages: greeted(input, messages),
    confidence: isUnclear ? Math.min(0.4, understanding.confidence) : least,
  }
}

function handedOver(
  input: ComposeInput,
  { reason, answers }: { reason: HandoverReason; answers: readonly Answer[] },
): ComposedReply {
  const { understanding, style, hours, nowMs, history } = input
  const { language } = understanding
  const sentence = handoverSentence({ language, tone: style.communication, reason, hours, nowMs })
  const known = answers.flatMap((answer) =>
    answer.kind === 'said' && !saysAgain(answer.text, history) ? [message(answer.text, [], answer.image)] : [],
  )
  const last = message(reason === 'complaint' ? sentence : voiceOf(style.emoji)('handover', sentence))
  const messages = [...known, last]
  return {
    outcome: 'handed-over',
    reason,
    messages: reason === 'complaint' ? messages : greeted(input, messages),
    confidence: understanding.confidence,
  }
}

function greeted(input: ComposeInput, messages: ComposedReply['messages']): ComposedReply['messages'] {
  const [first, ...rest] = messages
  return input.isFirstTurn && first ? [{ ...first, text: greetedText(input, first.text) }, ...rest] : messages
}

/** Three, because WhatsApp shows no more than three buttons. */
const menu = (language: Understanding['language']): readonly string[] => [
  say(language, 'button.products'),
  say(language, 'button.order'),
  say(language, 'button.human'),
]

const message = (
  text: string,
  buttons: readonly string[] = [],
  image: ComposedReply['messages'][number]['image'] = null,
): ComposedReply['messages'][number] => ({
  kind: 'message',
  text: unbroken(text),
  buttons: buttons.map((title) => ({ title })),
  image,
})
