import type { Kysely } from 'kysely'
import type { GroupCommit } from './group-commit.ts'
import type { Tables } from './schema.ts'

/** A connection as it lies here: what may be shown as JSON, what may not as one encrypted text. */
export interface StoredConnection {
  readonly id: string
  readonly plain: unknown
  readonly sealed: string
}

/** The Chatwoot installations that were connected by hand; the settings' own one is not among them. */
export class Connections {
  readonly #read: Kysely<Tables>
  readonly #writes: GroupCommit

  constructor(read: Kysely<Tables>, writes: GroupCommit) {
    this.#read = read
    this.#writes = writes
  }

  async list(): Promise<StoredConnection[]> {
    const rows = await this.#read.selectFrom('connections').selectAll().orderBy('id').execute()
    return rows.map(({ id, plain_json, sealed }) => ({ id, plain: JSON.parse(plain_json), sealed }))
  }

  /** Adds it, or puts it in the place of the one with its id. */
  async put({ id, plain, sealed }: StoredConnection, atMs: number): Promise<void> {
    const columns = { plain_json: JSON.stringify(plain), sealed, changed_at: atMs }
    await this.#writes.run((trx) =>
      trx
        .insertInto('connections')
        .values({ id, ...columns })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute(),
    )
  }

  /** False: there was none. */
  remove(id: string): Promise<boolean> {
    return this.#writes.run(async (trx) => {
      const removed = await trx.deleteFrom('connections').where('id', '=', id).executeTakeFirst()
      return removed.numDeletedRows > 0n
    })
  }
}
