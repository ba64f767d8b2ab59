import type { Style } from '../../domain/crew-plan.ts'
import type { Understanding } from '../../domain/intent.ts'
import type { Evidence, HandoverReason, TurnInput } from '../../domain/turn.ts'
import { builtin } from './builtin/builtin.ts'

/** Why a human is called, and what there is to tell. */
export interface HandoverCase {
  readonly reason: HandoverReason
  readonly input: Pick<TurnInput, 'text' | 'hours' | 'nowMs' | 'customer' | 'history' | 'attachments'>
  readonly understanding: Understanding
  readonly evidence: Evidence
  readonly style: Pick<Style, 'language' | 'communication'>
}

/** In the customer's language to the customer, in the tenant's to the attendant. */
export function handoverWords({ reason, input, understanding, evidence, style }: HandoverCase) {
  const { text, hours, nowMs, customer, history, attachments } = input
  const { language } = understanding
  return {
    sentence: builtin.handoverSentence({ language, tone: style.communication, reason, hours, nowMs }),
    note: builtin.handoverNote({
      ...{ language: style.language, reason, understanding, text },
      ...{ history, customer, evidence, attachments, timezone: hours.timezone },
    }),
  }
}
