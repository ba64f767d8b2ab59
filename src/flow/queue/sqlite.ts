import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pause } from '../../base/deadline.ts'
import { DiskFlush } from '../../base/disk-flush.ts'
import { Failure } from '../../base/failure.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { placesOf } from '../../domain/places.ts'
import { Admission } from './admission.ts'
import { type ConsumeOptions, isCustomers, type Queue } from './queue.ts'
import { BATCH, Taker } from './taker.ts'
import { openWaiting, WaitingRows } from './waiting.ts'

/** The truth behind the wake-up: what another thread put is found within this, even if its hint was lost. */
const POLL_MS = 250
/** While messages are held back for want of room: how often it is looked whether there is some again. */
const HELD_MS = 10

export interface SqliteQueueOptions {
  readonly dir: string
  /** Most places that messages may take while they wait (`placesOf`); past it `put` says QUEUE_FULL. */
  readonly maxWaiting: number
  /** How many times its part of the room a tenant may have. Default once each. */
  readonly weightOf?: (tenant: TenantId) => number
}

interface Put {
  readonly body: string
  readonly tenant: TenantId
  readonly isCustomers: boolean
  readonly places: number
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
  readonly #rows: WaitingRows
  readonly #admission: Admission
  readonly #disk: DiskFlush
  #puts: Put[] = []
  /** Let in, and not in the table yet. */
  #admitted: Put[] = []
  #wake: () => void = () => {}

  constructor({ dir, maxWaiting, weightOf }: SqliteQueueOptions) {
    mkdirSync(dir, { recursive: true })
    const path = join(dir, 'queue.sqlite')
    this.#db = new DatabaseSync(path, { timeout: 5_000 })
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on')
    openWaiting(this.#db)
    this.#disk = new DiskFlush(`${path}-wal`)
    this.#insert = this.#db.prepare('insert into waiting (body, tenant, is_customers, places) values (?, ?, ?, ?)')
    this.#rows = new WaitingRows(this.#db, BATCH)
    this.#admission = new Admission({ max: maxWaiting, weightOf, count: () => this.#count() })
  }

  put(message: Inbound, tenant: TenantId): Promise<void> {
    const body = JSON.stringify(message)
    const put = { body, tenant, isCustomers: isCustomers(message), places: placesOf(body.length) }
    return new Promise((resolve, reject) => {
      this.#puts.push({ ...put, resolve, reject })
      if (this.#puts.length === 1) setImmediate(() => void this.#flush())
    })
  }

  /** What was taken and is not done yet takes room too: so many places of each tenant. */
  setTaken(taken: Iterable<readonly [TenantId, number]>): void {
    this.#admission.setTaken(taken)
  }

  /** Messages that wait, of everybody. */
  get waiting(): number {
    return Number(this.#db.prepare('select count(*) as rows from waiting').get()?.rows)
  }

  /** Wakes `consume` at once; the poll would find it within 250 ms anyway. */
  nudge(): void {
    this.#wake()
  }

  async consume(take: (batch: readonly Inbound[]) => Promise<void>, options: ConsumeOptions): Promise<void> {
    const { signal, beat, onRefused } = options
    const taker = new Taker(this.#db, take, options)
    while (!signal.aborted) {
      const went = await taker.takeBatch().catch((error: unknown) => {
        onRefused?.({ seq: null, error })
        return 'stuck' as const
      })
      if (went !== 'stuck') beat?.()
      if (went === 'stuck') await pause(POLL_MS, signal)
      if (went === 'held') await pause(HELD_MS, signal)
      if (went === 'empty') await this.#nextNudge(signal)
    }
  }

  /** Hands over all that waits, and forgets it. Before `consume`. */
  async empty(take: (batch: readonly Inbound[]) => Promise<void>): Promise<void> {
    for (let rows = this.#rows.oldest(); rows.length > 0; rows = this.#rows.oldest()) {
      await take(rows.map(({ body }) => JSON.parse(body) as Inbound))
      this.#rows.remove(rows)
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
    this.#admitted = []
    for (const put of puts) this.#admit(put)
    const admitted = this.#admitted
    try {
      this.#commit(admitted)
      this.#admitted = []
      await this.#disk.flushed()
      for (const { resolve } of admitted) resolve()
    } catch (error) {
      this.#admitted = []
      if (this.#db.isTransaction) this.#db.exec('rollback')
      const problem = error instanceof Error ? error.message : String(error)
      const failure = new Failure('STORE_UNWRITABLE', { problem }, { cause: error })
      for (const { reject } of admitted) reject(failure)
    }
  }

  #admit(put: Put): void {
    if (this.#admission.admit(put)) this.#admitted.push(put)
    else put.reject(new Failure('QUEUE_FULL', { waiting: this.#admission.used }))
  }

  #count(): readonly (readonly [TenantId, number])[] {
    return [...this.#rows.counts(), ...this.#admitted.map(({ tenant, places }) => [tenant, places] as const)]
  }

  #commit(puts: readonly Put[]): void {
    if (puts.length === 0) return
    this.#db.exec('begin immediate')
    for (const { body, tenant, isCustomers, places } of puts)
      this.#insert.run(body, tenant, isCustomers ? 1 : 0, places)
    this.#db.exec('commit')
  }
}
