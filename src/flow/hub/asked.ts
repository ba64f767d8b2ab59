import type { InboxRow, Lane, LaneState } from '../../domain/lane.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'

export interface Asked {
  readonly lane: Lane
  readonly state: LaneState
  /** In Chatwoot's order; all of them are answered by this one turn. */
  readonly rows: readonly InboxRow[]
}

/** How a turn comes about; the hub's own rules decide when. */
export interface TurnMaker {
  /** When the gate opens for these rows, epoch ms. */
  gate(asked: Asked): Promise<number>
  /** @throws {Failure} what the hub decides about: retry, park, hand over */
  make(asked: Asked, options: { signal: AbortSignal }): Promise<TurnRecord>
  /** The turn that apologises and calls a human, for what could not be answered. Never throws. */
  giveUp(asked: Asked, error: unknown): Promise<TurnRecord>
}
