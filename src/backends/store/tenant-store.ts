import { type Kysely, sql } from 'kysely'
import type { ConnectionId, TenantId } from '../../domain/ids.ts'
import type { ConversationRef } from '../../domain/inbound.ts'
import type { InboxRow, Lane, LaneState } from '../../domain/lane.ts'
import type { OutboxRow } from '../../domain/outbox.ts'
import type { Said } from '../../domain/turn.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import type { TurnView } from '../../wire/turn-view.ts'
import type { GroupCommit, Write } from './group-commit.ts'
import { takeLease } from './leases.ts'
import { changeOutboxRow, dropPlannedWords, dropWordsAfterFailure, nextOutboxRow, type OutboxChange } from './outbox.ts'
import { inboxRowFrom, keyOf, laneStateFrom } from './rows.ts'
import type { Tables } from './schema.ts'
import { IS_OPEN } from './states.ts'
import { setWake } from './timers.ts'
import { readTurns } from './turn-views.ts'
import { commitTurn } from './turns.ts'
import { addUndeliverable, readUndelivered, type Undelivered } from './undeliverable.ts'

export interface TenantStoreDeps {
  readonly tenant: TenantId
  /** Reads see what was committed before they began. */
  readonly read: Kysely<Tables>
  readonly writes: GroupCommit
  /** Who this process is, in leases. */
  readonly owner: string
  readonly now: () => number
}

/** A contact, by Chatwoot's number. */
export interface ContactOn {
  readonly connection: ConnectionId
  readonly contact: number
}

/** More of one conversation are not read at once; it is many times what a person writes before an answer. */
export const OPEN_ROWS_AT_ONCE = 100

/**
 * Everything flow code may do with one tenant's rows. What reads or changes them names the tenant; `lease` and
 * `isAnotherRows` are of Chatwoot's numbers, whosever they are, and tell nothing else.
 */
export class TenantStore {
  readonly #tenant: TenantId
  readonly #read: Kysely<Tables>
  readonly #writes: GroupCommit
  readonly #owner: string
  readonly #now: () => number

  constructor({ tenant, read, writes, owner, now }: TenantStoreDeps) {
    this.#tenant = tenant
    this.#read = read
    this.#writes = writes
    this.#owner = owner
    this.#now = now
  }

