import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationRef } from '../../domain/inbound.ts'
import type { LaneState } from '../../domain/lane.ts'
import type { OutboxState } from '../../domain/outbox.ts'
import type { GroupCommit } from './group-commit.ts'
import { closeUnsure, giveUnsure, reopenUnsure, type Unanswered, type UnsureRow, unsureRows } from './restored.ts'
import { keyOf, laneStateFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_UNFINISHED } from './states.ts'

/** One account of a Chatwoot. */
export interface AccountKey {
  readonly connection: string
  readonly account: number
}

/** An account as a start finds it, epoch ms each. Chatwoot's clock and ours need not agree. */
export interface KnownAccount extends AccountKey {
  /** When this store first heard of it, by our clock. */
  readonly metAtMs: number
  /** The same by Chatwoot's: what was written before is none of ours; null: its clock was never seen. */
  readonly sinceMs: number | null
  /** When the last sweep of it that came to its end began, by Chatwoot's clock; null: none did. */
  readonly sweptAtMs: number | null
  /** When something last happened in it, as far as we were told, by Chatwoot's clock; null: nothing yet. */
  readonly seenAtMs: number | null
}

/** What became of what was unsure, once its conversation was looked into. */
export interface Sure {
  /** To be answered. */
  readonly open: readonly Unanswered[]
  /** Answered since, or nobody's any more. */
  readonly done: readonly UnsureRow[]
  /** It could not be looked into: a human's. */
  readonly unseen: readonly UnsureRow[]
  readonly atMs: number
}

export type { UnsureRow } from './restored.ts'

export interface FactsAsk {
  readonly ref: ConversationRef
  /** Names of facts, as `Inbound.dedupe` has them. */
  readonly dedupes: readonly string[]
  /** Of what we posted, where Chatwoot kept them. */
  readonly markers: readonly string[]
  /** Chatwoot's numbers of the messages that are asked about. */
  readonly messageIds: readonly number[]
}

/** What the store knows already of what was read back of a conversation. */
export interface KnownFacts {
  readonly lane: LaneState | null
  /** Which of the facts have their row. */
  readonly dedupes: ReadonlySet<string>
  /** Which of the messages were taken as a human's word. */
  readonly humanWords: ReadonlySet<number>
  /** Our rows by their marker, and by Chatwoot's number where it is known. */
  readonly states: ReadonlyMap<string | number, OutboxState>
  /** Some words of ours are on their way, so that one of ours may stand in Chatwoot under no name we know. */
  readonly isSending: boolean
}

/** What the sweeper remembers over a restart, and what it asks before it takes anything for lost. */
export class Sweeps {
  readonly #read: Kysely<Tables>
  readonly #writes: GroupCommit

  constructor(read: Kysely<Tables>, writes: GroupCommit) {
    this.#read = read
    this.#writes = writes
  }

  /** When this store was made, epoch ms. */
  async bornAtMs(): Promise<number> {
    const { at } = await this.#read.selectFrom('marks').select('at').where('key', '=', 'born').executeTakeFirstOrThrow()
    return at
  }

  /** Every account that the store has heard of. One look over the lanes: for a start. */
  async accounts(): Promise<KnownAccount[]> {
    const bornAtMs = await this.bornAtMs()
    const { rows: seen } = await sql<AccountKey & { at: number }>`
      select connection, account, max(seen_at) as at from lanes group by connection, account`.execute(this.#read)
    const marks = await this.#marks()
    const seenAt = new Map(seen.map((row) => [accountKey(row), row.at]))
    const keys = new Set([...seenAt.keys(), ...[...marks.keys()].flatMap((key) => accountOfMark(key) ?? [])])
    return [...keys].map((key) => ({
      ...splitKey(key),
      metAtMs: marks.get(`met:${key}`) ?? bornAtMs,
      sinceMs: marks.get(`since:${key}`) ?? null,
      sweptAtMs: marks.get(`swept:${key}`) ?? null,
      seenAtMs: seenAt.get(key) ?? null,
    }))
  }

  /** Notes accounts met for the first time, by our clock. */
  noteMet(accounts: readonly AccountKey[], atMs: number): Promise<void> {
    const met = accounts.map((each) => ({ key: `met:${accountKey(each)}`, at: atMs }))
    return this.#writes.run((trx) => mark(trx, met))
  }

  /** Notes from when on an account is ours, by Chatwoot's clock. */
  noteSince(account: AccountKey, atMs: number): Promise<void> {
    return this.#writes.run((trx) => mark(trx, [{ key: `since:${accountKey(account)}`, at: Math.round(atMs) }]))
  }

  /** Notes when a sweep began that came to its end, by Chatwoot's clock. Forgotten by a power cut: the next looks further back. */
  noteSwept(swept: readonly (AccountKey & { readonly atMs: number })[]): Promise<void> {
    const ended = swept.map((each) => ({ key: `swept:${accountKey(each)}`, at: Math.round(each.atMs) }))
    return this.#writes.runSoon((trx) => mark(trx, ended))
  }

  /** What a restored backup left unsure: each is to be looked into. */
  unsure(): Promise<UnsureRow[]> {
    return unsureRows(this.#read)
  }

  settleUnsure({ open, done, unseen, atMs }: Sure): Promise<void> {
    return this.#writes.run(async (trx) => {
      await reopenUnsure(trx, open)
      await closeUnsure(trx, done, 'answered, or given to a human, after the backup was made')
      await giveUnsure(trx, unseen, atMs)
    })
  }

