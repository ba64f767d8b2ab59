import type { ChannelKind, CrewType } from './channel-kind.ts'
import type { IdleStep, Lane } from './lane.ts'
import type { OutboundAction } from './outbound.ts'
import type { CrewResult } from './turn.ts'

/** A turn as it is written, in one transaction with its outbox rows and the inbox rows it answers. */
export interface TurnRecord {
  readonly id: string
  readonly lane: Lane
  readonly channel: ChannelKind
  readonly crewType: CrewType
  readonly contact: number | null
  /** `built-in` or the model's name; never one passed off as the other. */
  readonly engine: string
  readonly configHash: string
  readonly planHash: string
  readonly knowledgeHash: string
  readonly text: string
  readonly result: CrewResult
  /** What is done at Chatwoot, each with the marker it is known by. */
  readonly actions: readonly { readonly marker: string; readonly action: OutboundAction }[]
  readonly answers: readonly number[]
  readonly startedAtMs: number
  readonly gateMs: number
  readonly crewMs: number
  /** Why the answered rows are set aside for a person to look at; null: they are done. */
  readonly parkCause: string | null
  /** What is done if nobody says anything after it, and when the customer last did, epoch ms. Absent: nothing. */
  readonly idle?: { readonly step: IdleStep; readonly dueAtMs: number; readonly spokeAtMs: number }
  /** Whether the conversation now waits for a human. */
  readonly handsOver: boolean
}
