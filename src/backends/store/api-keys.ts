import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { Secret } from '../../base/secret.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Tables } from './schema.ts'

/** A tenant's key as it may be shown: by the start of its hash. */
export interface ApiKey {
  readonly id: string
  readonly tenant: TenantId
  readonly label: string
  readonly madeAtMs: number
  readonly revokedAtMs: number | null
}

/** Keys of single tenants for the HTTP API. Only hashes are kept: a key is shown once, when it is made. */
export class ApiKeys {
  readonly #read: Kysely<Tables>
  readonly #writes: GroupCommit

  constructor(read: Kysely<Tables>, writes: GroupCommit) {
    this.#read = read
    this.#writes = writes
  }

  /** 256 random bits, so that a plain hash keeps them: nobody guesses what no person chose. */
  async make(tenant: TenantId, { label, atMs }: { label: string; atMs: number }): Promise<{ key: Secret; id: string }> {
    const key = `cwai_${randomBytes(32).toString('base64url')}`
    const row = { hash: hashOf(key), tenant, label, made_at: atMs, revoked_at: null }
    await this.#writes.run((trx) => trx.insertInto('api_keys').values(row).execute())
    return { key: new Secret(key), id: idOf(row.hash) }
  }

  /** Whose key it is; null: nobody's, or no longer. */
  async find(key: string): Promise<ApiKey | null> {
    const row = await this.#read
      .selectFrom('api_keys')
      .selectAll()
      .where('hash', '=', hashOf(key))
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    return row ? keyFrom(row) : null
  }

  async list(): Promise<ApiKey[]> {
    const rows = await this.#read.selectFrom('api_keys').selectAll().orderBy('made_at').execute()
    return rows.map(keyFrom)
  }

  /** By the id that `list` shows; false: there is no such key that works. */
  async revoke(id: string, atMs: number): Promise<boolean> {
    if (!/^[0-9a-f]{12}$/.test(id)) return false
    return this.#writes.run(async (trx) => {
      const revoked = await trx
        .updateTable('api_keys')
        .set({ revoked_at: atMs })
        .where('hash', 'like', `${id}%`)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      return revoked.numUpdatedRows > 0n
    })
  }
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')
const idOf = (hash: string): string => hash.slice(0, 12)

interface Row {
  readonly hash: string
  readonly tenant: string
  readonly label: string
  readonly made_at: number
  readonly revoked_at: number | null
}

const keyFrom = ({ hash, tenant, label, made_at, revoked_at }: Row): ApiKey => ({
  ...{ id: idOf(hash), tenant: tenant as TenantId, label },
  ...{ madeAtMs: made_at, revokedAtMs: revoked_at },
})
