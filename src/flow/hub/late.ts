import type { InboxRow } from '../../domain/lane.ts'

export interface LateAsk {
  /** What the tenant lets pass, in ms. */
  readonly afterMs: number
  readonly nowMs: number
}

/**
 * Whether everything a turn would answer is older than the tenant lets pass: then it is not answered but apologised for
 * and handed to a human. Whoever asked at noon and hears at six has asked elsewhere since (docs/decisions/0025). Either
 * it came to us so late, from when Chatwoot had it to when we had it; or it waited here so long, for its turn in a flood
 * or for a server that was away. What a person runs again waits from then on.
 */
export const isLate = (rows: readonly InboxRow[], { afterMs, nowMs }: LateAsk): boolean =>
  rows.length > 0 &&
  rows.every((row) => isCustomers(row) && (cameAfterMs(row) > afterMs || waitedMs(row, nowMs) > afterMs))

const isCustomers = ({ event }: InboxRow): boolean =>
  event.kind === 'customer-answered' || (event.kind === 'customer-message' && event.skip === null)

function cameAfterMs({ event, receivedAtMs }: InboxRow): number {
  if (event.kind !== 'customer-message') return 0
  return event.lateMs ?? receivedAtMs - event.createdAtMs
}

const waitedMs = ({ receivedAtMs, readyAtMs }: InboxRow, nowMs: number): number =>
  nowMs - Math.max(receivedAtMs, readyAtMs)
