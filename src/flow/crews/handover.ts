import { nothingUnderstood } from '../../domain/intent.ts'
import type { Language } from '../../domain/language.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { HandoverReason, HoursNow } from '../../domain/turn.ts'
import { type ReplyMessage, wordsForHandover } from '../agents/agents.ts'

export interface Handover {
  readonly reason: HandoverReason
  /** What the customer is told, in order. */
  readonly messages: readonly ReplyMessage[]
  /** For the attendant. */
  readonly note: string
}

/**
 * Gives a conversation to the humans, in the order in which it must happen: the customer is told, the attendant finds
 * the summary and the label (named as the reason, so that Chatwoot's automations can sort by it), and only then the
 * conversation opens, which rings at every desk.
 */
export const handoverActions = ({ reason, messages, note }: Handover): readonly OutboundAction[] => [
  ...messages,
  { kind: 'note', text: note },
  { kind: 'labels', add: [reason] },
  { kind: 'status', status: 'open' },
]

export interface BareHandover {
  readonly reason: HandoverReason
  readonly language: Language
  readonly hours: HoursNow
  readonly text: string
  /** Whether the customer is told; not when nothing can be delivered to them. */
  readonly says: boolean
  /** Absent: nothing is said of when a human is back. */
  readonly nowMs?: number
}

/** The same where there is no crew to ask: a configuration that does not load, a failed delivery, a bug. */
export function bareHandover(ask: BareHandover): readonly OutboundAction[] {
  const { reason, language, text, says, nowMs = 0 } = ask
  const hours = ask.nowMs === undefined ? { ...ask.hours, opensAt: null } : ask.hours
  const customer = { strength: 'none', phone: null, email: null, name: null } as const
  const { sentence, note } = wordsForHandover({
    reason,
    input: { text, hours, nowMs, customer, history: [], attachments: [] },
    understanding: nothingUnderstood(language),
    evidence: { passages: [], tools: [] },
    style: { language, communication: 'friendly' },
  })
  return handoverActions({ reason, messages: says ? [messageOf(sentence)] : [], note })
}

export const messageOf = (text: string): ReplyMessage => ({ kind: 'message', text, buttons: [], image: null })
