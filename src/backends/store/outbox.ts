import { type Kysely, type RawBuilder, sql, type Transaction, type UpdateObject } from 'kysely'
import { newId } from '../../base/id.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { ConversationRef, ConversationSeen } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { OF_PAUSE, type OutboxRow, statesBefore } from '../../domain/outbox.ts'
import { readHold, signalsOf, takeBack, withOpened, withSeen, writeHold } from './hold.ts'
import { keyOf, laneColumns, outboxRowFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_UNFINISHED } from './states.ts'
import { setWake } from './timers.ts'

/** The tenant's first row of the lane that is not done; what stands behind it waits. */
export async function nextOutboxRow(db: Kysely<Tables>, lane: Lane): Promise<OutboxRow | null> {
  const row = await db
    .selectFrom('outbox')
    .selectAll()
    .where((eb) => eb.and(laneColumns(lane)))
    .where(IS_UNFINISHED)
    .orderBy('id')
    // Not bound, here and wherever it is asked often: SQLite prepares a statement anew for each value bound to a limit.
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row ? outboxRowFrom(row) : null
}

/** What can happen to a row; what may follow what is drawn in `domain/outbox.ts`. */
export type OutboxChange =
  | { readonly to: 'sending'; readonly atMs: number }
  | {
      readonly to: 'sent'
      readonly atMs: number
      readonly chatwootId: number | null
      /** The conversation as it was read after a change of its status. */
      readonly seen?: ConversationSeen | null
    }
  | { readonly to: 'unknown'; readonly dueAtMs: number; readonly waitedMs: number; readonly error: string }
  /** To be sent (again), `instead` in its place. Words that a human interrupted are dropped instead. */
  | {
      readonly to: 'planned'
      readonly dueAtMs: number
      readonly isRepeat?: boolean
      readonly instead?: OutboundAction
      readonly error: string
    }
  | { readonly to: 'failed'; readonly atMs: number; readonly error: string; readonly chatwootId?: number | null }
  | { readonly to: 'dropped'; readonly atMs: number; readonly error: string }

/**
 * Moves a row on, unless it is settled already (an echo may have confirmed it between the POST and its answer), or else
 * where its state does not lead to. `false`: it was not moved.
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
    .where('state', 'in', statesBefore(change.to))
    .where(IS_UNFINISHED)
    .executeTakeFirst()
  if (changed.numUpdatedRows !== 1n) return false
  if (change.to === 'sent' && change.seen) await noteStatus(trx, row, { seen: change.seen, atMs: change.atMs })
  else if (change.to === 'sent' && row.turn === OF_PAUSE) await noteLeft(trx, row)
  return true
}

/** It was opened and not looked at: from now on it is known as left, or nobody would know when it is given back. */
async function noteLeft(trx: Transaction<Tables>, row: OutboxRow): Promise<void> {
  const hold = await readHold(trx, row)
  if (hold?.human_since) await writeHold(trx, row, { ...hold, left_at: Math.max(hold.left_at, hold.human_since) })
}

/** Our own change of status is known even if its webhook is lost, or comes after the next one. */
async function noteStatus(
  trx: Transaction<Tables>,
  row: OutboxRow,
  { seen, atMs }: { seen: ConversationSeen; atMs: number },
): Promise<void> {
  const before = await readHold(trx, row)
  if (!before || row.action.kind !== 'status') return
  const after = row.action.status === 'open' ? withOpened(before, seen) : withSeen(before, seen)
  await writeHold(trx, row, after)
  const kinds = signalsOf(before, after)
  if (kinds.includes('takeover')) await dropPlannedWords(trx, { ref: row, reason: 'it was opened', atMs })
  if (!kinds.includes('given-back')) return
  await takeBack(trx, row, before.human_since ?? after.left_at)
  await setWake(trx, { lane: row, dueAtMs: atMs })
}

