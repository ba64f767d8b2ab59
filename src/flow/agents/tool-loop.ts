import type { ModelAnswer, ModelMessage } from '../../backends/llm/llm.ts'
import type { ToolServer } from '../../backends/mcp/mcp.ts'
import { deadline } from '../../base/deadline.ts'
import { Failure } from '../../base/failure.ts'
import type { ToolCall, ToolDescription, ToolResult } from '../../domain/tool.ts'
import type { AgentTurn, AgentWork, UsedTool } from './agent-turn.ts'
import { harmless } from './fence.ts'
import { resultText } from './prompt.ts'
import { problemWith } from './tool-arguments.ts'

/** The one tool that is ours: the model gives the conversation to a human. */
export const CALL_HUMAN: ToolDescription = {
  name: 'call_human',
  description:
    'Give this conversation to a human colleague: when the customer asks for one, complains, or when you cannot answer truthfully.',
  inputSchema: {
    type: 'object',
    properties: { reason: { type: 'string', description: 'one sentence for the colleague' } },
    required: ['reason'],
    additionalProperties: false,
  },
  isWrite: false,
}

/** Longest one tool may take, in ms. */
export const TOOL_MS = 8_000
/** Calls answered out of one model answer; more is a model running wild. */
const MOST_CALLS = 6

/** The tools an agent is offered: those its plan names, that the server has, and that only read. */
export async function offeredTools({ turn, agent, signal }: AgentWork): Promise<readonly ToolDescription[]> {
  const named = agent.tools.length > 0 && turn.ports.tools ? await listTools(turn.ports.tools, agent.tools, signal) : []
  return agent.kind === 'response' || agent.tools.includes(CALL_HUMAN.name) ? withCallHuman(named) : named
}

const lists = new WeakMap<readonly ToolDescription[], Map<string, readonly ToolDescription[]>>()

/** The same array for the same list and names, so that its JSON is made once. A dead server offers nothing. */
async function listTools(
  server: ToolServer,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly ToolDescription[]> {
  const all = await unlessAborted(server.list(), deadline(TOOL_MS, signal)).catch((error: unknown) => {
    if (signal.aborted) throw signal.reason
    if (error instanceof Failure || isTimeout(error)) return []
    throw error
  })
  const chosen = lists.get(all) ?? new Map<string, readonly ToolDescription[]>()
  lists.set(all, chosen)
  const key = names.join()
  const known = chosen.get(key) ?? all.filter(({ name, isWrite }) => names.includes(name) && !isWrite)
  chosen.set(key, known)
  return known
}

const withHuman = new WeakMap<readonly ToolDescription[], readonly ToolDescription[]>()
const ONLY_HUMAN: readonly ToolDescription[] = [CALL_HUMAN]

function withCallHuman(tools: readonly ToolDescription[]): readonly ToolDescription[] {
  if (tools.length === 0) return ONLY_HUMAN
  const known = withHuman.get(tools) ?? [...tools, CALL_HUMAN]
  withHuman.set(tools, known)
  return known
}

/** Makes the calls of one answer, side by side, and tells the model what came of each. */
export async function answerCalls(
  { turn, agent, task, signal }: AgentWork,
  answer: ModelAnswer,
  tools: readonly ToolDescription[],
): Promise<{ messages: readonly ModelMessage[]; used: readonly UsedTool[] }> {
  const { calls, malformed } = answer
  const used: UsedTool[] = []
  const told = await Promise.all(
    calls.map(async (call, index) => {
      const problem = index < MOST_CALLS ? refusal(call, tools) : 'too many calls at once'
      if (problem) return toolMessage(call.id, call.tool, JSON.stringify({ ok: false, problem }))
      const result = await callTool({ turn, agent: agent.name, task: task.id, signal }, call)
      used.push({ tool: call.tool, result })
      return toolMessage(call.id, call.tool, resultText(result, turn.input.hours.timezone))
    }),
  )
  const mended = malformed.map(({ id, tool, problem }) => toolMessage(id, tool, JSON.stringify({ ok: false, problem })))
  const asked = [...calls, ...malformed.map(({ id, tool }) => ({ id, tool, args: {} }))]
  return { messages: [{ role: 'assistant-tools', text: answer.text, calls: asked }, ...told, ...mended], used }
}

const toolMessage = (callId: string, tool: string, text: string): ModelMessage => ({
  role: 'tool',
  callId,
  tool,
  text: harmless(text),
})

/** Why a call is not made; told to the model. Writes are never offered, so naming one is naming nothing. */
function refusal(call: ToolCall, tools: readonly ToolDescription[]): string | null {
  const tool = tools.find(({ name }) => name === call.tool)
  if (!tool || tool.isWrite)
    return `you have no tool "${call.tool}"; you have: ${tools.map(({ name }) => name).join(', ')}`
  const problem = problemWith(tool, call.args)
  return problem && `the arguments do not fit: ${problem}`
}

export interface Caller {
  readonly turn: AgentTurn
  readonly agent: string
  readonly task: string
  readonly signal: AbortSignal
  /** Longest it may take, in ms. */
  readonly withinMs?: number
}

/**
 * One tool call, in the trace. A server that fails or is too slow is a result that says so.
 * @throws the signal's reason
 */
export async function callTool(caller: Caller, call: ToolCall): Promise<ToolResult> {
  const { turn, agent, task, signal, withinMs = TOOL_MS } = caller
  const { input, ports, trace, understanding } = turn
  const startMs = trace.elapsedMs()
  const request = { tool: call.tool, args: call.args }
  const step = { agent, task, kind: 'tool' as const, request }
  const limit = deadline(withinMs, signal)
  try {
    if (!ports.tools) throw new Failure('TOOL_FAILED', { tool: call.tool, problem: 'there is no tool server' })
    const options = { customer: input.customer, language: understanding.language, signal: limit }
    const result = await unlessAborted(ports.tools.call(call, options), limit)
    const { images, ...seen } = result
    trace.took(startMs, { ...step, response: { ...seen, images: images.map(({ name }) => name) }, error: null })
    return result
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (!(error instanceof Failure) && !isTimeout(error)) throw error
    trace.took(startMs, { ...step, response: null, error: (error as Error).message })
    return {
      ok: false,
      data: { failed: true },
      problem: 'the tool did not answer; do not guess what it would say',
      images: [],
    }
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

/** `work`, or the signal's reason, whichever is first: a server that ignores the signal cannot hold the turn. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
