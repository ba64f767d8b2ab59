import type { CrewPlan } from '../../domain/crew-plan.ts'
import type { TurnInput } from '../../domain/turn.ts'
import type { TurnAgents } from '../agents/agents.ts'

/** One turn as the engine sees it. */
export interface CrewTurn {
  readonly plan: CrewPlan
  readonly input: TurnInput
  readonly agents: TurnAgents
}
