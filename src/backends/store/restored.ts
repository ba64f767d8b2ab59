import { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql, type Transaction } from 'kysely'
import { copyDatabase } from '../../base/copy-database.ts'
import type { Tables } from './schema.ts'

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

const CAUSE = 'restored from a backup: whether it was answered since is not known'

/**
 * The server whose copy this is may have answered, after the copy was made, what stands here as unanswered. Words that
 * were to be sent are therefore looked for by their marker before they are sent. Messages to be answered are forgotten
 * where Chatwoot can be read: a sweep, which is made to look back so far, takes up those that nobody answered. Where it
 * cannot, and where a sweep does not look, they are parked for a person.
 */
export async function settleRestored(
  trx: Transaction<Tables>,
  { copiedMs, readable }: { copiedMs: number; readable: readonly string[] },
): Promise<void> {
  await sql`update outbox set state = 'unknown', began_at = coalesce(began_at, ${copiedMs}), waited_ms = 0, due_at = 0
    where state in ('planned', 'sending') and kind in ('message', 'note')`.execute(trx)
  const isSwept = sql`state = 'open' and kind in ('customer-message', 'hint')
    and connection in (select value from json_each(${JSON.stringify(readable)}))`
  await sql`insert or replace into marks (key, at)
    select 'swept:' || connection || '/' || account, min(received_at) from inbox where ${isSwept}
    group by connection, account`.execute(trx)
  await sql`delete from inbox where ${isSwept}`.execute(trx)
  await sql`update inbox set state = 'parked', cause = ${CAUSE}
    where state = 'open' and kind <> 'delivery-failed'`.execute(trx)
  await trx.deleteFrom('marks').where('key', '=', 'copied').execute()
}
