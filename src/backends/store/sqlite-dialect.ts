import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/** Kysely over Node's own SQLite: one connection, its statements prepared once. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new NodeSqliteDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/**
 * Opens a database file as every one of ours is: WAL, deleted rows overwritten, `synchronous = normal`: a commit is in
 * the page cache, out of reach of `kill -9`, and whoever promises more flushes the WAL file (`base/disk-flush.ts`). A file
 * made by it can give emptied pages back.
 */
export function openDatabase(path: string, options: { readOnly?: boolean } = {}): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: options.readOnly ?? false, timeout: 5_000 })
  if (!options.readOnly)
    database.exec(
      'pragma auto_vacuum = incremental; pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on',
    )
  database.exec('pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -8000')
  return database
}

class NodeSqliteDriver implements Driver {
  readonly #connection: NodeSqliteConnection
  readonly #database: DatabaseSync
  #busy: Promise<void> = Promise.resolve()
  #free: () => void = () => {}

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#connection = new NodeSqliteConnection(database)
  }

  async init(): Promise<void> {}

  /** One at a time: a transaction owns the connection from its first statement to its last. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#busy
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#busy = promise
    await before
    this.#free = resolve
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#free()
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async destroy(): Promise<void> {
    this.#database.close()
  }
}

const MAX_STATEMENTS = 500

interface Prepared {
  readonly statement: StatementSync
  /** Whether it answers with rows. */
  readonly hasRows: boolean
}

class NodeSqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, Prepared>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { statement, hasRows } = this.#prepare(sql)
    const values = parameters as readonly SQLInputValue[]
    if (hasRows) return { rows: statement.all(...values) as R[] }
    const { changes, lastInsertRowid } = statement.run(...values)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  // biome-ignore lint/correctness/useYield: Kysely's interface; we read whole results.
  async *streamQuery<R>(): AsyncGenerator<QueryResult<R>> {
    throw new Error('the embedded store reads whole results')
  }

  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear()
    const statement = this.#database.prepare(sql)
    // Asked once: describing twenty columns costs more than reading a row of them.
    const prepared = { statement, hasRows: statement.columns().length > 0 }
    this.#statements.set(sql, prepared)
    return prepared
  }
}
