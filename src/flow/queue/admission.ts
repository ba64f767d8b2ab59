import { SharedRoom } from '../../base/shared-room.ts'
import type { TenantId } from '../../domain/ids.ts'

export interface AdmissionOptions {
  readonly max: number
  readonly weightOf?: ((tenant: TenantId) => number) | undefined
  /** Places that wait now, by tenant; asked only when there seems to be no room. */
  readonly count: () => Iterable<readonly [TenantId, number]>
  /** For tests. */
  readonly elapsedMs?: () => number
}

export interface Asking {
  readonly tenant: TenantId
  readonly isCustomers: boolean
  readonly places: number
}

/** Counting may take this part of the time, one in so many. */
const COUNTING_PART = 10
/** What is not a customer's message is soon taken, and must not be lost for a customers' flood: it has as much room again. */
const OTHERS = 2

/**
 * Who may still come in. It adds up what came, and learns that some of it has gone only when there seems to be no room:
 * then it counts anew, but not so often that counting would be what it does.
 */
export class Admission {
  readonly #options: AdmissionOptions
  readonly #room: SharedRoom<TenantId>
  readonly #elapsedMs: () => number
  #taken = new Map<TenantId, number>()
  #countAgainAtMs = Number.NEGATIVE_INFINITY

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#room = new SharedRoom(options.max, options.weightOf)
    this.#elapsedMs = options.elapsedMs ?? (() => performance.now())
    this.#count()
  }

  /** Places that are thought to be taken. */
  get used(): number {
    return this.#room.used
  }

  /** What was taken out of the queue and is not done, by tenant. */
  setTaken(taken: Iterable<readonly [TenantId, number]>): void {
    this.#taken = new Map(taken)
    this.#count()
  }

  /** Whether it may come in; then it has. */
  admit(asking: Asking): boolean {
    if (!this.#admits(asking)) {
      if (this.#elapsedMs() < this.#countAgainAtMs) return false
      this.#count()
      if (!this.#admits(asking)) return false
    }
    this.#room.add(asking.tenant, asking.places)
    return true
  }

  #admits({ tenant, isCustomers }: Asking): boolean {
    return this.#room.admits(tenant) || (!isCustomers && this.#room.used < OTHERS * this.#room.max)
  }

  #count(): void {
    const beganMs = this.#elapsedMs()
    const counts = new Map(this.#taken)
    for (const [tenant, places] of this.#options.count()) counts.set(tenant, (counts.get(tenant) ?? 0) + places)
    this.#room.set(counts)
    const endedMs = this.#elapsedMs()
    this.#countAgainAtMs = endedMs + COUNTING_PART * (endedMs - beganMs)
  }
}
