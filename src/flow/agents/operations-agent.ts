import type { ToolCall } from '../../domain/tool.ts'
import type { AgentOutput, AgentWork } from './agent-turn.ts'
import { chosenCalls } from './builtin-engine.ts'
import { problemWith } from './tool-arguments.ts'
import { callTool, offeredTools, TOOL_MS } from './tool-loop.ts'

/**
 * The read-only look-ups that follow from what was understood, side by side and before any model is asked, so that
 * their results stand in its first prompt.
 */
export async function runOperations(work: AgentWork): Promise<AgentOutput> {
  const { turn, agent, task, signal } = work
  const chosen = chosenCalls(turn)
  if (chosen.length === 0) {
    // Connecting takes longer than a look-up: whoever says "oi" asks for something next.
    turn.ports.tools?.list().catch(() => undefined)
    return { kind: 'tools', tools: [] }
  }
  const offered = await offeredTools(work)
  const fitting = chosen.filter(({ tool, args }) => {
    const description = offered.find(({ name }) => name === tool)
    return description && problemWith(description, args) === null
  })
  // A little less than the agent's own time, so that one slow tool does not take the others' results along.
  const withinMs = Math.min(TOOL_MS, agent.deadlineMs * 0.9)
  const look = async (call: ToolCall) => ({
    tool: call.tool,
    result: await callTool({ turn, agent: agent.name, task: task.id, signal, withinMs }, call),
  })
  return { kind: 'tools', tools: await Promise.all(fitting.map(look)) }
}
