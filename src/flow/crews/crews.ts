import type { CrewPlan } from '../../domain/crew-plan.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { CrewResult, TurnInput } from '../../domain/turn.ts'
import type { AgentPorts } from '../agents/agents.ts'
import { type RunOptions, runPlan } from './engine.ts'
import { type BareHandover, bareHandover } from './handover.ts'

/** What a crew reaches the world by, bound to one tenant. */
export type CrewPorts = AgentPorts

/**
 * Runs any plan over one turn: tasks start when what they wait for is done, the others at the same time. Whatever fails
 * on the way, the customer is answered or given to a human; a model's failure falls back to the built-in engine.
 * @throws {Failure} CONFIG_INVALID the plan's tasks do not fit together
 * @throws the signal's reason: a newer message came, a human took over, the server stops
 */
export const runCrew = (plan: CrewPlan, input: TurnInput, ports: CrewPorts, options: RunOptions): Promise<CrewResult> =>
  runPlan(plan, input, { ports, options })

/** What gives a conversation to a human where there is no crew to ask: message (if it `says`), note, label, open. */
export const handoverActions = (ask: BareHandover): readonly OutboundAction[] => bareHandover(ask)