function columnsOf(row: OutboxRow, change: OutboxChange): UpdateObject<Tables, 'outbox'> {
  switch (change.to) {
    case 'sending':
      return { state: 'sending', began_at: change.atMs, waited_ms: 0, attempts: row.attempts + 1 }
    case 'sent':
      return { state: 'sent', chatwoot_id: change.chatwootId, ended_at: change.atMs, error: null }
    case 'unknown':
      return { state: 'unknown', due_at: change.dueAtMs, waited_ms: Math.round(change.waitedMs), error: change.error }
    case 'planned': {
      const state = sql<string>`case when is_final = 1 then 'dropped' else 'planned' end`
      const ended_at = sql<number | null>`case when is_final = 1 then ${change.dueAtMs} end`
      const repeats = row.repeats + (change.isRepeat ? 1 : 0)
      const body = change.instead ? { body_json: JSON.stringify(change.instead) } : {}
      return { ...body, state, due_at: change.dueAtMs, ended_at, repeats, error: change.error }
    }
    case 'failed':
      return {
        state: 'failed',
        chatwoot_id: change.chatwootId ?? row.chatwootId,
        ended_at: change.atMs,
        error: change.error,
      }
    case 'dropped':
      return { state: change.to, ended_at: change.atMs, error: change.error }
  }
}

export interface DropWords {
  /** Whoever's, or with a tenant only that tenant's. */
  readonly ref: ConversationRef | Lane
  readonly reason: string
  readonly atMs: number
}

/**
 * Nothing that was planned to be said before a human took over is said after: neither words nor a request to rate. What
 * is on its way may still arrive, but is not sent again. Returns how many were dropped.
 */
export function dropPlannedWords(trx: Transaction<Tables>, drop: DropWords): Promise<number> {
  return dropWords(trx, drop, sql<boolean>`kind in ('message', 'csat')`)
}

/**
 * Nothing is said after what could not be delivered, but the template that is said in its place: another part of the
 * same answer may fail after that was planned.
 */
export function dropWordsAfterFailure(trx: Transaction<Tables>, drop: Omit<DropWords, 'reason'>): Promise<number> {
  const freely = sql<boolean>`kind in ('message', 'csat') and body_json ->> '$.template' is null`
  return dropWords(trx, { ...drop, reason: 'an earlier part failed' }, freely)
}

async function dropWords(
  trx: Transaction<Tables>,
  { ref, reason, atMs }: DropWords,
  which: RawBuilder<boolean>,
): Promise<number> {
  const words = trx
    .updateTable('outbox')
    .where((eb) => eb.and('tenant' in ref ? laneColumns(ref) : keyOf(ref)))
    .where(IS_UNFINISHED)
    .where(which)
  const dropped = await words
    .set({ state: 'dropped', error: reason, ended_at: atMs })
    .where('state', '=', 'planned')
    .executeTakeFirst()
  await words.set({ is_final: 1 }).where('state', 'in', ['sending', 'unknown']).execute()
  return Number(dropped.numUpdatedRows)
}

export interface Opening {
  readonly ref: ConversationRef
  /** Whose runner does it. */
  readonly tenant: TenantId
  readonly atMs: number
}

/**
 * A human who writes into a pending conversation, takes it or stops the bot in it, leaves it pending, out of the
 * attendants' sight and with no way to be given back: it is opened for them (facts: Chatwoot §4.6).
 */
export async function planOpening(trx: Transaction<Tables>, { ref, tenant, atMs }: Opening): Promise<void> {
  const action = { kind: 'status', status: 'open' } satisfies OutboundAction
  await trx
    .insertInto('outbox')
    .values({
      ...{ tenant, ...keyOf(ref), turn: OPENING, seq: 0, kind: action.kind, body_json: JSON.stringify(action) },
      ...{ marker: newId(atMs), state: 'planned', attempts: 0, planned_at: atMs, due_at: 0 },
    })
    .execute()
}

/** A conversation that was given back is not opened any more for the human who had it. */
export async function dropPlannedOpening(
  trx: Transaction<Tables>,
  { ref, atMs }: { ref: ConversationRef; atMs: number },
): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ state: 'dropped', error: 'it was given back', ended_at: atMs })
    .where((eb) => eb.and({ ...keyOf(ref), state: 'planned', kind: 'status', turn: OPENING }))
    .where(IS_UNFINISHED)
    .execute()
}

/** Stands for the turn of an opening that no turn planned. */
const OPENING = 'takeover'
