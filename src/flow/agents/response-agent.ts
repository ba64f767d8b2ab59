import type { OutboundImage } from '../../domain/outbound.ts'
import type { AgentWork, ModelOutput, ReplyOutput, UsedTool } from './agent-turn.ts'
import { builtinReply, knownAnswer } from './builtin-engine.ts'
import { evidenceOf, runModelAgent } from './model-agent.ts'

/**
 * The reply: the built-in engine's where there is no model or where it surely knows (a greeting, a known question,
 * somebody who wants a human), else one model loop over what the others found.
 * @throws {Failure} MODEL_BUSY, MODEL_REFUSED
 * @throws the signal's reason
 */
export async function runResponse(work: AgentWork): Promise<ReplyOutput> {
  const evidence = evidenceOf(work, [])
  const known = knownAnswer(work.turn, evidence)
  if (known) return known
  const model = work.turn.ports.models.resolve(work.agent.model)
  if (!model) return builtinReply(work.turn, evidence)
  return replyOf(await runModelAgent(work, model), evidence.tools)
}

/** What a model agent said, as a reply. One that calls a human says nothing itself: the sentence for that is ours. */
export function replyOf(said: ModelOutput, given: readonly UsedTool[]): ReplyOutput {
  const { text, tools, callsHuman, unproven, engine } = said
  const base = { kind: 'reply', confidence: 1, tools, unproven, engine } as const
  if (callsHuman !== null) return { ...base, messages: [], reason: 'low-confidence', note: callsHuman }
  const image = pictureFor(text, [...given, ...tools])
  return { ...base, messages: [{ kind: 'message', text, buttons: [], image }], reason: null, note: '' }
}

/** The picture of the product that the text names first. Pictures are named after their product. */
function pictureFor(text: string, tools: readonly UsedTool[]): OutboundImage | null {
  const lower = text.toLowerCase()
  const named = tools
    .flatMap(({ result }) => result.images)
    .map((image) => ({ image, at: lower.indexOf(image.name.replace(/\.\w+$/, '').toLowerCase()) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
  return named[0]?.image ?? null
}
