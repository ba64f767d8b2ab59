import { Failure } from '../../base/failure.ts'
import type { AgentOutput, AgentWork } from './agent-turn.ts'
import { runIntent } from './intent-agent.ts'
import { runKnowledge } from './knowledge-agent.ts'
import { runMemory } from './memory-agent.ts'
import { runModelAgent } from './model-agent.ts'
import { runOperations } from './operations-agent.ts'
import { runResponse } from './response-agent.ts'

/**
 * One agent does one task of a turn: by code (`intent`, `knowledge`, `memory`, `operations`), by one model loop
 * (`model`), or by whichever of the two it takes (`response`).
 * @throws {Failure} MODEL_BUSY, MODEL_REFUSED
 * @throws the signal's reason
 */
export async function runAgent(work: AgentWork): Promise<AgentOutput> {
  switch (work.agent.kind) {
    case 'intent':
      return runIntent(work)
    case 'knowledge':
      return runKnowledge(work)
    case 'memory':
      return runMemory(work)
    case 'operations':
      return runOperations(work)
    case 'response':
      return runResponse(work)
    case 'model': {
      const model = work.turn.ports.models.resolve(work.agent.model)
      if (!model) throw new Failure('MODEL_REFUSED', { problem: 'no model is set' })
      return runModelAgent(work, model)
    }
  }
}
