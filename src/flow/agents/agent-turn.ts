import type { Models } from '../../backends/llm/llm.ts'
import type { ToolServer } from '../../backends/mcp/mcp.ts'
import type { SearchQuery } from '../../backends/search/search.ts'
import type { Clock } from '../../base/clock.ts'
import type { AgentPlan, CrewPlan, TaskPlan } from '../../domain/crew-plan.ts'
import type { Understanding } from '../../domain/intent.ts'
import type { Language } from '../../domain/language.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { Hit } from '../../domain/passage.ts'
import type { ToolResult } from '../../domain/tool.ts'
import type { Evidence, HandoverReason, Said, TurnInput } from '../../domain/turn.ts'
import type { TurnTrace } from './turn-trace.ts'

/** What agents reach the world by, bound to one tenant. */
export interface AgentPorts {
  readonly models: Models
  /** Null: the tenant has no tools. */
  readonly tools: ToolServer | null
  readonly search: (query: SearchQuery) => Promise<readonly Hit[]>
  readonly understand: Understand
  readonly clock: Clock
}

export type Understand = (
  text: string,
  context: {
    readonly nowMs: number
    readonly timezone: string
    readonly language: Language
    readonly history: readonly Said[]
  },
) => Understanding

/** One turn as all its agents see it. */
export interface AgentTurn {
  readonly crew: CrewPlan
  readonly input: TurnInput
  readonly ports: AgentPorts
  readonly understanding: Understanding
  readonly trace: TurnTrace
}

/** One task of a turn. */
export interface AgentWork {
  readonly turn: AgentTurn
  readonly agent: AgentPlan
  readonly task: TaskPlan
  /** What the tasks of its `context` came to. */
  readonly inputs: readonly AgentInput[]
  /** Aborts when the turn does, or when the agent's time is over. */
  readonly signal: AbortSignal
  /** Claims of a reply that `evidence` does not hold, in words a model can act on. Absent: not asked. */
  readonly unproven?: (reply: string, evidence: Evidence) => readonly string[]
}

export interface AgentInput {
  readonly task: string
  readonly agent: string
  readonly output: AgentOutput
}

export interface UsedTool {
  readonly tool: string
  readonly result: ToolResult
}

export type AgentOutput =
  | { readonly kind: 'understanding'; readonly understanding: Understanding }
  | { readonly kind: 'passages'; readonly passages: readonly Hit[] }
  | { readonly kind: 'memory'; readonly history: readonly Said[] }
  | { readonly kind: 'tools'; readonly tools: readonly UsedTool[] }
  | ReplyOutput
  | ModelOutput

/** What a model agent said. `value` is the parsed object when its plan asks for JSON. */
export interface ModelOutput {
  readonly kind: 'text'
  readonly text: string
  readonly value: unknown
  readonly tools: readonly UsedTool[]
  /** The model asked for a human, and why; null: it did not. */
  readonly callsHuman: string | null
  /** What of the text could not be proven, after it was told once. */
  readonly unproven: readonly string[]
  /** The model's name. */
  readonly engine: string
}

/** One bubble of a reply. */
export type ReplyMessage = Extract<OutboundAction, { kind: 'message' }>

/** A reply as the Response agent hands it on. */
export interface ReplyOutput {
  readonly kind: 'reply'
  /** In order. With a `reason` they end with the sentence that says so, unless there are none at all. */
  readonly messages: readonly ReplyMessage[]
  /** A human is to take over; null: the customer is answered. */
  readonly reason: HandoverReason | null
  /** What the model wants the human to know; empty otherwise. */
  readonly note: string
  /** 0–1; 1 for a model's, which does not say. */
  readonly confidence: number
  readonly tools: readonly UsedTool[]
  readonly unproven: readonly string[]
  /** `built-in`, or the model's name. */
  readonly engine: string
}
