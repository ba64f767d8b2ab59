import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { DiskFlush } from '../../base/disk-flush.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Lane, LaneSignal, ParkedRow } from '../../domain/lane.ts'
import { PLACE_BYTES } from '../../domain/places.ts'
import { type Addressed, accept } from './accept.ts'
import { GroupCommit } from './group-commit.ts'
import { lanesWithWork } from './leases.ts'
import { migrate } from './migrations.ts'
import { Office } from './office.ts'
import { dropParked, listParked, rerunParked, showParked } from './parked.ts'
import { type ContactRef, eraseContact, exportContact } from './personal-data.ts'
import { type PruneAsk, type Pruned, prune } from './prune.ts'
import { type Remap, remap, type UnfinishedLane, unfinishedLanes } from './remap.ts'
import { copiedAtMs, settleRestored } from './restored.ts'
import type { Tables } from './schema.ts'
import { nodeSqliteDialect, openDatabase } from './sqlite-dialect.ts'
import { Sweeps } from './sweeps.ts'
import { TenantStore } from './tenant-store.ts'
import { nextTimerAt, type Timer, takeDueTimers } from './timers.ts'

export type { Addressed } from './accept.ts'
export type { ApiKey } from './api-keys.ts'
export type { ConfigDocument, ConfigVersions, Difference } from './config-versions.ts'
export type { Office } from './office.ts'
export type { OutboxChange } from './outbox.ts'
export type { Pause, PauseScope } from './pauses.ts'
export type { ContactRef } from './personal-data.ts'
export type { FactsAsk, KnownAccount, KnownFacts, Sweeps, UnsureRow } from './sweeps.ts'
export type { TenantStore } from './tenant-store.ts'
export type { Timer } from './timers.ts'
export type { Undelivered } from './undeliverable.ts'

export interface StoreOptions {
  /** Directory of the file `store.sqlite`. */
  readonly dir: string
  /** Who this process is, in leases. */
  readonly owner: string
  readonly now: () => number
  /** `process`: a commit survives `kill -9` but not a power cut; for tests and rehearsals. Default `power-cut`. */
  readonly survives?: 'power-cut' | 'process'
}

interface Opened {
  readonly write: Kysely<Tables>
  readonly read: Kysely<Tables>
  readonly disk: DiskFlush | null
}

/** How much waits, for health and metrics. */
export interface StoreCounts {
  readonly openRows: number
  readonly parkedRows: number
  readonly unsentRows: number
  /** Epoch ms at which the oldest open row came; null: none. */
  readonly oldestOpenAtMs: number | null
}

/**
 * What must not be lost: who said what, what we are about to answer, what we answered. One SQLite file; a turn, its
 * outbox rows and the inbox rows it answers are one transaction. Flow code sees one tenant of it, by `for`.
 */
export class Store {
  readonly office: Office
  /** What the sweeper has to know. */
  readonly sweeps: Sweeps
  readonly #write: Kysely<Tables>
  readonly #read: Kysely<Tables>
  readonly #disk: DiskFlush | null
  readonly #writes: GroupCommit
  readonly #owner: string
  readonly #now: () => number

