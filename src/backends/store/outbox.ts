import type { Kysely, Transaction, Updateable } from 'kysely'
import type { ConversationRef } from '../../domain/inbound.ts'
import type { OutboxRow } from '../../domain/outbox.ts'
import { keyOf, outboxRowFrom } from './rows.ts'
import type { OutboxTable, Tables } from './schema.ts'

/** The first row of the lane that is not done; what stands behind it waits. */
export async function nextOutboxRow(db: Kysely<Tables>, ref: ConversationRef): Promise<OutboxRow | null> {
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where((eb) => eb.and(keyOf(ref)))
    .where('state', 'in', ['planned', 'sending', 'unknown'])
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ? outboxRowFrom(row) : null
}

/** What can happen to a row; the picture is above `OUTBOX_STATES`. */
export type OutboxChange =
  | { readonly to: 'sending'; readonly atMs: number }
  | { readonly to: 'sent'; readonly atMs: number; readonly chatwootId: number | null }
  | { readonly to: 'unknown'; readonly dueAtMs: number; readonly error: string }
  | { readonly to: 'planned'; readonly dueAtMs: number; readonly error: string }
  | { readonly to: 'failed'; readonly atMs: number; readonly error: string }
  | { readonly to: 'dropped'; readonly atMs: number; readonly error: string }

/**
 * Moves a row on, unless it is settled already (an echo may have confirmed it between the POST and its answer).
 * `false` when it was.
 */
export async function changeOutboxRow(
  trx: Transaction<Tables>,
  row: OutboxRow,
  change: OutboxChange,
): Promise<boolean> {
  const changed = await trx
    .updateTable('outbox')
    .set(columnsOf(row, change))
    .where('id', '=', row.id)
    .where('tenant', '=', row.tenant)
    .where('state', 'in', ['planned', 'sending', 'unknown'])
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}

function columnsOf(row: OutboxRow, change: OutboxChange): Updateable<OutboxTable> {
  switch (change.to) {
    case 'sending':
      return { state: 'sending', began_at: change.atMs, attempts: row.attempts + 1 }
    case 'sent':
      return { state: 'sent', chatwoot_id: change.chatwootId, ended_at: change.atMs, error: null }
    case 'unknown':
    case 'planned':
      return { state: change.to, due_at: change.dueAtMs, error: change.error }
    case 'failed':
    case 'dropped':
      return { state: change.to, ended_at: change.atMs, error: change.error }
  }
}

/** Nothing that was planned to be said before a human took over is said after. Returns how many were dropped. */
export async function dropPlannedWords(
  trx: Transaction<Tables>,
  { ref, reason, atMs }: { ref: ConversationRef; reason: string; atMs: number },
): Promise<number> {
  const dropped = await trx
    .updateTable('outbox')
    .set({ state: 'dropped', error: reason, ended_at: atMs })
    .where((eb) => eb.and(keyOf(ref)))
    .where('state', '=', 'planned')
    .where('kind', '=', 'message')
    .executeTakeFirst()
  return Number(dropped.numUpdatedRows)
}
