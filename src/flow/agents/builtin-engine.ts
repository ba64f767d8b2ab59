import type { ToolCall } from '../../domain/tool.ts'
import type { Evidence } from '../../domain/turn.ts'
import type { AgentTurn, ReplyOutput } from './agent-turn.ts'
import { builtin } from './builtin/builtin.ts'

/** The tools that code chooses by what was understood. */
export const chosenCalls = ({ understanding }: AgentTurn): readonly ToolCall[] =>
  builtin.chooseTools(understanding).map(({ tool, args }, index) => ({ id: `rule_${index + 1}`, tool, args }))

/** The reply without a model, out of what was found. */
export function builtinReply(turn: AgentTurn, evidence: Evidence): ReplyOutput {
  const { crew, input, understanding, trace } = turn
  const startMs = trace.elapsedMs()
  const { text, hours, isFirstTurn, history, nowMs } = input
  const { shop, style } = crew
  const composed = builtin.composeReply({
    ...{ understanding, text, evidence, hours, style, attachments: input.attachments },
    ...{ shop, about: crew.about, isFirstTurn, history, nowMs },
  })
  const { messages, reason, confidence } = composed
  const step = { agent: 'Built-in engine', task: 'response', kind: 'compose' as const, error: null }
  const response = { outcome: composed.outcome, reason, confidence, text: messages.map((each) => each.text) }
  trace.took(startMs, { ...step, request: { intent: understanding.intent }, response })
  return { kind: 'reply', messages, reason, note: '', confidence, tools: [], unproven: [], engine: 'built-in' }
}

/** So sure must the built-in engine be to answer in a model's stead. */
const SURELY = 0.85
/** So well must a known question fit. */
const FITS = 0.8
/** Longer texts say more than one class holds. */
const SHORT = 160

/**
 * The built-in reply, where no model would know better: small talk, the opening hours, a question that the shop has
 * answered in its documents, somebody who wants a human or complains. Null: ask the model.
 */
export function knownAnswer(turn: AgentTurn, evidence: Evidence): ReplyOutput | null {
  const { understanding, input } = turn
  const { intent, confidence, wants, slots } = understanding
  if (understanding.wantsHuman) return builtinReply(turn, evidence)
  if (wants || confidence < SURELY || input.text.length > SHORT || input.attachments.length > 0) return null
  if (slots.orderNumber && intent !== 'complaint') return null
  const isSaid = ['greeting', 'thanks', 'complaint', 'human', 'store_hours'].includes(intent)
  const [first] = evidence.passages
  const isAsked = first?.passage.question !== null && first !== undefined && first.score >= FITS
  if (!isSaid && (!isAsked || intent === 'product_search' || intent === 'other')) return null
  const reply = builtinReply(turn, evidence)
  const isHuman = reply.reason === 'complaint' || reply.reason === 'asked-for-human'
  return isHuman || (reply.reason === null && reply.confidence >= FITS) ? reply : null
}
