import type { Kysely, Transaction } from 'kysely'
import type { TenantId } from '../../domain/ids.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Tables } from './schema.ts'

/** One line of what a version changed; absent before or after: null. */
export interface Difference {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

export interface ConfigDocument {
  readonly tenant: TenantId
  /** `config`, `crews/<name>`, `credentials` or `mapping`. */
  readonly type: string
  readonly version: number
  readonly atMs: number
  readonly who: string
  /** Null: from here on the files say it again. */
  readonly text: string | null
  readonly note: string
  readonly diff: readonly Difference[]
}

export type NewConfigDocument = Omit<ConfigDocument, 'version'>

/** Every version of every document that was pushed or edited; nothing is ever changed, only added. */
export class ConfigVersions {
  readonly #read: Kysely<Tables>
  readonly #writes: GroupCommit

  constructor(read: Kysely<Tables>, writes: GroupCommit) {
    this.#read = read
    this.#writes = writes
  }

  /** Adds a version and returns its number. @throws {Failure} STORE_UNWRITABLE */
  add(document: NewConfigDocument): Promise<number> {
    return this.#writes.run((trx) => added(trx, document))
  }

  /** Adds a version of each, or of none, and returns their numbers. @throws {Failure} STORE_UNWRITABLE */
  addAll(documents: readonly NewConfigDocument[]): Promise<number[]> {
    return this.#writes.run(async (trx) => {
      const versions: number[] = []
      for (const document of documents) versions.push(await added(trx, document))
      return versions
    })
  }

  /** The newest version of each of a tenant's documents. */
  async newest(tenant: TenantId): Promise<ConfigDocument[]> {
    const newest = this.#read
      .selectFrom('config_versions')
      .select((eb) => ['type as of_type', eb.fn.max('version').as('number')])
      .where('tenant', '=', tenant)
      .groupBy('type')
    const rows = await this.#read
      .selectFrom('config_versions')
      .innerJoin(newest.as('newest'), (join) =>
        join.onRef('of_type', '=', 'config_versions.type').onRef('number', '=', 'config_versions.version'),
      )
      .selectAll('config_versions')
      .where('tenant', '=', tenant)
      .execute()
    return rows.map(documentFrom)
  }

  /** Newest first. */
  async history(tenant: TenantId, type: string, limit = 100): Promise<ConfigDocument[]> {
    const rows = await this.#read
      .selectFrom('config_versions')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('type', '=', type)
      .orderBy('version', 'desc')
      .limit(limit)
      .execute()
    return rows.map(documentFrom)
  }

  async version(tenant: TenantId, type: string, version: number): Promise<ConfigDocument | null> {
    const row = await this.#read
      .selectFrom('config_versions')
      .selectAll()
      .where((eb) => eb.and({ tenant, type, version }))
      .executeTakeFirst()
    return row ? documentFrom(row) : null
  }

  /** Every tenant whose own configuration was ever pushed. */
  async tenants(): Promise<TenantId[]> {
    const rows = await this.#read
      .selectFrom('config_versions')
      .select('tenant')
      .distinct()
      .where('type', '=', 'config')
      .orderBy('tenant')
      .execute()
    return rows.map(({ tenant }) => tenant as TenantId)
  }
}

async function added(
  trx: Transaction<Tables>,
  { tenant, type, atMs, who, text, note, diff }: NewConfigDocument,
): Promise<number> {
  const { newest } = await trx
    .selectFrom('config_versions')
    .select((eb) => eb.fn.max('version').as('newest'))
    .where('tenant', '=', tenant)
    .where('type', '=', type)
    .executeTakeFirstOrThrow()
  const version = Number(newest ?? 0) + 1
  const row = { tenant, type, version, at: atMs, who, text, note, diff_json: JSON.stringify(diff) }
  await trx.insertInto('config_versions').values(row).execute()
  return version
}

interface Row {
  readonly tenant: string
  readonly type: string
  readonly version: number
  readonly at: number
  readonly who: string
  readonly text: string | null
  readonly note: string
  readonly diff_json: string
}

const documentFrom = ({ tenant, type, version, at, who, text, note, diff_json }: Row): ConfigDocument => ({
  ...{ tenant: tenant as TenantId, type, version, who, text, note },
  atMs: at,
  diff: JSON.parse(diff_json),
})
