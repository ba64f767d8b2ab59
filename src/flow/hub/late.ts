import type { InboxRow } from '../../domain/lane.ts'

/**
 * A customer's message that reaches us so much later than it was written is not answered but apologised for and
 * handed to a human, in ms: whoever asked at noon and hears at six has asked elsewhere since (docs/decisions).
 */
export const LATE_AFTER_MS = 30 * 60_000

/**
 * Whether everything a turn would answer came too late. Measured from when Chatwoot had it to when we had it: the
 * waits of our own (a model that is down, a person who runs a parked message again) are not the customer's message
 * being late.
 */
export function isLate(rows: readonly InboxRow[], afterMs = LATE_AFTER_MS): boolean {
  return (
    rows.length > 0 &&
    rows.every(({ event, receivedAtMs }) => {
      if (event.kind !== 'customer-message') return false
      return event.skip === null && receivedAtMs - event.createdAtMs > afterMs
    })
  )
}
