import type { Style } from '../../../domain/crew-plan.ts'
import type { Understanding, Want } from '../../../domain/intent.ts'
import { say } from '../../../domain/messages/messages.ts'
import type { OutboundAction } from '../../../domain/outbound.ts'
import type { Evidence, HandoverReason, HoursNow, Said } from '../../../domain/turn.ts'
import { type Answer, type AnswerContext, said } from './answers/answer.ts'
import { answerWant } from './answers/answer-want.ts'
import { wantsOf } from './choose-tools.ts'
import { handoverSentence } from './hand-over.ts'
import { askedBefore } from './said-before.ts'
import { voiceOf } from './voice.ts'
import { yesOrNo } from './yes-no.ts'

export interface ComposeInput {
  readonly understanding: Understanding
  /** The messages this turn answers. */
  readonly text: string
  readonly evidence: Evidence
  readonly hours: HoursNow
  readonly style: Style
  /** As customers know it. */
  readonly shop: string
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
  if (text.trim() === '' && input.attachments?.length) return onlyAttachments(input)
  const wants = wantsOf(understanding, text)
  const context = contextOf(input, wants)
  const answers = shortAnswer(input, context) ?? wants.map((want) => answerWant(want, context))
  const reason = reasonOf(answers, input)
  if (reason) return handedOver(input, { reason, answers: reason === 'complaint' ? [] : answers })
  return reply(input, answers)
}

/** A bare "sim" or "não" is about what we said last. */
function shortAnswer({ text, history }: ComposeInput, { language, tone }: AnswerContext): readonly Answer[] | null {
  const answer = yesOrNo(text)
  if (answer === 'no') return [said(say(language, 'ack.reply', { tone }))]
  const isMoreWanted = answer === 'yes' && askedBefore(history) === 'more-of-products'
  return isMoreWanted ? [said(say(language, 'product.which'))] : null
}

const contextOf = (input: ComposeInput, wants: readonly Want[]): AnswerContext => ({
  language: input.understanding.language,
  tone: input.style.communication,
  voice: voiceOf(input.style.emoji),
  shop: input.shop,
  farewell: input.style.language === input.understanding.language ? input.style.farewell : null,
  evidence: input.evidence,
  hours: input.hours,
  nowMs: input.nowMs,
  isOneOfMany: wants.length > 1,
})

/** Why a person is needed, if so. A complaint comes first; what stays unclear after we asked is for a person, too. */
function reasonOf(answers: readonly Answer[], { history }: ComposeInput): HandoverReason | null {
  const reasons = answers.flatMap((answer) => (answer.kind === 'human' ? [answer.reason] : []))
  if (reasons.includes('complaint')) return 'complaint'
  const isUnclear = answers.some(({ kind }) => kind === 'unclear')
  return reasons[0] ?? (isUnclear && askedBefore(history) === 'clarify' ? 'low-confidence' : null)
}

/** We ask once for words; who then sends another file gets a person. */
function onlyAttachments(input: ComposeInput): ComposedReply {
  const { understanding, style, history } = input
  if (askedBefore(history) === 'attachment') return handedOver(input, { reason: 'attachment', answers: [] })
  const text = say(understanding.language, 'attachment.unreadable', { tone: style.communication })
  return { outcome: 'answered', reason: null, messages: greeted(input, [message(text)]), confidence: 0.5 }
}

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
  const { understanding, style, hours, nowMs } = input
  const { language } = understanding
  const sentence = handoverSentence({ language, tone: style.communication, reason, hours, nowMs })
  const known = answers.flatMap((answer) => (answer.kind === 'said' ? [message(answer.text, [], answer.image)] : []))
  const last = message(reason === 'complaint' ? sentence : voiceOf(style.emoji)('handover', sentence))
  const messages = [...known, last]
  return {
    outcome: 'handed-over',
    reason,
    messages: reason === 'complaint' ? messages : greeted(input, messages),
    confidence: understanding.confidence,
  }
}

/** The shop's greeting in front of its first message; a greeting alone is answered by what it asks back. */
function greeted(input: ComposeInput, messages: ComposedReply['messages']): ComposedReply['messages'] {
  const [first, ...rest] = messages
  if (!input.isFirstTurn || !first) return messages
  return [{ ...first, text: `${greetingOf(input)}\n\n${first.text}` }, ...rest]
}

function greetingOf({ style, understanding, shop }: ComposeInput): string {
  const own = style.language === understanding.language ? style.greeting?.trim() : null
  if (own) return own
  const ours = say(understanding.language, 'greeting', { tone: style.communication, shop })
  return voiceOf(style.emoji)('greeting', ours)
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
): ComposedReply['messages'][number] => ({ kind: 'message', text, buttons: buttons.map((title) => ({ title })), image })
