import { type Kysely, sql, type Transaction } from 'kysely'
import { laneOf } from '../../domain/inbound.ts'
import type { Lane, WorkEvent } from '../../domain/lane.ts'
import type { Language } from '../../domain/language.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { OutboxState } from '../../domain/outbox.ts'
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

/** A message of ours that was not delivered, and what was done about the closed window so far. */
export interface Undelivered {
  readonly action: OutboundAction
  /** In which it was said; null: its turn is not kept any more. */
  readonly language: Language | null
  /** Nothing was planned to be said since by another turn, but templates. */
  readonly isLatest: boolean
  /** The marker of the one template that may be said until the customer writes again. */
  readonly knock: string
  /** What became of that template; null: it was not planned. */
  readonly knockState: OutboxState | null
  /** When a template was last planned in this conversation, epoch ms; null: never. */
  readonly knockedAtMs: number | null
}

/** By the number that Chatwoot gave it; null: none of the tenant's rows in this conversation said it. */
export async function readUndelivered(db: Kysely<Tables>, lane: Lane, messageId: number): Promise<Undelivered | null> {
  const row = await db
    .selectFrom('outbox')
    .select(['turn', 'body_json'])
    .select(sql<Language | null>`(select language from turns where turns.id = outbox.turn)`.as('language'))
    .where((eb) => eb.and({ ...laneColumns(lane), chatwoot_id: messageId }))
    .executeTakeFirst()
  if (!row) return null
  const knock = `knock:${laneOf(lane)}/${await customerSpokeAtMs(db, lane)}`
  return {
    action: JSON.parse(row.body_json) as OutboundAction,
    language: row.language,
    isLatest: row.turn === (await turnThatSpokeLast(db, lane)),
    knock,
    knockState: await stateOf(db, knock),
    knockedAtMs: await knockedAtMs(db, lane),
  }
}

async function turnThatSpokeLast(db: Kysely<Tables>, lane: Lane): Promise<string | undefined> {
  const turns = db
    .selectFrom('turns')
    .select('id')
    .where((eb) => eb.and(laneColumns(lane)))
  const row = await db
    .selectFrom('outbox')
    .select('turn')
    .where('turn', 'in', turns)
    .where('kind', '=', 'message')
    .where(sql<boolean>`body_json ->> '$.template' is null`)
    .orderBy('id', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row?.turn
}

/** When a turn last took up what the customer wrote, epoch ms; 0: it is not kept any more. */
async function customerSpokeAtMs(db: Kysely<Tables>, lane: Lane): Promise<number> {
  const { at } = await db
    .selectFrom('said')
    .select((eb) => eb.fn.max('at').as('at'))
    .where((eb) => eb.and({ ...laneColumns(lane), by: 'customer' }))
    .executeTakeFirstOrThrow()
  return at ?? 0
}

async function stateOf(db: Kysely<Tables>, marker: string): Promise<OutboxState | null> {
  const row = await db.selectFrom('outbox').select('state').where('marker', '=', marker).executeTakeFirst()
  return (row?.state as OutboxState | undefined) ?? null
}

async function knockedAtMs(db: Kysely<Tables>, lane: Lane): Promise<number | null> {
  const { at } = await db
    .selectFrom('turns')
    .select((eb) => eb.fn.max('started_at').as('at'))
    .where((eb) => eb.and({ ...laneColumns(lane), outcome: 'answered', reason: 'window-closed' }))
    .executeTakeFirstOrThrow()
  return at
}
