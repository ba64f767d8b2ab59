import { SharedRoom } from '../../base/shared-room.ts'
import type { Timing } from '../../base/timing.ts'
import type { TenantId } from '../../domain/ids.ts'
import type { Room } from '../queue/queue.ts'

/** What of the tenants is taken and not done, in places. */
export type Taken = ReadonlyMap<TenantId, number>

export interface HubRoomOptions {
  /** Most places that what was taken and is not done may have, of all tenants. */
  readonly max: number
  readonly weightOf?: (tenant: TenantId) => number
}

export interface HubRoomDeps extends HubRoomOptions {
  readonly count: () => Promise<Taken>
  /** Told of every count: the door's limit is over what waits and what was taken together. */
  readonly tell: (taken: Taken) => void
  readonly timing: Timing
}

/** Between two counts, in ms, and as a part of the time: counting is not what the hub is for. */
const COUNT_AFTER_MS = 20
const COUNTING_PART = 10

/**
 * How much the hub takes out of the queue: no more than it can soon answer, for what it took is in memory and what waits
 * is on the disk. It adds up what it took; that some of it is done it learns by counting, when somebody was held back.
 */
export class HubRoom implements Room {
  readonly #deps: HubRoomDeps
  readonly #room: SharedRoom<TenantId>
  #isAsked = false
  #countAgainAtMs = Number.NEGATIVE_INFINITY

  constructor(deps: HubRoomDeps) {
    this.#deps = deps
    this.#room = new SharedRoom(deps.max, deps.weightOf)
  }

  async look(): Promise<void> {
    if (this.#isAsked && this.#deps.timing.elapsedMs() >= this.#countAgainAtMs) await this.count()
  }

  admits(tenant: TenantId): boolean {
    const isAdmitted = this.#room.admits(tenant)
    this.#isAsked ||= !isAdmitted
    return isAdmitted
  }

  add(tenant: TenantId, places: number): void {
    this.#room.add(tenant, places)
  }

  async count(): Promise<void> {
    const { timing, count, tell } = this.#deps
    const beganMs = timing.elapsedMs()
    const taken = await count()
    this.#isAsked = false
    this.#room.set(taken)
    tell(taken)
    const endedMs = timing.elapsedMs()
    this.#countAgainAtMs = endedMs + Math.max(COUNT_AFTER_MS, COUNTING_PART * (endedMs - beganMs))
  }
}
