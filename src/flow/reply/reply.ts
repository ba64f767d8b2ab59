import type { Store, TenantStore } from '../../backends/store/store.ts'
import type { Log } from '../../base/log.ts'
import type { Timing } from '../../base/timing.ts'
import { laneOf } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboxRow } from '../../domain/outbox.ts'
import { type ChatwootDoor, perform } from './perform.ts'
import { settle } from './settle.ts'

export interface OutboxDeps {
  readonly store: Store
  /** Chatwoot as seen from this lane's connection and account. */
  readonly chatwootOf: (lane: Lane) => ChatwootDoor
  readonly now: () => number
  /** What has passed is measured with it; the system's, unless a test moves it. */
  readonly timing?: Timing
  readonly log: Log
}

/** Waits after a send that certainly was not taken, in ms; the last one again and again. */
const BUSY_AFTER_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000]
/** A token that was revoked is mended by a person: look again this much later, in ms. */
const UNAUTHORIZED_AFTER_MS = 60_000

/**
 * Does what turns planned, at Chatwoot, in order within a conversation, each once. A row is noted as `sending` before
 * its POST begins; whatever is met in that state at a start, or whose answer was lost, is `unknown` and is looked for
 * by its marker before it is ever sent again.
 */
export class Outbox {
  readonly #deps: OutboxDeps

  constructor(deps: OutboxDeps) {
    this.#deps = deps
  }

  /** Does the lane's rows until none is left or the first one has to wait (its timer is set then). One call per lane at a time. */
  async drain(lane: Lane, signal: AbortSignal): Promise<void> {
    const tenant = this.#deps.store.for(lane.tenant)
    while (!signal.aborted) {
      const row = await tenant.nextOutboxRow(lane)
      if (!row || row.dueAtMs > this.#deps.now()) return
      if (row.state === 'planned') await this.#send(tenant, row, signal)
      else await this.#settle(tenant, row, signal)
    }
  }

  async #send(tenant: TenantStore, row: OutboxRow, signal: AbortSignal): Promise<void> {
    const { now, chatwootOf } = this.#deps
    const isTaken = await tenant.changeOutboxRow(row, { to: 'sending', atMs: now() })
    if (!isTaken) return
    const outcome = await perform(chatwootOf(row), row, signal)
    switch (outcome.kind) {
      case 'sent':
        await tenant.changeOutboxRow(row, { to: 'sent', atMs: now(), chatwootId: outcome.id })
        return
      case 'busy':
        await tenant.changeOutboxRow(row, {
          to: 'planned',
          dueAtMs: now() + this.#waitMs(row, outcome.failure.code),
          error: outcome.failure.message,
        })
        return
      case 'unknown':
        await tenant.changeOutboxRow(row, { to: 'unknown', dueAtMs: now(), error: outcome.failure.message })
        return
      case 'refused':
        this.#deps.log.warn({ lane: laneOf(row), row: row.id, err: outcome.failure }, 'Chatwoot refused a message')
        await tenant.failOutboxRow(row, { atMs: now(), error: outcome.failure.message })
    }
  }

  async #settle(tenant: TenantStore, row: OutboxRow, signal: AbortSignal): Promise<void> {
    const { now, chatwootOf } = this.#deps
    const verdict = await settle(chatwootOf(row), row, { nowMs: now(), signal })
    switch (verdict.kind) {
      case 'found':
        await tenant.changeOutboxRow(row, { to: 'sent', atMs: now(), chatwootId: verdict.id })
        return
      case 'again':
        await tenant.changeOutboxRow(row, { to: 'planned', dueAtMs: now(), error: verdict.why })
        return
      case 'wait':
        await tenant.changeOutboxRow(row, { to: 'unknown', dueAtMs: now() + verdict.waitMs, error: verdict.why })
        return
      case 'lost':
        this.#deps.log.warn(
          { lane: laneOf(row), row: row.id, why: verdict.why },
          'a message cannot be settled: a human decides',
        )
        await tenant.failOutboxRow(row, { atMs: now(), error: verdict.why })
    }
  }

  #waitMs(row: OutboxRow, code: string): number {
    if (code === 'CHATWOOT_UNAUTHORIZED') return UNAUTHORIZED_AFTER_MS
    return BUSY_AFTER_MS[Math.min(row.attempts, BUSY_AFTER_MS.length - 1)] ?? UNAUTHORIZED_AFTER_MS
  }
}
