import type { Kysely, Transaction } from 'kysely'
import type { TenantId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/lane.ts'
import { handedOverNow, isOurs, readHold } from './hold.ts'
import { dropPlannedWords, planOpening } from './outbox.ts'
import { keyOf, laneColumns, laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_OPEN, IS_UNFINISHED } from './states.ts'

/** A conversation in which a tenant has still something to answer or to say. */
export interface UnfinishedLane extends Lane {
  readonly inbox: number | null
}

export interface Remap {
  readonly from: Lane
  /** Whose it is by now. */
  readonly to: TenantId
  readonly atMs: number
}

/** Where a change of the mapping matters: messages that wait for their answer, words that wait to be sent. */
export async function unfinishedLanes(db: Kysely<Tables>): Promise<UnfinishedLane[]> {
  const columns = ['tenant', 'connection', 'account', 'conversation'] as const
  const open = db.selectFrom('inbox').select(columns).where(IS_OPEN)
  const unsent = db.selectFrom('outbox').select(columns).where(IS_UNFINISHED)
  const rows = await db
    .selectFrom(open.union(unsent).as('work'))
    .innerJoin('lanes', (join) =>
      join
        .onRef('lanes.connection', '=', 'work.connection')
        .onRef('lanes.account', '=', 'work.account')
        .onRef('lanes.conversation', '=', 'work.conversation'),
    )
    .select(['work.tenant', 'work.connection', 'work.account', 'work.conversation', 'lanes.inbox'])
    .execute()
  return rows.map((row) => ({ ...laneFrom(row), inbox: row.inbox }))
}

/**
 * Takes a conversation from the tenant that its account was mapped to: what waits to be answered is the new one's, what
 * the old one planned to say is not said. A customer who was to be told something is told by a human. Whether there was
 * anything to take.
 */
export async function remap(trx: Transaction<Tables>, { from, to, atMs }: Remap): Promise<boolean> {
  const moved = await moveWork(trx, from, to)
  const isCut = await cutWords(trx, { from, to, atMs })
  return moved > 0n || isCut
}

async function moveWork(trx: Transaction<Tables>, from: Lane, tenant: TenantId): Promise<bigint> {
  await trx
    .updateTable('lanes')
    .set({ tenant })
    .where((eb) => eb.and(keyOf(from)))
    .execute()
  const moved = await trx
    .updateTable('inbox')
    .set({ tenant })
    .where((eb) => eb.and({ ...keyOf(from), tenant: from.tenant as string }))
    .where(IS_OPEN)
    .executeTakeFirst()
  return moved.numUpdatedRows
}

/** Drops what a tenant planned to say where the account is another's by now, and calls a human. Whether there was any. */
export async function cutWords(trx: Transaction<Tables>, { from, to, atMs }: Remap): Promise<boolean> {
  // What is on its way may not arrive, and is not sent again.
  const { waiting } = await trx
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where((eb) => eb.and({ ...laneColumns(from), kind: 'message' }))
    .where(IS_UNFINISHED)
    .executeTakeFirstOrThrow()
  await dropPlannedWords(trx, { ref: from, reason: MAPPED_ANEW, atMs })
  if (waiting === 0) return false
  const hold = await readHold(trx, from)
  if (!hold || !isOurs(hold) || hold.human_since !== null) return true
  await trx
    .updateTable('lanes')
    .set({ human_since: handedOverNow })
    .where((eb) => eb.and(keyOf(from)))
    .execute()
  await planOpening(trx, { ref: from, tenant: to, atMs })
  return true
}

const MAPPED_ANEW = 'its account is another tenant’s by now'
