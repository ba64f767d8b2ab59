import type { Model, ModelAnswer, ModelMessage, ModelRequest } from '../../backends/llm/llm.ts'
import { Failure } from '../../base/failure.ts'
import type { ToolDescription } from '../../domain/tool.ts'
import type { Evidence } from '../../domain/turn.ts'
import type { AgentWork, ModelOutput, UsedTool } from './agent-turn.ts'
import { readJson } from './json-output.ts'
import { instructionsFor, messageFor } from './prompt.ts'
import { answerCalls, CALL_HUMAN, offeredTools } from './tool-loop.ts'

/** What a loop holds while it runs. */
interface Loop {
  readonly work: AgentWork
  readonly model: Model
  readonly tools: readonly ToolDescription[]
  readonly messages: ModelMessage[]
  readonly used: UsedTool[]
  /** How many of the messages the trace has. */
  shown: number
}

/**
 * One agent that thinks: asks the model, makes the calls it wants, asks again, until it says something, within its
 * plan's steps. A JSON answer that does not parse, and a claim that is not proven, are each told to the model once.
 * @throws {Failure} MODEL_BUSY, MODEL_REFUSED
 * @throws the signal's reason
 */
export async function runModelAgent(work: AgentWork, model: Model): Promise<ModelOutput> {
  const { maxSteps } = work.agent
  const tools = await offeredTools(work)
  const loop: Loop = { work, model, tools, messages: [{ role: 'user', text: messageFor(work) }], used: [], shown: 0 }
  let isTold = false
  for (let step = 1; step <= maxSteps; step++) {
    const isLast = step === maxSteps
    const answer = await ask(loop, isLast)
    const human = answer.calls.find(({ tool }) => tool === CALL_HUMAN.name)
    if (human && tools.includes(CALL_HUMAN)) return said(loop, { text: '', human: humanReason(human.args) })
    if (answer.calls.length + answer.malformed.length > 0) {
      if (isLast) break
      const { messages, used } = await answerCalls(work, answer, tools)
      loop.messages.push(...messages)
      loop.used.push(...used)
      continue
    }
    const complaint = complaintAbout(loop, answer.text)
    if (complaint === null || isTold || isLast) return said(loop, { text: answer.text, human: null })
    isTold = true
    loop.messages.push({ role: 'assistant', text: answer.text }, { role: 'user', text: complaint })
  }
  throw new Failure('MODEL_REFUSED', { problem: `it still called tools at its last of ${maxSteps} steps` })
}

const humanReason = ({ reason }: Readonly<Record<string, unknown>>): string =>
  typeof reason === 'string' ? reason.slice(0, 300) : ''

/** What the model is to mend, or null. */
function complaintAbout({ work, used }: Loop, text: string): string | null {
  if (work.agent.output === 'json') {
    const read = readJson(text)
    return 'problem' in read ? `Your answer is not usable (${read.problem}). Answer again: one JSON object only.` : null
  }
  const unproven = work.unproven?.(text, evidenceOf(work, used)) ?? []
  if (unproven.length === 0) return null
  return `Nothing in this turn proves: ${unproven.join(', ')}. Answer the customer again without it, only with what is proven, or call a human.`
}

/** The last word: parsed and checked, whatever was told before. */
function said({ work, model, used }: Loop, { text, human }: { text: string; human: string | null }): ModelOutput {
  const base = { kind: 'text', text, tools: used, callsHuman: human, engine: model.name } as const
  if (human !== null) return { ...base, value: null, unproven: [] }
  if (work.agent.output === 'text')
    return { ...base, value: null, unproven: work.unproven?.(text, evidenceOf(work, used)) ?? [] }
  const read = readJson(text)
  if ('problem' in read) throw new Failure('MODEL_REFUSED', { problem: `its answer is no JSON object` })
  return { ...base, value: read.value, unproven: [] }
}

/** What a reply of this agent may rely on: what it was given and what it looked up. */
export function evidenceOf({ inputs }: Pick<AgentWork, 'inputs'>, used: readonly UsedTool[]): Evidence {
  const outputs = inputs.map(({ output }) => output)
  return {
    passages: outputs.flatMap((output) => (output.kind === 'passages' ? output.passages : [])),
    tools: [...outputs.flatMap((output) => ('tools' in output ? output.tools : [])), ...used],
  }
}

/** One question to the model, in the trace, with what is new in it, and in the bill. */
async function ask(loop: Loop, isLast: boolean): Promise<ModelAnswer> {
  const { work, model, tools, messages } = loop
  const { turn, agent, task, signal } = work
  const { trace } = turn
  const request: ModelRequest = {
    instructions: instructionsFor(work),
    messages: messages.slice(),
    tools,
    output: agent.output,
    ...(isLast && tools.length > 0 ? { toolChoice: 'none' as const } : {}),
  }
  const startMs = trace.elapsedMs()
  const step = { agent: agent.name, task: task.id, kind: 'model' as const }
  const shown = { model: model.name, messages: messages.slice(loop.shown), tools: tools.map(({ name }) => name) }
  loop.shown = messages.length
  try {
    const answer = await model.ask(request, { signal, withinMs: agent.deadlineMs })
    trace.spent(answer.inputTokens, answer.outputTokens)
    trace.took(startMs, { ...step, request: shown, response: answer, error: null })
    return answer
  } catch (error) {
    if (!(error instanceof Failure) && !signal.aborted) throw error
    const problem = error instanceof Error ? error.message : 'aborted'
    trace.took(startMs, { ...step, request: shown, response: null, error: problem })
    throw error
  }
}
