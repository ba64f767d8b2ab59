import { FairLine } from '../../base/fair-line.ts'
import type { TenantId } from '../../domain/ids.ts'

export interface FairSlotsOptions {
  /** Turns that may run at once. */
  readonly max: number
  /** Most of them that one tenant may hold, beside the rule below. Default: `max`. */
  readonly maxPerTenant?: number
  /** How many places in a round a tenant has, and how large its share is. Default 1 each. */
  readonly weightOf?: (tenant: TenantId) => number
}

/**
 * At most `max` turns at once, shared between tenants. A tenant takes one more while it holds fewer than are free: alone
 * it comes to half of them, and when n shops' models hang an n+1-th part is left for all others. A slot that is given
 * back goes to the tenants with somebody waiting in turn, so one with a thousand waiting conversations delays another by
 * its weight, not by a thousand.
 */
export class FairSlots {
  readonly #max: number
  readonly #maxPerTenant: number
  readonly #weightOf: (tenant: TenantId) => number
  readonly #waiting: FairLine<TenantId, () => void>
  readonly #held = new Map<TenantId, number>()
  #running = 0

  constructor({ max, maxPerTenant = max, weightOf = () => 1 }: FairSlotsOptions) {
    this.#max = max
    this.#maxPerTenant = maxPerTenant
    this.#weightOf = weightOf
    this.#waiting = new FairLine(weightOf)
  }

  get running(): number {
    return this.#running
  }

  /** What gives the slot back, if there is one for this tenant now; null: it has to wait. */
  take(tenant: TenantId): (() => void) | null {
    if (!this.#mayTake(tenant)) return null
    this.#hold(tenant)
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
      this.#hold(tenant)
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
    this.#running -= 1
    const held = (this.#held.get(tenant) ?? 1) - 1
    if (held > 0) this.#held.set(tenant, held)
    else this.#held.delete(tenant)
    // One that is given back may let two go on: another tenant's, and then this one's, whose part has grown.
    for (let start = this.#next(); start; start = this.#next()) start()
  }

  #next(): (() => void) | undefined {
    return this.#waiting.next((tenant) => this.#mayTake(tenant))
  }

  #mayTake(tenant: TenantId): boolean {
    const held = this.#held.get(tenant) ?? 0
    const free = this.#max - this.#running
    return free > 0 && held < this.#maxPerTenant && held < free * this.#weightOf(tenant)
  }

  #hold(tenant: TenantId): void {
    this.#running += 1
    this.#held.set(tenant, (this.#held.get(tenant) ?? 0) + 1)
  }
}
