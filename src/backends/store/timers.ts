import type { Kysely, Transaction } from 'kysely'
import { LONGEST_WAIT_MS } from '../../base/clock.ts'
import { laneOf } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import { laneColumns, laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'

export interface Timer {
  readonly lane: Lane
  /** `wake`: the lane's runner looks at its rows again. No timer of this kind waits longer than `LONGEST_WAIT_MS`. */
  readonly kind: 'wake'
  readonly dueAtMs: number
}

/**
 * Sets the lane's timer of this kind, or moves it earlier; it is never moved later, so no wait is lost. Of a conversation
 * that was another tenant's before, each tenant has its own.
 */
export async function setTimer(trx: Transaction<Tables>, { lane, kind, dueAtMs }: Timer): Promise<void> {
  await trx
    .insertInto('timers')
    .values({ key: `${kind}:${lane.tenant} ${laneOf(lane)}`, ...laneColumns(lane), kind, due_at: dueAtMs })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ due_at: dueAtMs }).where('timers.due_at', '>', dueAtMs),
    )
    .execute()
}

/**
 * The timers that are due, taken out. What one asked for is done again by its lane's runner, which looks at rows
 * that are still there: a crash after this loses a hint, never the work. One further away than any can be is due: the
 * clock was set back.
 */
export async function takeDueTimers(trx: Transaction<Tables>, nowMs: number, limit = 200): Promise<Timer[]> {
  const due = await trx
    .selectFrom('timers')
    .selectAll()
    .where((eb) => eb.or([eb('due_at', '<=', nowMs), eb('due_at', '>', nowMs + LONGEST_WAIT_MS)]))
    .orderBy('due_at')
    .limit(limit)
    .execute()
  if (due.length > 0)
    await trx
      .deleteFrom('timers')
      .where(
        'key',
        'in',
        due.map(({ key }) => key),
      )
      .execute()
  return due.map((row) => ({ lane: laneFrom(row), kind: row.kind as Timer['kind'], dueAtMs: row.due_at }))
}

/** When the next timer is due, epoch ms; null: none. */
export async function nextTimerAt(db: Kysely<Tables>): Promise<number | null> {
  const row = await db.selectFrom('timers').select('due_at').orderBy('due_at').limit(1).executeTakeFirst()
  return row?.due_at ?? null
}
