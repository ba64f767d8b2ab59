import type { Lane } from './lane.ts'
import type { OutboundAction } from './outbound.ts'

/**
 * ```
 *   planned ──▶ sending ──▶ sent ──▶ confirmed
 *      ▲           │          └────▶ failed        Chatwoot could not deliver it
 *      │           ├──▶ failed                     Chatwoot refused it
 *      │           ├──▶ planned (due later)        certainly not taken: 429, refused connection
 *      │           └──▶ unknown                    the answer was lost, or we died
 *      └── absent ────────┤
 *                         └──▶ sent | confirmed    found by its marker, or its echo came
 *   planned ──▶ dropped                            a human took over, or the bot was stopped; also what was
 *                                                  on its way then, when it turns out not to have arrived
 * ```
 */
export const OUTBOX_STATES = ['planned', 'sending', 'unknown', 'sent', 'confirmed', 'failed', 'dropped'] as const
export type OutboxState = (typeof OUTBOX_STATES)[number]

/** One thing to do at Chatwoot. Rows of a lane are done in the order of their ids. */
export interface OutboxRow extends Lane {
  readonly id: number
  readonly turn: string
  readonly seq: number
  readonly action: OutboundAction
  readonly marker: string
  readonly state: OutboxState
  readonly attempts: number
  readonly beganAtMs: number | null
  /** How long it has been watched since its last POST began, by a clock nobody can set, in ms. */
  readonly waitedMs: number
  /** How often it was believed absent and sent again. */
  readonly repeats: number
  /** The newest message of the conversation known when it was planned: where it is found, it is newer. */
  readonly afterId: number | null
  readonly dueAtMs: number
  readonly chatwootId: number | null
  readonly error: string | null
}
