import type { TenantId } from '../../domain/ids.ts'

export interface FairSlotsOptions {
  /** Turns that may run at once. */
  readonly max: number
  /** Most of them that one tenant may hold: a shop whose model hangs leaves room for the others. Default: half. */
  readonly maxPerTenant?: number
  /** How many places in a round a tenant has. Default 1 each. */
  readonly weightOf?: (tenant: TenantId) => number
}

interface Line {
  readonly waiting: (() => void)[]
  /** Places left in this round. */
  left: number
}

/**
 * At most `max` turns at once, shared between tenants: a free slot goes to the tenants with somebody waiting in turn,
 * so one with a thousand waiting conversations delays another by its weight, not by a thousand.
 */
export class FairSlots {
  readonly #max: number
  readonly #maxPerTenant: number
  readonly #weightOf: (tenant: TenantId) => number
  #running = 0
  readonly #held = new Map<TenantId, number>()
  /** Tenants with somebody waiting, in the order they are served; whose places are used up goes to the back. */
  readonly #lines = new Map<TenantId, Line>()

  constructor({ max, maxPerTenant = Math.max(1, Math.ceil(max / 2)), weightOf = () => 1 }: FairSlotsOptions) {
    this.#max = max
    this.#maxPerTenant = maxPerTenant
    this.#weightOf = weightOf
  }

  get running(): number {
    return this.#running
  }

  /** Resolves with what gives the slot back. @throws the signal's reason when it aborts while waiting */
  async acquire(tenant: TenantId, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#running < this.#max && this.#mayHold(tenant)) this.#take(tenant)
    else await this.#wait(tenant, signal)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#giveBack(tenant)
    }
  }

  #wait(tenant: TenantId, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const line = this.#lines.get(tenant) ?? { waiting: [], left: this.#weightOf(tenant) }
    const leave = () => {
      line.waiting.splice(line.waiting.indexOf(start), 1)
      if (line.waiting.length === 0) this.#lines.delete(tenant)
      reject(signal.reason)
    }
    const start = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    line.waiting.push(start)
    this.#lines.set(tenant, line)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }

  #giveBack(tenant: TenantId): void {
    this.#running -= 1
    const held = (this.#held.get(tenant) ?? 1) - 1
    if (held > 0) this.#held.set(tenant, held)
    else this.#held.delete(tenant)
    this.#serve()
  }

  /** The slot goes to the first tenant in line that may hold one more. */
  #serve(): void {
    for (const [tenant, line] of this.#lines) {
      if (!this.#mayHold(tenant)) continue
      this.#take(tenant)
      line.left -= 1
      const start = line.waiting.shift()
      if (line.waiting.length === 0) this.#lines.delete(tenant)
      else if (line.left <= 0) this.#toTheBack(tenant, line)
      start?.()
      return
    }
  }

  #toTheBack(tenant: TenantId, line: Line): void {
    line.left = this.#weightOf(tenant)
    this.#lines.delete(tenant)
    this.#lines.set(tenant, line)
  }

  #mayHold(tenant: TenantId): boolean {
    return (this.#held.get(tenant) ?? 0) < this.#maxPerTenant
  }

  #take(tenant: TenantId): void {
    this.#running += 1
    this.#held.set(tenant, (this.#held.get(tenant) ?? 0) + 1)
  }
}
