import { FairLine } from '../../base/fair-line.ts'
import { SharedRoom } from '../../base/shared-room.ts'
import type { TenantId } from '../../domain/ids.ts'

export interface FairSlotsOptions {
  /** Turns that may run at once. */
  readonly max: number
  /** How many places in a round a tenant has, and how large its share is. Default 1 each. */
  readonly weightOf?: (tenant: TenantId) => number
}

/**
 * At most `max` turns at once, in a room that tenants share: a shop whose model hangs comes to half of it. A slot that is
 * given back goes to the tenants with somebody waiting in turn, so one with a thousand waiting conversations delays
 * another by its weight, not by a thousand.
 */
export class FairSlots {
  readonly #room: SharedRoom<TenantId>
  readonly #waiting: FairLine<TenantId, () => void>

  constructor({ max, weightOf = () => 1 }: FairSlotsOptions) {
    this.#room = new SharedRoom(max, weightOf)
    this.#waiting = new FairLine(weightOf)
  }

  get running(): number {
    return this.#room.used
  }

  /** What gives the slot back, if there is one for this tenant now; null: it has to wait. */
  take(tenant: TenantId): (() => void) | null {
    if (!this.#room.admits(tenant)) return null
    this.#room.add(tenant, 1)
    return this.#giverBack(tenant)
  }

  /** Resolves with what gives the slot back. @throws the signal's reason when it aborts while waiting */
  async acquire(tenant: TenantId, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    return this.take(tenant) ?? (await this.#wait(tenant, signal))
  }

  #wait(tenant: TenantId, signal: AbortSignal): Promise<() => void> {
    const { promise, resolve, reject } = Promise.withResolvers<() => void>()
    const leave = () => {
      this.#waiting.leave(tenant, start)
      reject(signal.reason)
    }
    const start = () => {
      signal.removeEventListener('abort', leave)
      this.#room.add(tenant, 1)
      resolve(this.#giverBack(tenant))
    }
    this.#waiting.push(tenant, start)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }

  #giverBack(tenant: TenantId): () => void {
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#giveBack(tenant)
    }
  }

  #giveBack(tenant: TenantId): void {
    this.#room.add(tenant, -1)
    // One that is given back may let two go on: another tenant's, and then this one's, whose part has grown.
    for (let start = this.#next(); start; start = this.#next()) start()
  }

  #next(): (() => void) | undefined {
    return this.#waiting.next((tenant) => this.#room.admits(tenant))
  }
}
