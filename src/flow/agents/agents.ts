import type { AgentPlan, CrewPlan, TaskPlan } from '../../domain/crew-plan.ts'
import type { Understanding } from '../../domain/intent.ts'
import type { Evidence, Step, TurnInput } from '../../domain/turn.ts'
import type * as turns from './agent-turn.ts'
import { builtinReply } from './builtin-engine.ts'
import { type HandoverCase, handoverWords } from './handover-words.ts'
import { understandTurn } from './intent-agent.ts'
import { localTime as localTimeOf } from './local-times.ts'
import { evidenceOf } from './model-agent.ts'
import { replyOf } from './response-agent.ts'
import { runAgent } from './run-agent.ts'
import { TurnTrace } from './turn-trace.ts'

export type AgentPorts = turns.AgentPorts
export type AgentInput = turns.AgentInput
export type AgentOutput = turns.AgentOutput
export type ReplyOutput = turns.ReplyOutput
export type ReplyMessage = turns.ReplyMessage
export type UsedTool = turns.UsedTool

export interface TurnAgentsOptions {
  readonly crew: CrewPlan
  readonly input: TurnInput
  readonly ports: AgentPorts
  readonly onStep?: ((step: Step) => void) | undefined
}

export interface Assignment {
  readonly agent: AgentPlan
  readonly task: TaskPlan
  readonly inputs: readonly AgentInput[]
  readonly signal: AbortSignal
  readonly unproven?: (reply: string, evidence: Evidence) => readonly string[]
}

/**
 * The agents of one turn: what they share (the customer's words, what was understood, ports, trace), and the ways to
 * have one of them work. Making it reads the customer's words.
 */
export class TurnAgents {
  readonly trace: TurnTrace
  #turn: turns.AgentTurn

  constructor({ crew, input, ports, onStep }: TurnAgentsOptions) {
    this.trace = new TurnTrace(onStep)
    const understanding = understandTurn({ crew, input, ports }, this.trace)
    this.#turn = { crew, input, ports, understanding, trace: this.trace }
  }

  get understanding(): Understanding {
    return this.#turn.understanding
  }

  /**
   * One agent does one task.
   * @throws {Failure} MODEL_BUSY, MODEL_REFUSED
   * @throws the signal's reason
   */
  async run(assignment: Assignment): Promise<AgentOutput> {
    const output = await runAgent({ ...assignment, turn: this.#turn })
    if (output.kind === 'understanding' && output.understanding !== this.#turn.understanding)
      this.#turn = { ...this.#turn, understanding: output.understanding }
    return output
  }

  /** The built-in engine's reply out of what was found; no model, never fails. */
  builtinReply(evidence: Evidence): ReplyOutput {
    return builtinReply(this.#turn, evidence)
  }

  /** What a task's output says to a customer, when it is the last one. */
  replyFrom(output: AgentOutput, evidence: Evidence): ReplyOutput {
    if (output.kind === 'reply') return output
    return output.kind === 'text' ? replyOf(output, evidence.tools) : this.builtinReply(evidence)
  }

  evidenceOf(inputs: readonly AgentInput[]): Evidence {
    return evidenceOf({ inputs }, [])
  }
}

/** The sentence for the customer and the note for the attendant, when a conversation goes to a human. */
export const wordsForHandover = (handover: HandoverCase): { sentence: string; note: string } => handoverWords(handover)

/** A moment by the shop's clock, as agents are shown it: `2026-11-23 21:30`. */
export const localTime = (atMs: number, timezone: string): string => localTimeOf(atMs, timezone)
