import { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql, type Transaction } from 'kysely'
import { copyDatabase } from '../../base/copy-database.ts'
import { newId } from '../../base/id.ts'
import { type Inbound, laneOf } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { handedOverNow } from './hold.ts'
import { keyOf, laneColumns, laneFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_PARKED } from './states.ts'

/** Copies the store's file, and notes in the copy that it is one: its server went on without it. */
export async function copyStore({ from, to, atMs }: { from: string; to: string; atMs: number }): Promise<void> {
  await copyDatabase(from, to)
  const copy = new DatabaseSync(to)
  copy.prepare("insert or replace into marks (key, at) values ('copied', ?)").run(atMs)
  copy.close()
}

/** When the copy was made that this store is; null: it is none, or was settled since. */
export async function copiedAtMs(db: Kysely<Tables>): Promise<number | null> {
  const mark = await db.selectFrom('marks').select('at').where('key', '=', 'copied').executeTakeFirst()
  return mark?.at ?? null
}

const UNSURE = 'restored from a backup: whether it was answered since is being looked up'
const CANNOT_BE_SEEN =
  'restored from a backup: whether it was answered since cannot be looked up, so a human was called'

/** What was to be answered when a backup was made. Its server may have answered it since. */
export interface UnsureRow extends Lane {
  readonly id: number
  readonly dedupe: string
  /** Chatwoot's number; null: not known. */
  readonly messageId: number | null
}

/**
 * The server whose copy this is may have answered, after the copy was made, what stands here as unanswered. Words that
 * were to be sent are therefore looked for by their marker before they are sent. Messages to be answered are set aside
 * until the sweeper has looked into each one's conversation, however long ago it was; where nobody can look, a human
 * is called at once. Who was silent when the copy was made may have spoken since: nobody is asked after that silence.
 */
export async function settleRestored(
  trx: Transaction<Tables>,
  { copiedMs, readable, nowMs }: { copiedMs: number; readable: readonly string[]; nowMs: number },
): Promise<void> {
  await sql`update outbox set state = 'unknown', began_at = coalesce(began_at, ${copiedMs}), waited_ms = 0, due_at = 0
    where state in ('planned', 'sending') and kind in ('message', 'note')`.execute(trx)
  await trx.deleteFrom('timers').where('kind', '=', 'idle').execute()
  await sql`update inbox set state = 'done', cause = ${UNSURE} where state = 'open' and kind = 'idle'`.execute(trx)
  await sql`update inbox set state = 'parked', cause = ${UNSURE}
    where state = 'open' and kind <> 'delivery-failed'`.execute(trx)
  const unseen = (await unsureRows(trx)).filter(({ connection }) => !readable.includes(connection))
  await giveUnsure(trx, unseen, nowMs)
  await trx.deleteFrom('marks').where('key', '=', 'copied').execute()
}

/** What waits to be looked up, oldest first. */
export async function unsureRows(db: Kysely<Tables>): Promise<UnsureRow[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['id', 'tenant', 'connection', 'account', 'conversation', 'dedupe'])
    .select(sql<number | null>`body_json ->> '$.messageId'`.as('messageId'))
    .where(IS_PARKED)
    .where('cause', '=', UNSURE)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...laneFrom(row), id: row.id, dedupe: row.dedupe, messageId: row.messageId }))
}

/** What nobody answered, and how it stands in Chatwoot now. */
export interface Unanswered {
  readonly row: UnsureRow
  readonly inbound: Inbound
}

/** These are to be answered, as they were read back. */
export async function reopenUnsure(trx: Transaction<Tables>, unanswered: readonly Unanswered[]): Promise<void> {
  for (const { row, inbound } of unanswered) {
    const read = { body_json: JSON.stringify(inbound.event), received_at: inbound.receivedAtMs }
    await changeUnsure(trx, [row], { state: 'open', cause: null, ...read })
  }
}

/** These are answered, or are nobody's any more. */
export async function closeUnsure(trx: Transaction<Tables>, rows: readonly UnsureRow[], cause: string): Promise<void> {
  await changeUnsure(trx, rows, { state: 'done', cause })
}

/** These stay set aside, and the conversations of those that are still the crew's are opened to their humans. */
export async function giveUnsure(trx: Transaction<Tables>, rows: readonly UnsureRow[], atMs: number): Promise<void> {
  await changeUnsure(trx, rows, { state: 'parked', cause: CANNOT_BE_SEEN })
  const lanes = new Map(rows.map((row) => [laneOf(row), row]))
  for (const lane of lanes.values()) await openToHumans(trx, lane, atMs)
}

async function openToHumans(trx: Transaction<Tables>, lane: Lane, atMs: number): Promise<void> {
  const ours = await trx
    .updateTable('lanes')
    .set({ human_since: handedOverNow })
    .where((eb) => eb.and(keyOf(lane)))
    .where('status', '=', 'pending')
    .where('assignee', '!=', 'human')
    .where('human_since', 'is', null)
    .executeTakeFirst()
  if (ours.numUpdatedRows === 0n) return
  const action = { kind: 'status', status: 'open' } satisfies OutboundAction
  const planned = { turn: 'restored', seq: 0, kind: action.kind, body_json: JSON.stringify(action), state: 'planned' }
  await trx
    .insertInto('outbox')
    .values({ ...laneColumns(lane), ...planned, marker: newId(atMs), attempts: 0, planned_at: atMs, due_at: 0 })
    .execute()
}

async function changeUnsure(
  trx: Transaction<Tables>,
  rows: readonly UnsureRow[],
  columns: {
    readonly state: string
    readonly cause: string | null
    readonly body_json?: string
    readonly received_at?: number
  },
): Promise<void> {
  for (const { id } of rows)
    await trx.updateTable('inbox').set(columns).where('id', '=', id).where('cause', '=', UNSURE).execute()
}
