import { sql, type Transaction } from 'kysely'
import { idsBefore } from '../../base/id.ts'
import type { Tables } from './schema.ts'

/** Rows of one transaction: a few ms of work, and then everybody else's. */
const BATCH = 200
/** Emptied pages that are given back to the file system in one transaction. */
const PAGES = 200

/** Where a batch begins: behind this row. */
export interface Cursor {
  readonly id: number
  readonly key: string
  readonly lane: readonly [connection: string, account: number, conversation: number]
}
export const START: Cursor = { id: 0, key: '', lane: ['', 0, 0] }

export type Step = (trx: Transaction<Tables>, cursor: Cursor) => Promise<{ changed: number; next: Cursor | null }>

/** Turns' ids sort by their time, so that a day's are one stretch, and what was emptied before is not looked at again. */
export async function emptySteps(trx: Transaction<Tables>, cursor: Cursor, beforeMs: number) {
  const { rows: marks } = await sql<{ at: number }>`select at from marks where key = 'traces'`.execute(trx)
  const from = cursor.key || idsBefore(marks[0]?.at ?? 0)
  const { rows } = await sql<{ turn: string }>`select distinct turn from steps
    where turn > ${from} and turn < ${idsBefore(beforeMs)} order by turn limit ${BATCH}`.execute(trx)
  const last = rows.at(-1)?.turn
  if (last === undefined) return { changed: 0, next: null }
  const emptied = await trx
    .updateTable('steps')
    .set({ request_json: 'null', response_json: 'null' })
    .where('turn', '>', from)
    .where('turn', '<=', last)
    .executeTakeFirst()
  return { changed: Number(emptied.numUpdatedRows), next: { ...START, key: last } }
}

export async function noteTraces(trx: Transaction<Tables>, at: number): Promise<void> {
  await sql`insert into marks (key, at) values ('traces', ${at})
    on conflict (key) do update set at = max(at, excluded.at)`.execute(trx)
}

export async function dropTurns(trx: Transaction<Tables>, beforeMs: number) {
  const { rows } = await sql<{ id: string }>`
    delete from turns where id in (select id from turns where id < ${idsBefore(beforeMs)} order by id limit ${BATCH})
    returning id`.execute(trx)
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) await trx.deleteFrom('steps').where('turn', 'in', ids).execute()
  return { changed: ids.length, next: ids.length < BATCH ? null : START }
}

export const dropInbox = (trx: Transaction<Tables>, { id }: Cursor, before: number) =>
  dropRows(trx, { table: 'inbox', at: 'received_at', isOver: sql`state <> 'open'` }, { id, before })

export const dropOutbox = (trx: Transaction<Tables>, { id }: Cursor, before: number) =>
  dropRows(
    trx,
    { table: 'outbox', at: 'planned_at', isOver: sql`state not in ('planned', 'sending', 'unknown')` },
    { id, before },
  )

export const dropSaid = (trx: Transaction<Tables>, { id }: Cursor, before: number) =>
  dropRows(trx, { table: 'said', at: 'at', isOver: sql`true` }, { id, before })

interface Kind {
  readonly table: 'inbox' | 'outbox' | 'said'
  /** The column that says how old a row is. */
  readonly at: string
  readonly isOver: ReturnType<typeof sql>
}

/** Rows were numbered as they came: the first stretch without an old one is the end. */
async function dropRows(trx: Transaction<Tables>, kind: Kind, { id, before }: { id: number; before: number }) {
  const { rows } = await sql<{ id: number; isOld: number; isOver: number }>`
    select id, ${sql.ref(kind.at)} < ${before} as isOld, ${kind.isOver} as isOver
    from ${sql.table(kind.table)} where id > ${id} order by id limit ${BATCH}`.execute(trx)
  const old = rows.filter(({ isOld }) => isOld === 1)
  const over = old.filter(({ isOver }) => isOver === 1).map((row) => row.id)
  if (over.length > 0) await trx.deleteFrom(kind.table).where('id', 'in', over).execute()
  const last = rows.at(-1)
  return { changed: over.length, next: last && old.length > 0 ? { ...START, id: last.id } : null }
}

/** Name, phone and e-mail go with the conversation; so does what a human's hold of it was. */
export async function dropLanes(trx: Transaction<Tables>, { lane }: Cursor, before: number) {
  const [connection, account, conversation] = lane
  const { rows } = await sql<{ connection: string; account: number; conversation: number; isOver: number }>`
    select connection, account, conversation, seen_at < ${before}
      and not exists (select 1 from inbox where inbox.connection = lanes.connection and inbox.account = lanes.account
        and inbox.conversation = lanes.conversation and inbox.state = 'open')
      and not exists (select 1 from outbox where outbox.connection = lanes.connection and outbox.account = lanes.account
        and outbox.conversation = lanes.conversation and outbox.state in ('planned', 'sending', 'unknown')) as isOver
    from lanes where (connection, account, conversation) > (${connection}, ${account}, ${conversation})
    order by connection, account, conversation limit ${BATCH}`.execute(trx)
  const over = rows.filter(({ isOver }) => isOver === 1)
  for (const { isOver: _, ...key } of over)
    for (const table of ['lanes', 'leases'] as const)
      await trx
        .deleteFrom(table)
        .where((eb) => eb.and(key))
        .execute()
  const last = rows.at(-1)
  return {
    changed: over.length,
    next: last ? { ...START, lane: [last.connection, last.account, last.conversation] as const } : null,
  }
}

/** A file made before it could give pages back keeps them, and fills them again. */
export async function giveBackPages(trx: Transaction<Tables>) {
  const { rows } = await sql<{ free: number; pages: number; mode: number }>`
    select freelist_count as free, page_count as pages, auto_vacuum as mode
    from pragma_freelist_count, pragma_page_count, pragma_auto_vacuum`.execute(trx)
  const { free = 0, pages = 0, mode = 0 } = rows[0] ?? {}
  if (mode !== INCREMENTAL || free <= Math.max(PAGES, pages / 4)) return { changed: 0, next: null }
  await sql`pragma incremental_vacuum(${sql.lit(PAGES)})`.execute(trx)
  return { changed: 0, next: START }
}

const INCREMENTAL = 2
