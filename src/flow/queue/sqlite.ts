import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pause } from '../../base/deadline.ts'
import { DiskFlush } from '../../base/disk-flush.ts'
import { Failure } from '../../base/failure.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { ConsumeOptions, Queue } from './queue.ts'

const SCHEMA = `
  create table if not exists waiting (seq integer primary key autoincrement, body text not null) strict;
  create table if not exists refused (seq integer primary key, body text not null) strict`

/** The truth behind the wake-up: what another thread put is found within this, even if its hint was lost. */
const POLL_MS = 250
const BATCH = 256

export interface SqliteQueueOptions {
  readonly dir: string
  /** Most messages that may wait; past it `put` says QUEUE_FULL. */
  readonly maxWaiting: number
}

interface Row {
  readonly seq: number
  readonly body: string
}

/**
 * Takes from the front. A batch that cannot be kept is tried row by row, so that one that nobody understands (written
 * by a newer version, say) is set aside and holds up nobody; the next start tries those again.
 */
class Taker {
  readonly #db: DatabaseSync
  readonly #take: (batch: readonly Inbound[]) => Promise<void>
  readonly #onRefused: ConsumeOptions['onRefused']
  readonly #select: StatementSync

  constructor(
    db: DatabaseSync,
    take: (batch: readonly Inbound[]) => Promise<void>,
    onRefused: ConsumeOptions['onRefused'],
  ) {
    this.#db = db
    this.#take = take
    this.#onRefused = onRefused
    db.exec('begin; insert into waiting (body) select body from refused order by seq; delete from refused; commit')
    this.#select = db.prepare('select seq, body from waiting order by seq limit ?')
  }

  async takeBatch(): Promise<'taken' | 'empty' | 'stuck'> {
    const rows = this.#select.all(BATCH) as unknown as Row[]
    const last = rows.at(-1)
    if (!last) return 'empty'
    try {
      await this.#take(rows.map(({ body }) => JSON.parse(body) as Inbound))
    } catch (error) {
      if (isStoreShut(error)) throw error
      for (const row of rows) await this.#takeOne(row)
      return 'taken'
    }
    this.#db.prepare('delete from waiting where seq <= ?').run(last.seq)
    return 'taken'
  }

  async #takeOne({ seq, body }: Row): Promise<void> {
    try {
      await this.#take([JSON.parse(body) as Inbound])
    } catch (error) {
      if (isStoreShut(error)) throw error
      this.#db.prepare('insert into refused (seq, body) values (?, ?)').run(seq, body)
      this.#onRefused?.({ seq, error })
    }
    this.#db.prepare('delete from waiting where seq = ?').run(seq)
  }
}

/** Then nothing can be kept, and everything comes again. */
const isStoreShut = (error: unknown): boolean => error instanceof Failure && error.code === 'STORE_UNWRITABLE'

interface Put {
  readonly body: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * The embedded queue: one SQLite file that intake's thread puts into and the hub's thread takes from, each with its
 * own connection. Puts of one turn of the event loop share a commit, and a disk flush that runs beside the loop: the
 * door goes on taking connections meanwhile. Taking is not flushed: a row that comes back after a power cut is one the
 * inbox already has.
 */
export class SqliteQueue implements Queue {
  readonly #db: DatabaseSync
  readonly #insert: StatementSync
  readonly #ends: StatementSync
  readonly #maxWaiting: number
  readonly #disk: DiskFlush
  #puts: Put[] = []
  #wake: () => void = () => {}

  constructor({ dir, maxWaiting }: SqliteQueueOptions) {
    mkdirSync(dir, { recursive: true })
    const path = join(dir, 'queue.sqlite')
    this.#db = new DatabaseSync(path, { timeout: 5_000 })
    this.#db.exec(`pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on; ${SCHEMA}`)
    this.#disk = new DiskFlush(`${path}-wal`)
    this.#insert = this.#db.prepare('insert into waiting (body) values (?)')
    this.#ends = this.#db.prepare(
      'select (select min(seq) from waiting) as first, (select max(seq) from waiting) as last',
    )
    this.#maxWaiting = maxWaiting
  }

  put(message: Inbound): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#puts.push({ body: JSON.stringify(message), resolve, reject })
      if (this.#puts.length === 1) setImmediate(() => void this.#flush())
    })
  }

  /** Wakes `consume` at once; the poll would find it within 250 ms anyway. */
  nudge(): void {
    this.#wake()
  }

  async consume(
    take: (batch: readonly Inbound[]) => Promise<void>,
    { signal, beat, onRefused }: ConsumeOptions,
  ): Promise<void> {
    const taker = new Taker(this.#db, take, onRefused)
    while (!signal.aborted) {
      const went = await taker.takeBatch().catch((error: unknown) => {
        onRefused?.({ seq: null, error })
        return 'stuck' as const
      })
      if (went !== 'stuck') beat?.()
      if (went === 'stuck') await pause(POLL_MS, signal)
      if (went === 'empty') await this.#nextNudge(signal)
    }
  }

  /** Hands over all that waits, and forgets it. Before `consume`. */
  async empty(take: (batch: readonly Inbound[]) => Promise<void>): Promise<void> {
    const select = this.#db.prepare('select seq, body from waiting order by seq limit ?')
    for (;;) {
      const rows = select.all(BATCH) as { seq: number; body: string }[]
      const last = rows.at(-1)
      if (!last) return
      await take(rows.map(({ body }) => JSON.parse(body) as Inbound))
      this.#db.prepare('delete from waiting where seq <= ?').run(last.seq)
    }
  }

  /** Empties the log, so that what was taken is nowhere in the files any more (deleted rows are overwritten). */
  scrub(): void {
    this.#db.exec('pragma wal_checkpoint(truncate)')
  }

  async close(): Promise<void> {
    await this.#flush()
    await this.#disk.close()
    this.#db.close()
  }

  #nextNudge(signal: AbortSignal): Promise<void> {
    const woken = new AbortController()
    this.#wake = () => woken.abort()
    return pause(POLL_MS, AbortSignal.any([signal, woken.signal]))
  }

  async #flush(): Promise<void> {
    const puts = this.#puts
    this.#puts = []
    if (puts.length === 0) return
    try {
      this.#commit(puts)
      await this.#disk.flushed()
      for (const { resolve } of puts) resolve()
    } catch (error) {
      this.#rollback()
      const problem = error instanceof Error ? error.message : String(error)
      const failure = error instanceof Failure ? error : new Failure('STORE_UNWRITABLE', { problem }, { cause: error })
      for (const { reject } of puts) reject(failure)
    }
  }

  #commit(puts: readonly Put[]): void {
    this.#db.exec('begin immediate')
    const waiting = this.#countWaiting()
    if (waiting + puts.length > this.#maxWaiting) throw new Failure('QUEUE_FULL', { waiting })
    for (const { body } of puts) this.#insert.run(body)
    this.#db.exec('commit')
  }

  /** Rows are taken from the front in order, so first and last number say how many wait. */
  #countWaiting(): number {
    const ends = this.#ends.get()
    const { first, last } = ends as { first: number | null; last: number | null }
    return first === null || last === null ? 0 : last - first + 1
  }

  #rollback(): void {
    if (this.#db.isTransaction) this.#db.exec('rollback')
  }
}
