import type { Lane } from '../../domain/lane.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'

export type Stage = 'gathering' | 'running' | 'sending' | 'idle'

/** What goes on, for those who watch (console, metrics). Nothing depends on it. */
export interface HubNews {
  stage(lane: Lane, stage: Stage): void
  /** A turn was written. */
  turn(record: TurnRecord): void
}