  /** The conversation as it is known; null before anything of it was accepted. */
  async lane(ref: ConversationRef): Promise<LaneState | null> {
    const row = await this.#read
      .selectFrom('lanes')
      .selectAll()
      .where((eb) => eb.and({ ...keyOf(ref), tenant: this.#tenant }))
      .executeTakeFirst()
    return row ? laneStateFrom(row) : null
  }

  /** The lane's fencing number while we hold it, or null when another process does. */
  lease(ref: ConversationRef): Promise<number | null> {
    return this.#writes.runSoon((trx) => takeLease(trx, { ref, owner: this.#owner, nowMs: this.#now() }))
  }

  /** What waits to be answered in this conversation, in Chatwoot's order: the first of it, where it is a flood. */
  async openRows(ref: ConversationRef): Promise<InboxRow[]> {
    const rows = await this.#read
      .selectFrom('inbox')
      .selectAll()
      .where((eb) => eb.and({ ...keyOf(ref), tenant: this.#tenant }))
      .where(IS_OPEN)
      .orderBy('id')
      .limit(sql.lit(OPEN_ROWS_AT_ONCE))
      .execute()
    return rows.map(inboxRowFrom).sort(byChatwootId)
  }

  /** How many messages this contact sent since then, in whichever conversations; counted to `most` at most. */
  async messagesOf(
    { connection, contact }: ContactOn,
    { sinceMs, most }: { sinceMs: number; most: number },
  ): Promise<number> {
    const messages = this.#read
      .selectFrom('inbox')
      .select('id')
      .where((eb) => eb.and({ connection, contact, tenant: this.#tenant }))
      .where('received_at', '>', sinceMs)
      .limit(sql.lit(most))
    const { count } = await this.#read
      .selectFrom(messages.as('messages'))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return count
  }

  /** The last `limit` things said, oldest first. */
  async said(ref: ConversationRef, limit: number): Promise<Said[]> {
    const rows = await this.#read
      .selectFrom('said')
      .select(['by', 'text', 'at'])
      .where((eb) => eb.and({ ...keyOf(ref), tenant: this.#tenant }))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(sql.lit(limit))
      .execute()
    return rows.reverse().map(({ by, text, at }) => ({ by: by as Said['by'], text, atMs: at }))
  }

  /** Forgotten by a power cut unless one of its actions has begun: marking that as `sending` flushes both. @see commitTurn */
  async commitTurn(record: TurnRecord, fence: number): Promise<boolean> {
    this.#mustOwn(record.lane)
    return this.#writes.runSoon((trx) => commitTurn(trx, { record, owner: this.#owner, fence, nowMs: this.#now() }))
  }

  /** Ends rows that need no turn of their own: a hint that was read back, a message that is never answered. */
  async close(rows: readonly InboxRow[], cause: string): Promise<void> {
    await this.#change(rows, { state: 'done', cause })
  }

  /** Sets rows aside with their cause, for a person to look at. */
  async park(rows: readonly InboxRow[], cause: string): Promise<void> {
    await this.#change(rows, { state: 'parked', cause })
  }

  /** Counts a run that did not end well, and looks at the lane again at `readyAtMs`. */
  async retryLater(
    lane: Lane,
    rows: readonly InboxRow[],
    { readyAtMs, cause }: { readyAtMs: number; cause: string },
  ): Promise<void> {
    this.#mustOwn(lane)
    await this.#writes.run(async (trx) => {
      for (const { id, attempts } of rows)
        await trx
          .updateTable('inbox')
          .set({ attempts: attempts + 1, ready_at: readyAtMs, cause })
          .where((eb) => eb.and({ id, tenant: this.#tenant }))
          .execute()
      await setWake(trx, { lane, dueAtMs: readyAtMs })
    })
  }

  /** Notes that these run: a start that finds them noted counts a death on them. */
  async noteRunning(rows: readonly InboxRow[]): Promise<void> {
    await this.#change(rows, { started_at: this.#now() })
  }

  /** Notes that these run no longer. */
  async noteEnded(rows: readonly InboxRow[]): Promise<void> {
    await this.#change(rows, { started_at: null })
  }

  nextOutboxRow(ref: ConversationRef): Promise<OutboxRow | null> {
    return nextOutboxRow(this.#read, { ...ref, tenant: this.#tenant })
  }

  /** Has the lane looked at again then, whatever comes first. */
  async wakeAt(lane: Lane, dueAtMs: number): Promise<void> {
    this.#mustOwn(lane)
    return this.#writes.run((trx) => setWake(trx, { lane, dueAtMs }))
  }

  /** Whether this Chatwoot message is known to be another row's, whoever's: its numbers are one series for all tenants. */
  async isAnotherRows(row: OutboxRow, chatwootId: number): Promise<boolean> {
    const other = await this.#read
      .selectFrom('outbox')
      .select('id')
      .where((eb) => eb.and({ connection: row.connection, chatwoot_id: chatwootId }))
      .where('id', '!=', row.id)
      .executeTakeFirst()
    return other !== undefined
  }

  /**
   * A change that waits sets its timer in the same transaction. `sending` is on the disk before its POST begins; any
   * other change that a power cut takes back is found out again by looking for the row's marker.
   * @see changeOutboxRow
   */
  async changeOutboxRow(row: OutboxRow, change: OutboxChange): Promise<boolean> {
    this.#mustOwn(row)
    const write: Write<boolean> = async (trx) => {
      if ('dueAtMs' in change) await setWake(trx, { lane: row, dueAtMs: change.dueAtMs })
      return changeOutboxRow(trx, row, change)
    }
    return change.to === 'sending' ? this.#writes.run(write) : this.#writes.runSoon(write)
  }

  /**
   * Ends a row that Chatwoot will not take. What was to be said after it is not said either, and the customer's
   * conversation asks for a human as if the delivery had failed. `chatwootId`: what Chatwoot shows it as, undelivered.
   */
  async failOutboxRow(
    row: OutboxRow,
    { atMs, error, chatwootId = row.chatwootId }: { atMs: number; error: string; chatwootId?: number | null },
  ): Promise<void> {
    this.#mustOwn(row)
    return this.#writes.run(async (trx) => {
      const isEnded = await changeOutboxRow(trx, row, { to: 'failed', atMs, error, chatwootId })
      if (!isEnded || row.action.kind !== 'message') return
      await dropWordsAfterFailure(trx, { ref: row, atMs })
      await addUndeliverable(trx, { lane: row, marker: row.marker, messageId: chatwootId, error, atMs })
      await setWake(trx, { lane: row, dueAtMs: atMs })
    })
  }

  /** @see readUndelivered */
  undelivered(ref: ConversationRef, messageId: number): Promise<Undelivered | null> {
    return readUndelivered(this.#read, { ...keyOf(ref), tenant: this.#tenant } as Lane, messageId)
  }

  /** The conversation was deleted at Chatwoot: nothing of it is done or answered any more. */
  endConversation(ref: ConversationRef, { atMs, why }: { atMs: number; why: string }): Promise<void> {
    return this.#writes.run(async (trx) => {
      const mine = { ...keyOf(ref), tenant: this.#tenant }
      await trx
        .updateTable('outbox')
        .set({ state: 'dropped', ended_at: atMs, error: why })
        .where((eb) => eb.and(mine))
        .where('state', 'in', ['planned', 'sending', 'unknown'])
        .execute()
      await trx
        .updateTable('inbox')
        .set({ state: 'done', cause: why })
        .where((eb) => eb.and({ ...mine, state: 'open' }))
        .execute()
    })
  }

  dropPlannedWords(ref: ConversationRef, reason: string): Promise<number> {
    const mine = { ...ref, tenant: this.#tenant }
    return this.#writes.run((trx) => dropPlannedWords(trx, { ref: mine, reason, atMs: this.#now() }))
  }

  /** The newest turns of a conversation, with their steps, newest first. */
  turns(ref: ConversationRef, limit: number): Promise<TurnView[]> {
    return readTurns(this.#read, { tenant: this.#tenant, ref, limit })
  }

  /** What is handed in names its tenant: another's is a mistake of ours, never done. */
  #mustOwn({ tenant }: Lane): void {
    if (tenant !== this.#tenant) throw new TypeError(`the store of ${this.#tenant} was handed a row of ${tenant}`)
  }

  #change(
    rows: readonly InboxRow[],
    columns: { state?: string; cause?: string; started_at?: number | null },
  ): Promise<void> {
    const ids = rows.map(({ id }) => id)
    return this.#writes.run(async (trx) => {
      if (ids.length === 0) return
      await trx.updateTable('inbox').set(columns).where('id', 'in', ids).where('tenant', '=', this.#tenant).execute()
    })
  }
}

const byChatwootId = (a: InboxRow, b: InboxRow): number =>
  (a.event.messageId ?? Number.MAX_SAFE_INTEGER) - (b.event.messageId ?? Number.MAX_SAFE_INTEGER) || a.id - b.id
