import type { InboxRow } from '../../domain/lane.ts'

/**
 * Whether everything a turn would answer came later than the tenant lets pass, in ms: then it is not answered but
 * apologised for and handed to a human. Whoever asked at noon and hears at six has asked elsewhere since
 * (docs/decisions/0025). Measured from when Chatwoot had it to when we had it: the waits of our own (a model that is
 * down, a person who runs a parked message again) are not the customer's message being late.
 */
export function isLate(rows: readonly InboxRow[], afterMs: number): boolean {
  return (
    rows.length > 0 &&
    rows.every(({ event, receivedAtMs }) => {
      if (event.kind !== 'customer-message' || event.skip !== null) return false
      return (event.lateMs ?? receivedAtMs - event.createdAtMs) > afterMs
    })
  )
}