  /** Whether anything ever came out of this inbox. */
  async knowsInbox({ connection, account }: AccountKey, inbox: number): Promise<boolean> {
    const lane = await this.#read
      .selectFrom('lanes')
      .select('inbox')
      .where((eb) => eb.and({ connection, account, inbox }))
      .limit(1)
      .executeTakeFirst()
    return lane !== undefined
  }

  async facts(ask: FactsAsk): Promise<KnownFacts> {
    const { connection } = ask.ref
    const [lane, rows, words, ours, sending] = await Promise.all([
      this.#laneOf(ask.ref),
      this.#dedupesIn(connection, ask.dedupes),
      this.#wordsIn(connection, ask.messageIds),
      this.#statesOf(connection, ask),
      this.#isSending(ask.ref),
    ])
    return { lane, dedupes: new Set(rows), humanWords: new Set(words), states: ours, isSending: sending }
  }

  async #laneOf(ref: ConversationRef): Promise<LaneState | null> {
    const row = await this.#read
      .selectFrom('lanes')
      .selectAll()
      .where((eb) => eb.and(keyOf(ref)))
      .executeTakeFirst()
    return row ? laneStateFrom(row) : null
  }

  async #dedupesIn(connection: string, dedupes: readonly string[]): Promise<string[]> {
    const { rows } = await sql<{ dedupe: string }>`
      select dedupe from inbox where connection = ${connection} and dedupe in ${listOf(dedupes)}`.execute(this.#read)
    return rows.map(({ dedupe }) => dedupe)
  }

  async #wordsIn(connection: string, messageIds: readonly number[]): Promise<number[]> {
    const sources = messageIds.map((id) => `m:${id}`)
    const { rows } = await sql<{ source: string }>`
      select source from said where connection = ${connection} and source in ${listOf(sources)}`.execute(this.#read)
    return rows.map(({ source }) => Number(source.slice(2)))
  }

  async #statesOf(connection: string, { markers, messageIds }: FactsAsk): Promise<Map<string | number, OutboxState>> {
    const { rows } = await sql<{ marker: string; id: number | null; state: OutboxState }>`
      select marker, chatwoot_id as id, state from outbox where marker in ${listOf(markers)}
      union all
      select marker, chatwoot_id as id, state from outbox
        where connection = ${connection} and chatwoot_id in ${listOf(messageIds)}`.execute(this.#read)
    const states = new Map<string | number, OutboxState>()
    for (const { marker, id, state } of rows) {
      states.set(marker, state)
      if (id !== null) states.set(id, state)
    }
    return states
  }

  async #isSending(ref: ConversationRef): Promise<boolean> {
    const row = await this.#read
      .selectFrom('outbox')
      .select('id')
      .where((eb) => eb.and(keyOf(ref)))
      .where('state', 'in', ['sending', 'unknown'])
      .where(IS_UNFINISHED)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  async #marks(): Promise<Map<string, number>> {
    const rows = await this.#read.selectFrom('marks').selectAll().execute()
    return new Map(rows.map(({ key, at }) => [key, at]))
  }
}

/** Notes moments in the place of those that were noted under the same names. */
async function mark(trx: Transaction<Tables>, rows: readonly { readonly key: string; readonly at: number }[]) {
  if (rows.length === 0) return
  await trx
    .insertInto('marks')
    .values(rows)
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ at: (eb) => eb.ref('excluded.at') }))
    .execute()
}

/** One parameter however long the list, so that one prepared statement serves them all. */
const listOf = (values: readonly (string | number)[]) => sql`(select value from json_each(${JSON.stringify(values)}))`

export const accountKey = ({ connection, account }: AccountKey): string => `${connection}/${account}`

const accountOfMark = (key: string): string | null => /^(?:met|since|swept):(.+)$/.exec(key)?.[1] ?? null

function splitKey(key: string): AccountKey {
  const at = key.lastIndexOf('/')
  return { connection: key.slice(0, at), account: Number(key.slice(at + 1)) }
}
