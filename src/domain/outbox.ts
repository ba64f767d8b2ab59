import type { Lane } from './lane.ts'
import type { OutboundAction } from './outbound.ts'

export const OUTBOX_STATES = ['planned', 'sending', 'unknown', 'sent', 'confirmed', 'failed', 'dropped'] as const
export type OutboxState = (typeof OUTBOX_STATES)[number]

/**
 * What may become of a row; whatever changes one asks this table.
 * ```
 *   planned   ──▶ sending               its turn has come
 *   planned   ──▶ unknown               restored from a backup: its server may have sent it since
 *   planned   ──▶ confirmed | failed    it was to be sent again, and the webhook of the first time came
 *   planned   ──▶ dropped               a human took over, or the bot was stopped
 *   sending   ──▶ sent                  Chatwoot took it
 *   sending   ──▶ planned               certainly not taken: 429, refused connection, revoked token; due later
 *   sending   ──▶ unknown               the answer was lost, or we died
 *   sending   ──▶ confirmed             its echo was quicker than the answer
 *   sending   ──▶ failed                Chatwoot refused it, or could not deliver it
 *   sending   ──▶ dropped               there is nothing to do, or a human took over and it was not taken
 *   unknown   ──▶ unknown               looked for, and to be looked for again
 *   unknown   ──▶ planned               absent: sent once more
 *   unknown   ──▶ sent                  found
 *   unknown   ──▶ confirmed             its echo came
 *   unknown   ──▶ failed                lost: a human decides; or found, or told, to be undelivered
 *   unknown   ──▶ dropped               absent, and a human took over meanwhile
 *   sent      ──▶ confirmed             its echo came
 *   sent      ──▶ failed                Chatwoot could not deliver it
 *   confirmed ──▶ failed                Chatwoot could not deliver it
 * ```
 * Of a conversation that was deleted whatever is not done is dropped.
 */
const NEXT: Readonly<Record<OutboxState, readonly OutboxState[]>> = {
  planned: ['sending', 'unknown', 'confirmed', 'failed', 'dropped'],
  sending: ['sent', 'planned', 'unknown', 'confirmed', 'failed', 'dropped'],
  unknown: ['unknown', 'planned', 'sent', 'confirmed', 'failed', 'dropped'],
  sent: ['confirmed', 'failed'],
  confirmed: ['failed'],
  failed: [],
  dropped: [],
}

export const canBecome = (from: OutboxState, to: OutboxState): boolean => NEXT[from].includes(to)

/** The states out of which a row may come into this one. */
export const statesBefore = (to: OutboxState): readonly OutboxState[] =>
  OUTBOX_STATES.filter((from) => canBecome(from, to))

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

/** Stands for the turn of an opening that the stop button planned. */
export const OF_PAUSE = 'pause'
