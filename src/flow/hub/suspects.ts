import type { TenantStore } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { InboxRow } from '../../domain/lane.ts'
import { FairSlots } from './fair-slots.ts'

/** Starts that may find a message open before it is noted while it runs: the store counts no further without. */
const NOTED_AFTER_DEATHS = 2
/** Noted ones at once: few enough that some end between two deaths, many enough that a backlog does not wait for long. */
const FEW = 16
/** Deaths after which a message runs with no other noted one beside it: the next is on its account alone. */
const ALONE_AFTER_DEATHS = 5
/** Deaths of the process while it ran, before a message is taken for their cause. */
const MAX_DEATHS = 8

export interface Suspected {
  readonly tenant: TenantId
  readonly rows: readonly InboxRow[]
  readonly store: TenantStore
  readonly signal: AbortSignal
}

/**
 * Finds the message that ends the process, among those that were only under way when it did.
 * ```
 *   deaths  0–1  runs as any other, unnoted (the usual restart: all of it at once, not a write more)
 *           2–4  noted while it runs, at most sixteen such at once
 *           5–7  noted, and alone
 *           8    it is the one: a human's
 * ```
 * Only a noted one is counted at the next start, and who was counted least begins first. A machine that is restarted
 * again and again under load therefore works its backlog off, in place of handing it to humans.
 */
export class Suspects {
  readonly #few = new FairSlots({ max: FEW })
  readonly #alone = new FairSlots({ max: 1 })

  /**
   * Does `work` on the rows, when it is their turn; tells it whether they are noted.
   * @throws {Failure} BUG: the process ended too often with them
   * @throws the signal's reason when it aborts while they wait
   */
  async watch<T>({ tenant, rows, store, signal }: Suspected, work: (isNoted: boolean) => Promise<T>): Promise<T> {
    const deaths = Math.max(...rows.map((row) => row.deaths))
    if (deaths < NOTED_AFTER_DEATHS) return await work(false)
    if (deaths >= MAX_DEATHS) throw new Failure('BUG', { problem: `the process ended ${deaths} times with this` })
    const slots = deaths < ALONE_AFTER_DEATHS ? this.#few : this.#alone
    const free = await slots.acquire(tenant, signal)
    try {
      await store.noteRunning(rows)
      return await work(true)
    } finally {
      await store.noteEnded(rows).finally(free)
    }
  }
}
