import type { ChannelKind } from './channel-kind.ts'
import type { SkipReason } from './inbound.ts'
import type { Intent, Understanding } from './intent.ts'
import type { Language } from './language.ts'
import type { OutboundAction } from './outbound.ts'
import type { Hit } from './passage.ts'
import type { CustomerIdentity, ToolResult } from './tool.ts'

/** One line of what was said before, oldest first. */
export interface Said {
  readonly by: 'customer' | 'crew' | 'human'
  readonly text: string
  readonly atMs: number
}

/** Everything a turn is run from. With the plan and the ports' answers replayed, the same turn comes out again. */
export interface TurnInput {
  readonly turnId: string
  readonly channel: ChannelKind
  readonly customer: CustomerIdentity
  /** The messages this turn answers, joined by newlines. */
  readonly text: string
  /** What attachments said that text does not. */
  readonly attachments: readonly string[]
  readonly history: readonly Said[]
  /** No reply of ours in this conversation yet: the greeting is said once. */
  readonly isFirstTurn: boolean
  readonly nowMs: number
  /** The shop's own clock and hours, told to agents as facts. */
  readonly hours: HoursNow
}

export interface HoursNow {
  readonly isOpen: boolean
  /** "segunda a sexta 09:00–18:00 …", in the tenant's language; empty when none are configured. */
  readonly text: string
  /** When a human is back, ISO 8601 with offset; null when open or unknown. */
  readonly opensAt: string | null
  readonly timezone: string
}

export type TurnOutcome = 'answered' | 'handed-over' | 'silent'

/** Why a conversation went to a human; each has a sentence for the attendant in `domain/messages`. */
export const HANDOVER_REASONS = [
  'asked-for-human',
  'low-confidence',
  'claim-check',
  'tool-failed',
  'model-failed',
  'complaint',
  /** The customer wants to buy: a person closes the sale. */
  'purchase',
  /** Only a person can do it: book, change, exchange. */
  'needs-person',
  'budget',
  'timeout',
  'loop',
  /** One contact wrote more within minutes than a person does. */
  'flood',
  'delivery-failed',
  'paused',
  'config-invalid',
  'attachment',
  /** The customer's message reached us long after it was written. */
  'late',
  /** Chatwoot told us of a message, and does not let us read it. */
  'unreadable',
  'bug',
] as const
export type HandoverReason = (typeof HANDOVER_REASONS)[number]

/**
 * Why nothing was said: the conversation is a human's, the message is none that may be answered, the customer only rated,
 * or the window is closed and was knocked at already. (`window-closed` is also why a template was said.)
 */
export type SilenceReason = 'human-has-it' | SkipReason | 'rated' | 'window-closed' | 'idle'

/** What a crew's run came to. It never throws at the hub for anything foreseen. */
export interface CrewResult {
  readonly outcome: TurnOutcome
  readonly reason: HandoverReason | SilenceReason | null
  readonly actions: readonly OutboundAction[]
  readonly understanding: Understanding
  readonly intent: Intent
  readonly language: Language
  readonly usage: Usage
  readonly steps: readonly Step[]
  readonly evidence: Evidence
  /** Who wrote what the customer reads: `built-in` or the model's name. Absent: nobody wrote anything. */
  readonly engine?: string
}

/** What the reply may rely on: nothing else may be claimed. */
export interface Evidence {
  readonly passages: readonly Hit[]
  readonly tools: readonly { readonly tool: string; readonly result: ToolResult }[]
}

export interface Usage {
  readonly modelCalls: number
  readonly inputTokens: number
  readonly outputTokens: number
}

/** One piece of a turn's work, for the trace. */
export interface Step {
  readonly agent: string
  readonly task: string
  readonly kind: 'classify' | 'search' | 'memory' | 'tool' | 'model' | 'compose' | 'check'
  /** From the turn's start. */
  readonly startMs: number
  readonly ms: number
  readonly request: unknown
  readonly response: unknown
  readonly error: string | null
}
