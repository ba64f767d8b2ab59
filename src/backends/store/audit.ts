import { type Kysely, sql } from 'kysely'
import type { TenantId } from '../../domain/ids.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Tables } from './schema.ts'

/** Something a person or a machine of theirs did, or was refused. Ids and names only, never a secret. */
export interface AuditEntry {
  readonly atMs: number
  /** `operator`, `cli`, or `key <id>`. */
  readonly who: string
  /** `config.pushed`, `key.revoked`, … */
  readonly what: string
  readonly tenant: TenantId | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** Who did what and when. Only ever added to. */
export class Audit {
  readonly #read: Kysely<Tables>
  readonly #writes: GroupCommit

  constructor(read: Kysely<Tables>, writes: GroupCommit) {
    this.#read = read
    this.#writes = writes
  }

  async add({ atMs, who, what, tenant, detail }: AuditEntry): Promise<void> {
    const row = { at: atMs, who, what, tenant, detail_json: JSON.stringify(detail) }
    await this.#writes.run((trx) => trx.insertInto('audit').values(row).execute())
  }

  /** When something was last refused for this reason, in epoch ms; null: never. */
  async lastRefusal(code: string): Promise<number | null> {
    const row = await this.#read
      .selectFrom('audit')
      .select('at')
      .where('what', '=', 'request.refused')
      .where(sql`json_extract(detail_json, '$.code')`, '=', code)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row?.at ?? null
  }

  /** Newest first; of one tenant, or of all. */
  async list({ tenant, limit }: { tenant: TenantId | null; limit: number }): Promise<AuditEntry[]> {
    const all = this.#read.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
    const rows = await (tenant === null ? all : all.where('tenant', '=', tenant)).execute()
    return rows.map((row) => ({
      ...{ atMs: row.at, who: row.who, what: row.what, tenant: row.tenant as TenantId | null },
      detail: JSON.parse(row.detail_json),
    }))
  }
}
