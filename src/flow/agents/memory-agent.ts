import type { Said } from '../../domain/turn.ts'
import type { AgentOutput, AgentWork } from './agent-turn.ts'

const MOST_LINES = 12
const MOST_CHARACTERS = 4_000

/** What was said last in this conversation, as much as a prompt should carry. */
export function runMemory({ turn, agent, task }: AgentWork): AgentOutput {
  const { input, trace } = turn
  const startMs = trace.elapsedMs()
  const history = lastOf(input.history)
  const step = { agent: agent.name, task: task.id, kind: 'memory' as const, error: null }
  trace.took(startMs, { ...step, request: { lines: input.history.length }, response: { lines: history.length } })
  return { kind: 'memory', history }
}

function lastOf(history: readonly Said[]): readonly Said[] {
  let left = MOST_CHARACTERS
  const last = history.slice(-MOST_LINES)
  const from = last.findLastIndex(({ text }) => {
    left -= text.length
    return left < 0
  })
  return last.slice(from + 1)
}
