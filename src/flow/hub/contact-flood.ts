import type { TenantStore } from '../../backends/store/store.ts'
import type { Asked } from './asked.ts'

/** More messages of one contact than this within `WITHIN_MS` are no person's who wants an answer. */
const MOST = 60
const WITHIN_MS = 600_000

/**
 * Whether the contact floods us, in however many conversations: a human gets them then. Counted in the store's rows, so
 * a restart forgets nothing of it.
 */
export async function isContactFlood(store: TenantStore, { lane, state }: Asked, nowMs: number): Promise<boolean> {
  const contact = state.seen.contact?.id
  if (contact === undefined) return false
  const ask = { sinceMs: nowMs - WITHIN_MS, most: MOST + 1 }
  return (await store.messagesOf({ connection: lane.connection, contact }, ask)) > MOST
}
