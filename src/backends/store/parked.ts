import type { Kysely, Transaction } from 'kysely'
import type { Lane, ParkedRow } from '../../domain/lane.ts'
import { inboxRowFrom, laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_PARKED } from './states.ts'

/** What was set aside, newest first. */
export async function listParked(db: Kysely<Tables>, limit: number): Promise<ParkedRow[]> {
  const rows = await db.selectFrom('inbox').selectAll().where(IS_PARKED).orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => ({ ...inboxRowFrom(row), cause: row.cause ?? '' }))
}

export async function showParked(db: Kysely<Tables>, id: number): Promise<ParkedRow | null> {
  const row = await db.selectFrom('inbox').selectAll().where('id', '=', id).where(IS_PARKED).executeTakeFirst()
  return row ? { ...inboxRowFrom(row), cause: row.cause ?? '' } : null
}

/** Opens a parked row again, which waits from now on; its lane, for the runner, or null when it is not parked. */
export function rerunParked(trx: Transaction<Tables>, id: number, nowMs: number): Promise<Lane | null> {
  return unpark(trx, id, { state: 'open', attempts: 0, deaths: 0, ready_at: nowMs, started_at: null, cause: null })
}

/** Ends a parked row for good. */
export function dropParked(trx: Transaction<Tables>, id: number): Promise<Lane | null> {
  return unpark(trx, id, { state: 'done', cause: 'dropped by a person' })
}

interface Unparked {
  readonly state: string
  readonly attempts?: number
  readonly deaths?: number
  readonly ready_at?: number
  readonly started_at?: null
  readonly cause: string | null
}

async function unpark(trx: Transaction<Tables>, id: number, columns: Unparked): Promise<Lane | null> {
  const row = await trx
    .updateTable('inbox')
    .set(columns)
    .where('id', '=', id)
    .where(IS_PARKED)
    .returning(['tenant', 'connection', 'account', 'conversation'])
    .executeTakeFirst()
  return row ? laneFrom(row) : null
}
