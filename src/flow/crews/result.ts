import type { CrewResult, Evidence, HandoverReason } from '../../domain/turn.ts'
import { type ReplyOutput, wordsForHandover } from '../agents/agents.ts'
import type { CrewTurn } from './crew-turn.ts'
import { handoverActions, messageOf } from './handover.ts'

export interface Ended {
  readonly outcome: 'answered' | 'silent'
  readonly reply?: ReplyOutput
  readonly evidence: Evidence
}

/** A turn that ends with an answer, or with nothing to say. */
export const resultOf = (turn: CrewTurn, { outcome, reply, evidence }: Ended): CrewResult => ({
  ...sharedBy(turn),
  outcome,
  reason: null,
  actions: reply?.messages ?? [],
  evidence,
  ...(reply ? { engine: reply.engine } : {}),
})

export interface EndedWithHuman {
  readonly reason: HandoverReason
  /** What was to be said; without one, or when it says nothing, the sentence for the reason is all there is. */
  readonly reply?: ReplyOutput
  readonly evidence: Evidence
}

/** A turn that ends with a human. */
export function handedOver(turn: CrewTurn, { reason, reply, evidence }: EndedWithHuman): CrewResult {
  const { plan, input, agents } = turn
  const { understanding } = agents
  const words = wordsForHandover({ reason, input, understanding, evidence, style: plan.style })
  const own = reply?.messages ?? []
  const note = reply?.note ? `${words.note}\n> ${reply.note.replace(/\s+/g, ' ')}` : words.note
  return {
    ...sharedBy(turn),
    outcome: 'handed-over',
    reason,
    actions: handoverActions({ reason, messages: own.length > 0 ? own : [messageOf(words.sentence)], note }),
    evidence,
    engine: reply && own.length > 0 ? reply.engine : 'built-in',
  }
}

function sharedBy({ agents }: CrewTurn) {
  const { understanding, trace } = agents
  const { intent, language } = understanding
  return { understanding, intent, language, usage: trace.usage, steps: trace.steps }
}
