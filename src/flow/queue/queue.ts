import type { TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'

/**
 * The durable hand-over from intake to hub: at least once, no order promised. Lanes, order and deduplication
 * live in the store, so every tier has them from one place (docs/design/the-way-of-a-message.md).
 * Adapters: `sqlite.ts` (default, one process). Every one passes `contract.ts`.
 */
export interface Queue {
  /**
   * Resolves once the message would survive `kill -9` and power loss.
   * @param tenant whose it is, for sharing the room that there is
   * @throws {Failure} QUEUE_FULL, for a tenant that floods before it is said to any other; STORE_UNWRITABLE
   */
  put(message: Inbound, tenant: TenantId): Promise<void>
  /**
   * Calls `take` with what waits, in batches, the tenants in turn when it is more than one, until `signal` aborts; what
   * `take` resolved for is gone from the queue, what it threw for comes again. Resolves when the last batch is done;
   * never rejects.
   */
  consume(take: (batch: readonly Inbound[]) => Promise<void>, options: ConsumeOptions): Promise<void>
  close(): Promise<void>
}

export interface ConsumeOptions {
  readonly signal: AbortSignal
  /** How much may be taken now; absent: everything. */
  readonly room?: Room
  /** Called after each look at the queue that came to something or found nothing: it moves. */
  readonly beat?: () => void
  /** Told of a message that is set aside because nobody can take it, or (`seq` null) of a look that failed. */
  readonly onRefused?: (refused: { readonly seq: number | null; readonly error: unknown }) => void
}

/** What those who answer have room for. It holds back customers' messages only: a human's word is always taken. */
export interface Room {
  /** Called before each batch: a moment to see what has been done meanwhile. */
  look(): Promise<void>
  admits(tenant: TenantId): boolean
  /** So many places of the tenant's are taken. */
  add(tenant: TenantId, places: number): void
}

/** Whether somebody waits for an answer to it; only such a message is ever held back. */
export const isCustomers = ({ event }: Inbound): boolean =>
  event.kind === 'customer-message' || event.kind === 'customer-answered'