  private constructor({ write, read, disk }: Opened, { owner, now }: StoreOptions) {
    this.#write = write
    this.#read = read
    this.#disk = disk
    this.#writes = new GroupCommit(write, disk)
    this.office = new Office(read, this.#writes)
    this.sweeps = new Sweeps(read, this.#writes)
    this.#owner = owner
    this.#now = now
  }

  /** Opens the file, made and migrated when needed. All leases of an embedded store are void at its start. */
  static async open(options: StoreOptions): Promise<Store> {
    mkdirSync(options.dir, { recursive: true })
    const path = join(options.dir, 'store.sqlite')
    const database = openDatabase(path)
    if (options.survives === 'process') database.exec('pragma synchronous = off')
    migrate(database)
    database.exec('update leases set owner = null')
    database.prepare("insert or ignore into marks (key, at) values ('born', ?)").run(options.now())
    const write = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) })
    const read = new Kysely<Tables>({ dialect: nodeSqliteDialect(openDatabase(path, { readOnly: true })) })
    const disk = options.survives === 'process' ? null : new DiskFlush(`${path}-wal`)
    return new Store({ write, read, disk }, options)
  }

  for(tenant: TenantId): TenantStore {
    // Read where it was written: every commit empties the page cache of any other connection.
    return new TenantStore({ tenant, read: this.#write, writes: this.#writes, owner: this.#owner, now: this.#now })
  }

  /** Survives a power cut once `flushed` has resolved. @see accept */
  accept(batch: readonly Addressed[]): Promise<LaneSignal[]> {
    return this.#writes.runSoon((trx) => accept(trx, batch))
  }

  /** Resolves when all that was written before would survive a power cut. @throws {Failure} STORE_UNWRITABLE */
  flushed(): Promise<void> {
    return this.#writes.flushed()
  }

  /** Lanes that a start finds unfinished. Counts the start on rows that are new, or were noted as running when we died. */
  async recover(): Promise<Lane[]> {
    await this.#writes.run(async (trx) => {
      await sql`update inbox set deaths = deaths + 1, started_at = null where state = 'open' and (deaths < 2 or started_at is not null)`.execute(
        trx,
      )
    })
    return lanesWithWork(this.#read, { owner: this.#owner, nowMs: this.#now() })
  }

  /** When the copy was made that this store is, epoch ms; null: it is none, or was settled since. */
  copiedAtMs(): Promise<number | null> {
    return copiedAtMs(this.#read)
  }

  /** @see settleRestored */
  settleRestored(ask: Parameters<typeof settleRestored>[1]): Promise<void> {
    return this.#writes.run((trx) => settleRestored(trx, ask))
  }

  /** @see unfinishedLanes */
  unfinishedLanes(): Promise<UnfinishedLane[]> {
    return unfinishedLanes(this.#read)
  }

  /** @see remap */
  remap(ask: Remap): Promise<boolean> {
    return this.#writes.run((trx) => remap(trx, ask))
  }

  /** @see prune */
  prune(ask: PruneAsk): Promise<Pruned> {
    return prune(this.#writes, ask)
  }

  takeDueTimers(): Promise<Timer[]> {
    return this.#writes.runSoon((trx) => takeDueTimers(trx, this.#now()))
  }

  nextTimerAt(): Promise<number | null> {
    return nextTimerAt(this.#read)
  }

  /** Parked rows of every tenant, newest first; for the operator. */
  listParked(limit = 200): Promise<ParkedRow[]> {
    return listParked(this.#read, limit)
  }

  showParked(id: number): Promise<ParkedRow | null> {
    return showParked(this.#read, id)
  }

  rerunParked(id: number): Promise<Lane | null> {
    return this.#writes.run((trx) => rerunParked(trx, id, this.#now()))
  }

  dropParked(id: number): Promise<Lane | null> {
    return this.#writes.run((trx) => dropParked(trx, id))
  }

  /** Everything kept of one contact, by table. */
  exportContact(ref: ContactRef): Promise<Readonly<Record<string, unknown[]>>> {
    return exportContact(this.#read, ref)
  }

  /** Forgets one contact, down to the bytes: deleted rows are overwritten and the log is emptied. How many rows went. */
  async eraseContact(ref: ContactRef): Promise<number> {
    const erased = await this.#writes.run((trx) => eraseContact(trx, ref))
    await sql`pragma wal_checkpoint(truncate)`.execute(this.#write)
    return erased
  }

  async counts(): Promise<StoreCounts> {
    const { rows } = await sql<{ open: number; parked: number; unsent: number; oldest: number | null }>`
      select (select count(*) from inbox where state = 'open') as open,
        (select count(*) from inbox where state = 'parked') as parked,
        (select count(*) from outbox where state in ('planned', 'sending', 'unknown')) as unsent,
        (select min(received_at) from inbox where state = 'open') as oldest`.execute(this.#read)
    const row = rows[0]
    return {
      openRows: row?.open ?? 0,
      parkedRows: row?.parked ?? 0,
      unsentRows: row?.unsent ?? 0,
      oldestOpenAtMs: row?.oldest ?? null,
    }
  }

  /** Places that the open rows of each tenant take. */
  async openPlaces(): Promise<Map<TenantId, number>> {
    const { rows } = await sql<{ tenant: string; places: number }>`
      select tenant, sum(1 + octet_length(body_json) / ${sql.lit(PLACE_BYTES)}) as places
      from inbox where state = 'open' group by tenant`.execute(this.#read)
    return new Map(rows.map(({ tenant, places }) => [tenant as TenantId, places]))
  }

  /** Finishes what is being written, then closes the files. */
  async close(): Promise<void> {
    await this.#writes.idle()
    await this.#disk?.close()
    await this.#read.destroy()
    await this.#write.destroy()
  }
}
