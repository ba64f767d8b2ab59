import type { Transaction } from 'kysely'
import type { Lane, WorkEvent } from '../../domain/lane.ts'
import { laneColumns } from './rows.ts'
import type { Tables } from './schema.ts'

export interface Undeliverable {
  readonly lane: Lane
  /** Of our row; null: no row of ours is known to have said it. */
  readonly marker: string | null
  /** Chatwoot's number; null: it never took the message, or we do not know as what. */
  readonly messageId: number | null
  readonly error: string
  readonly atMs: number
}

/**
 * The work of calling a human for a message that cannot be delivered: once, whether Chatwoot tells it, or we find it out,
 * or both. Whether it is news.
 */
export async function addUndeliverable(trx: Transaction<Tables>, given: Undeliverable): Promise<boolean> {
  const { lane, marker, messageId, error, atMs } = given
  const names = [...(marker === null ? [] : [`x:${marker}`]), ...(messageId === null ? [] : [`f:${messageId}`])]
  const [dedupe] = names
  if (dedupe === undefined) throw new TypeError('what failed has neither a marker nor a number')
  const known = await trx
    .selectFrom('inbox')
    .select('id')
    .where('connection', '=', lane.connection)
    .where('dedupe', 'in', names)
    .executeTakeFirst()
  if (known) return false
  const work = { kind: 'delivery-failed', messageId: messageId ?? 0, error } satisfies WorkEvent
  const row = { ...laneColumns(lane), dedupe, kind: work.kind, body_json: JSON.stringify(work), state: 'open' }
  await trx
    .insertInto('inbox')
    .values({ ...row, received_at: atMs, ready_at: 0, attempts: 0 })
    .execute()
  return true
}

/** Our row that a message of Chatwoot's is, by its number. */
export async function markerOfMessage(
  trx: Transaction<Tables>,
  { connection }: Pick<Lane, 'connection'>,
  messageId: number,
): Promise<string | null> {
  const row = await trx
    .selectFrom('outbox')
    .select('marker')
    .where((eb) => eb.and({ connection, chatwoot_id: messageId }))
    .executeTakeFirst()
  return row?.marker ?? null
}
