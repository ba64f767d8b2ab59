import type { Inbound } from '../../domain/inbound.ts'

/**
 * The durable hand-over from intake to hub: at least once, no order promised. Lanes, order and deduplication
 * live in the store, so every tier has them from one place (docs/design/the-way-of-a-message.md).
 * Adapters: `sqlite.ts` (default, one process). Every one passes `contract.ts`.
 */
export interface Queue {
  /**
   * Resolves once the message would survive `kill -9` and power loss.
   * @throws {Failure} QUEUE_FULL, STORE_UNWRITABLE
   */
  put(message: Inbound): Promise<void>
  /**
   * Calls `take` with what waits, in batches, until `signal` aborts; what `take` resolved for is gone from the
   * queue, what it threw for comes again. Resolves when the last batch is done; never rejects.
   */
  consume(take: (batch: readonly Inbound[]) => Promise<void>, options: ConsumeOptions): Promise<void>
  close(): Promise<void>
}

export interface ConsumeOptions {
  readonly signal: AbortSignal
  /** Called after each look at the queue that came to something or found nothing: it moves. */
  readonly beat?: () => void
  /** Told of a message that is set aside because nobody can take it, or (`seq` null) of a look that failed. */
  readonly onRefused?: (refused: { readonly seq: number | null; readonly error: unknown }) => void
}
