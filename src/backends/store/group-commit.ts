import { type Kysely, sql, type Transaction } from 'kysely'
import { Failure } from '../../base/failure.ts'
import type { Tables } from './schema.ts'

export type Write<T> = (trx: Transaction<Tables>) => Promise<T>

/** Puts what was committed on the disk. */
export interface Flush {
  flushed(): Promise<void>
}

interface Job {
  readonly write: Write<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Runs writes as transactions, those that come in one turn of the event loop in one commit, since 64 rows cost about
 * as much as one. Each write has its own savepoint, so one that throws takes nothing back of the others. A caller hears
 * of its write only after the commit, which survives `kill -9`; whether it also waits for the disk is its choice.
 */
export class GroupCommit {
  readonly #db: Kysely<Tables>
  readonly #disk: Flush | null
  #waiting: Job[] = []
  #isFlushing = false
  #idle: Promise<void> = Promise.resolve()

  /** @param disk null: nothing has to survive a power cut */
  constructor(db: Kysely<Tables>, disk: Flush | null) {
    this.#db = db
    this.#disk = disk
  }

  /**
   * Resolves when the write would survive a power cut.
   * @throws {Failure} STORE_UNWRITABLE when it cannot be committed or flushed; whatever `write` throws, alone taken back
   */
  async run<T>(write: Write<T>): Promise<T> {
    const value = await this.runSoon(write)
    await this.flushed()
    return value
  }

  /** Resolves when all that was committed before would survive a power cut. @throws {Failure} STORE_UNWRITABLE */
  async flushed(): Promise<void> {
    try {
      await this.#disk?.flushed()
    } catch (cause) {
      throw unwritable(cause)
    }
  }

  /**
   * Resolves with the commit: the write survives `kill -9` at once, and a power cut with the next flush. For writes
   * that may be forgotten together with all that came after them, because nobody outside has been told of them.
   * @throws {Failure} as `run`
   */
  runSoon<T>(write: Write<T>): Promise<T> {
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
      for (const { reject } of jobs) reject(unwritable(cause))
    }
  }
}

function unwritable(cause: unknown): Failure {
  const problem = cause instanceof Error ? cause.message : String(cause)
  return new Failure('STORE_UNWRITABLE', { problem }, { cause })
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
