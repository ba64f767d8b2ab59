import { type Kysely, sql, type Transaction } from 'kysely'
import { Failure } from '../../base/failure.ts'
import type { Tables } from './schema.ts'

export type Write<T> = (trx: Transaction<Tables>) => Promise<T>

interface Job {
  readonly write: Write<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Runs writes as transactions, those that come in one turn of the event loop in one commit: a commit is a disk
 * flush, and 64 rows cost about as much as one (facts/performance §8). Each write has its own savepoint, so one
 * that throws takes nothing back of the others. A caller hears of its write only after the commit.
 */
export class GroupCommit {
  readonly #db: Kysely<Tables>
  #waiting: Job[] = []
  #isFlushing = false
  #idle: Promise<void> = Promise.resolve()

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** @throws {Failure} STORE_UNWRITABLE when the commit fails; whatever `write` throws, alone taken back */
  run<T>(write: Write<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ write, resolve: resolve as (value: unknown) => void, reject })
      if (this.#isFlushing) return
      this.#isFlushing = true
      this.#idle = this.#flushAll()
    })
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    return this.#idle
  }

  async #flushAll(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const jobs = this.#waiting
      this.#waiting = []
      await this.#flush(jobs)
    }
    this.#isFlushing = false
  }

  async #flush(jobs: readonly Job[]): Promise<void> {
    const settle: (() => void)[] = []
    try {
      await this.#db.transaction().execute(async (trx) => {
        for (const job of jobs) settle.push(await runInSavepoint(trx, job))
      })
      for (const done of settle) done()
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause)
      for (const { reject } of jobs) reject(new Failure('STORE_UNWRITABLE', { problem }, { cause }))
    }
  }
}

async function runInSavepoint(trx: Transaction<Tables>, { write, resolve, reject }: Job): Promise<() => void> {
  await sql`savepoint job`.execute(trx)
  try {
    const value = await write(trx)
    await sql`release job`.execute(trx)
    return () => resolve(value)
  } catch (error) {
    await sql`rollback to job`.execute(trx)
    await sql`release job`.execute(trx)
    return () => reject(error)
  }
}
