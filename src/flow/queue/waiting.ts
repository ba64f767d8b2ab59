import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { TenantId } from '../../domain/ids.ts'

const SCHEMA = `
  create table if not exists waiting (
    seq integer primary key autoincrement, body text not null, tenant text not null default '',
    is_customers integer not null default 0, places integer not null default 1) strict;
  create index if not exists waiting_of_tenant on waiting (tenant, is_customers, seq, places);
  create table if not exists refused (seq integer primary key, body text not null) strict`

/** What the table had before tenants shared it: rows without one are held back by nothing. */
const OLD_COLUMNS = [
  `alter table waiting add column tenant text not null default ''`,
  'alter table waiting add column is_customers integer not null default 0',
  'alter table waiting add column places integer not null default 1',
]

/** A message that waits, without its body: that is read when the message is taken. */
export interface WaitingHead {
  readonly seq: number
  readonly tenant: TenantId
  readonly is_customers: number
  readonly places: number
}

export interface WaitingRow extends WaitingHead {
  readonly body: string
}

/** Makes the tables, or brings those of an older version up to date. */
export function openWaiting(db: DatabaseSync): void {
  db.exec('begin immediate')
  const columns = db.prepare('select name from pragma_table_info(?)').all('waiting')
  if (columns.length === 2) for (const column of OLD_COLUMNS) db.exec(column)
  db.exec(`${SCHEMA}; commit`)
}

/** The rows that wait. */
export class WaitingRows {
  readonly #db: DatabaseSync
  readonly #oldest: StatementSync
  readonly #firstOf: StatementSync
  readonly #body: StatementSync
  readonly #owners: StatementSync
  readonly #counts: StatementSync
  readonly #someOf: StatementSync
  readonly #batch: number

  /** @param batch how many rows are looked at together */
  constructor(db: DatabaseSync, batch: number) {
    this.#db = db
    this.#batch = batch
    // Not bound: SQLite prepares a statement anew for each value bound to a limit.
    this.#oldest = db.prepare(`select * from waiting order by seq limit ${batch}`)
    this.#someOf = db.prepare(
      `select count(*) as some from (select 1 from waiting indexed by waiting_of_tenant limit ${batch + 1})`,
    )
    // One step of the index for each tenant, however many rows each has.
    this.#owners = db.prepare(`
      with recursive owner (tenant) as (
        select min(tenant) from waiting
        union all select (select min(tenant) from waiting where tenant > owner.tenant) from owner
          where owner.tenant is not null)
      select tenant from owner where tenant is not null`)
    this.#firstOf = db.prepare(
      'select seq, tenant, is_customers, places from waiting where tenant = ? and is_customers = ? order by seq limit ?',
    )
    this.#body = db.prepare('select body from waiting where seq = ?')
    this.#counts = db.prepare('select tenant, sum(places) as places from waiting group by tenant')
  }

  /** Whether more waits than is looked at together. */
  get isMany(): boolean {
    return Number(this.#someOf.get()?.some) > this.#batch
  }

  oldest(): WaitingRow[] {
    return this.#oldest.all() as unknown as WaitingRow[]
  }

  /** Tenants that anything of waits. */
  owners(): TenantId[] {
    return this.#owners.all().map(({ tenant }) => tenant as TenantId)
  }

  /** Its oldest ones. */
  firstOf(tenant: TenantId, { isCustomers, limit }: { isCustomers: boolean; limit: number }): WaitingHead[] {
    return this.#firstOf.all(tenant, isCustomers ? 1 : 0, limit) as unknown as WaitingHead[]
  }

  withBody(head: WaitingHead): WaitingRow {
    return { ...head, body: String(this.#body.get(head.seq)?.body) }
  }

  /** Places that each tenant's rows take. */
  counts(): (readonly [TenantId, number])[] {
    return this.#counts.all().map(({ tenant, places }) => [tenant as TenantId, Number(places)] as const)
  }

  remove(rows: readonly WaitingHead[]): void {
    const seqs = JSON.stringify(rows.map(({ seq }) => seq))
    this.#db.prepare('delete from waiting where seq in (select value from json_each(?))').run(seqs)
  }
}
