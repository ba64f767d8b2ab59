import type { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../base/failure.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { ConsumeOptions, Room } from './queue.ts'
import { type WaitingHead, type WaitingRow, WaitingRows } from './waiting.ts'

/** Rows that are handed over at once. */
export const BATCH = 256

export type Look = 'taken' | 'empty' | 'held'

/**
 * Takes what waits. As long as that is one batch it is taken as it came; what is more is taken from the tenants in turn,
 * so that nobody waits behind another's thousands. Messages that there is no room for stay. A batch that cannot be kept
 * is tried row by row, so that one that nobody understands (written by a newer version, say) is set aside and holds up
 * nobody; the next start tries those again.
 */
export class Taker {
  readonly #db: DatabaseSync
  readonly #rows: WaitingRows
  readonly #take: (batch: readonly Inbound[]) => Promise<void>
  readonly #room: Room | undefined
  readonly #onRefused: ConsumeOptions['onRefused']
  /** Something was left for want of room at the last look. */
  #isHeld = false
  /** Whose turn it was last, where more tenants wait than a batch has places. */
  #last = ''

  constructor(
    db: DatabaseSync,
    take: (batch: readonly Inbound[]) => Promise<void>,
    { room, onRefused }: Omit<ConsumeOptions, 'beat'>,
  ) {
    this.#db = db
    this.#take = take
    this.#room = room
    this.#onRefused = onRefused
    db.exec('begin; insert into waiting (body) select body from refused order by seq; delete from refused; commit')
    this.#rows = new WaitingRows(db, BATCH)
  }

  async takeBatch(): Promise<Look> {
    await this.#room?.look()
    const rows = this.#isHeld || this.#rows.isMany ? this.#inTurn() : this.#oldest()
    if (rows.length === 0) return this.#isHeld ? 'held' : 'empty'
    try {
      await this.#take(rows.map(({ body }) => JSON.parse(body) as Inbound))
    } catch (error) {
      if (isStoreShut(error)) throw error
      for (const row of rows) await this.#takeOne(row)
      return 'taken'
    }
    this.#rows.remove(rows)
    return 'taken'
  }

  #oldest(): WaitingRow[] {
    const rows = this.#rows.oldest()
    const admitted = rows.filter((row) => this.#admit(row))
    this.#isHeld = admitted.length < rows.length
    return admitted
  }

  #inTurn(): WaitingRow[] {
    const owners = this.#rows.owners()
    const from = Math.max(
      0,
      owners.findIndex((owner) => owner > this.#last),
    )
    const turns = [...owners.slice(from), ...owners.slice(0, from)].slice(0, BATCH)
    const limit = Math.max(1, Math.floor(BATCH / Math.max(1, turns.length)))
    this.#last = turns.at(-1) ?? ''
    this.#isHeld = false
    return turns.flatMap((owner) => this.#firstOf(owner, limit)).map((head) => this.#rows.withBody(head))
  }

  #firstOf(owner: TenantId, limit: number): WaitingHead[] {
    const others = this.#rows.firstOf(owner, { isCustomers: false, limit })
    const customers = this.#rows.firstOf(owner, { isCustomers: true, limit })
    const admitted = customers.filter((head) => this.#admit(head))
    this.#isHeld ||= admitted.length < customers.length
    return [...others, ...admitted]
  }

  #admit({ tenant, places, is_customers }: WaitingHead): boolean {
    if (!this.#room || is_customers === 0) return true
    if (!this.#room.admits(tenant)) return false
    this.#room.add(tenant, places)
    return true
  }

  async #takeOne(row: WaitingRow): Promise<void> {
    const { seq, body } = row
    try {
      await this.#take([JSON.parse(body) as Inbound])
    } catch (error) {
      if (isStoreShut(error)) throw error
      this.#db.prepare('insert into refused (seq, body) values (?, ?)').run(seq, body)
      this.#onRefused?.({ seq, error })
    }
    this.#rows.remove([row])
  }
}

/** Then nothing can be kept, and everything comes again. */
const isStoreShut = (error: unknown): boolean => error instanceof Failure && error.code === 'STORE_UNWRITABLE'
