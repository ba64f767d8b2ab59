import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationRef } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import { keyOf, laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_OPEN, IS_UNFINISHED } from './states.ts'

/** A lease not renewed for so long may be taken by another process. Owners renew every second. */
export const LEASE_MS = 3_000

export interface LeaseAsk {
  readonly ref: ConversationRef
  readonly owner: string
  readonly nowMs: number
}

/** Takes the lane if it is free, expired or already ours; its fencing number, or null. */
export async function takeLease(trx: Transaction<Tables>, { ref, owner, nowMs }: LeaseAsk): Promise<number | null> {
  const taken = await trx
    .insertInto('leases')
    .values({ ...keyOf(ref), owner, fence: 1, beat_at: nowMs })
    .onConflict((conflict) =>
      conflict
        .columns(['connection', 'account', 'conversation'])
        .doUpdateSet({
          owner,
          beat_at: nowMs,
          fence: sql<number>`leases.fence + (case when leases.owner is excluded.owner then 0 else 1 end)`,
        })
        .where((eb) =>
          eb.or([
            eb('leases.owner', 'is', null),
            eb('leases.owner', '=', owner),
            eb('leases.beat_at', '<=', nowMs - LEASE_MS),
          ]),
        ),
    )
    .returning('fence')
    .executeTakeFirst()
  return taken?.fence ?? null
}

/** Whether `owner` still holds the lane under `fence`. */
export async function holdsLease(
  trx: Transaction<Tables>,
  { ref, owner, fence }: { ref: ConversationRef; owner: string; fence: number },
): Promise<boolean> {
  const row = await trx
    .selectFrom('leases')
    .select('fence')
    .where((eb) => eb.and({ ...keyOf(ref), owner, fence }))
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Lanes with something to do, whose lease is free, expired or ours: open inbox rows, or outbox rows that are not
 * done. Those that fewest starts have found open come first, of these the oldest.
 */
export async function lanesWithWork(
  db: Kysely<Tables>,
  { owner, nowMs }: { owner: string; nowMs: number },
): Promise<Lane[]> {
  const open = db
    .selectFrom('inbox')
    .select(['tenant', 'connection', 'account', 'conversation', 'deaths', 'received_at as since'])
    .where(IS_OPEN)
  const unfinished = db
    .selectFrom('outbox')
    .select(['tenant', 'connection', 'account', 'conversation'])
    .select([sql<number>`0`.as('deaths'), 'planned_at as since'])
    .where(IS_UNFINISHED)
  const rows = await db
    .selectFrom(open.unionAll(unfinished).as('work'))
    .leftJoin('leases', (join) =>
      join
        .onRef('leases.connection', '=', 'work.connection')
        .onRef('leases.account', '=', 'work.account')
        .onRef('leases.conversation', '=', 'work.conversation'),
    )
    .select(['work.tenant', 'work.connection', 'work.account', 'work.conversation'])
    .where((eb) =>
      eb.or([
        eb('leases.owner', 'is', null),
        eb('leases.owner', '=', owner),
        eb('leases.beat_at', '<=', nowMs - LEASE_MS),
      ]),
    )
    .groupBy(['work.tenant', 'work.connection', 'work.account', 'work.conversation'])
    .orderBy((eb) => eb.fn.max('work.deaths'))
    .orderBy((eb) => eb.fn.min('work.since'))
    .execute()
  return rows.map(laneFrom)
}
