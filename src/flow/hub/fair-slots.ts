import type { TenantId } from '../../domain/ids.ts'

interface Waiting {
  readonly start: () => void
}

/**
 * At most `max` turns at once, shared between tenants: a free slot goes to the tenants with somebody waiting in turn,
 * so one with a thousand waiting conversations delays another by one place, not by a thousand.
 */
export class FairSlots {
  readonly #max: number
  #running = 0
  /** Tenants with somebody waiting, in the order they are served; a served one goes to the back. */
  readonly #queues = new Map<TenantId, Waiting[]>()

  constructor(max: number) {
    this.#max = max
  }

  get running(): number {
    return this.#running
  }

  /** Resolves with what gives the slot back. @throws the signal's reason when it aborts while waiting */
  async acquire(tenant: TenantId, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#running < this.#max) this.#running += 1
    else await this.#wait(tenant, signal)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#giveOn()
    }
  }

  #wait(tenant: TenantId, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const queue = this.#queues.get(tenant) ?? []
    const leave = () => {
      queue.splice(queue.indexOf(waiting), 1)
      if (queue.length === 0) this.#queues.delete(tenant)
      reject(signal.reason)
    }
    const waiting = {
      start: () => {
        signal.removeEventListener('abort', leave)
        resolve()
      },
    }
    queue.push(waiting)
    this.#queues.set(tenant, queue)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }

  /** Hands the slot to the next tenant's first; the running count stays. */
  #giveOn(): void {
    const next = this.#queues.entries().next().value
    if (!next) {
      this.#running -= 1
      return
    }
    const [tenant, queue] = next
    const first = queue.shift()
    this.#queues.delete(tenant)
    if (queue.length > 0) this.#queues.set(tenant, queue)
    first?.start()
  }
}
