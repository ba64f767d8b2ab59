import type { TenantStore } from '../../backends/store/store.ts'
import { type InboxRow, type Lane, maySpeak } from '../../domain/lane.ts'
import type { Asked } from './asked.ts'
import { unknownState } from './unknown-state.ts'

export interface UnreadHints {
  readonly lane: Lane
  readonly hints: readonly InboxRow[]
  readonly nowMs: number
}

/** What calling a human is told back to us as (a note, a label, a change of status) comes sooner, in ms. */
const JUST_CALLED_MS = 600_000

/**
 * What a human is to be called for, when hints may never be read: any of them may be a customer's word. Null: a human has
 * the conversation, or was called just now; what we then did there comes as hints that may not be read either.
 */
export async function unreadHints(tenant: TenantStore, { lane, hints, nowMs }: UnreadHints): Promise<Asked | null> {
  const state = await tenant.lane(lane)
  if (state && !maySpeak(state)) return null
  const [last] = await tenant.turns(lane, 1)
  const isCalled = last?.outcome === 'handed-over' && nowMs - last.startedAtMs < JUST_CALLED_MS
  return isCalled ? null : { lane, state: state ?? unknownState(lane), rows: hints }
}
