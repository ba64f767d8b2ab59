import type { Store, TenantStore } from '../../backends/store/store.ts'
import { isDue, LONGEST_WAIT_MS } from '../../base/clock.ts'
import { isAbort } from '../../base/deadline.ts'
import { Failure } from '../../base/failure.ts'
import type { Log } from '../../base/log.ts'
import { systemTiming, type Timing } from '../../base/timing.ts'
import { laneOf } from '../../domain/inbound.ts'
import type { InboxRow, Lane, LaneSignal, LaneState } from '../../domain/lane.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import type { FairSlots } from './fair-slots.ts'
import { GATE_CAP_MS } from './gather.ts'
import type { HubNews } from './news.ts'
import type { Suspects } from './suspects.ts'
import { unknownState } from './unknown-state.ts'

export interface Asked {
  readonly lane: Lane
  readonly state: LaneState
  /** In Chatwoot's order; all of them are answered by this one turn. */
  readonly rows: readonly InboxRow[]
}

/** How a turn comes about; the hub's own rules decide when. */
export interface TurnMaker {
  /** When the gate opens for these rows, epoch ms. */
  gate(asked: Asked): Promise<number>
  /** @throws {Failure} what the hub decides about: retry, park, hand over */
  make(asked: Asked, options: { signal: AbortSignal }): Promise<TurnRecord>
  /** The turn that apologises and calls a human, for what could not be answered. Never throws. */
  giveUp(asked: Asked, error: unknown): Promise<TurnRecord>
}

export interface LaneRunnerDeps {
  readonly store: Store
  readonly slots: FairSlots
  readonly suspects: Suspects
  readonly turns: TurnMaker
  /** Sends what is due of the lane's outbox. */
  readonly drain: (lane: Lane, signal: AbortSignal) => Promise<void>
  /** Reads what an unsigned delivery only hinted at, and has it accepted as the real thing. */
  readonly readBack: (lane: Lane, hints: readonly InboxRow[], signal: AbortSignal) => Promise<void>
  readonly news: HubNews
  readonly now: () => number
  /** How waiting is done; the system's, unless a test moves it. */
  readonly timing?: Timing
  readonly log: Log
}

/** When a lane that another process holds is looked at again, in ms. */
const LEASE_LOOK_MS = 3_000
/** A revoked token, a setting that was forgotten: once they are mended the customer still waits. */
const MENDED_BY_PEOPLE: ReadonlySet<string> = new Set(['CHATWOOT_UNAUTHORIZED', 'BAD_SETTING'])
/** Tries of one message before it is set aside, and what it waits between them, in ms. */
const RETRY_AFTER_MS = [1_000, 5_000, 20_000]

/**
 * One lane at work: its turns one after the other, and beside them its outbox in order.
 * ```
 *   idle ──work──▶ gathering ──gate──▶ running ──▶ committing ──▶ idle, or gathering when more came
 *                      ▲                  │             │
 *                      └──newer message, takeover: abort, look again
 *                                         └── failed: retry later | park and hand over
 * ```
 * It keeps nothing that the store does not: killed at any point, the next start finds the same rows open.
 */
export class LaneRunner {
  readonly #lane: Lane
  readonly #deps: LaneRunnerDeps
  /** The server stops: nothing more is taken up; what runs goes on. */
  readonly #stop: AbortSignal
  /** There is no more time: what still runs goes back. */
  readonly #cut: AbortSignal
  readonly #timing: Timing
  #interrupt = new AbortController()
  #isRunning = false
  #fence: number | null = null
  #turning: Promise<void> | null = null
  #sending: Promise<void> | null = null
  #turnAgain = false
  #sendAgain = false

  constructor(lane: Lane, deps: LaneRunnerDeps, { stop, cut }: { stop: AbortSignal; cut: AbortSignal }) {
    this.#lane = lane
    this.#deps = deps
    this.#stop = stop
    this.#cut = cut
    this.#timing = deps.timing ?? systemTiming
  }

  get isIdle(): boolean {
    return this.#turning === null && this.#sending === null
  }

  /** Resolves when neither a turn nor a send is under way. */
  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all([this.#turning, this.#sending])
  }

  /** Something changed: look at the lane's rows again. A newer message or a takeover ends the running turn unwritten. */
  wake(kind: LaneSignal['kind'] | 'timer' | 'start'): void {
    if (this.#stop.aborted) return
    if (kind === 'work' || kind === 'takeover') this.#interrupt.abort(new DOMException(kind, 'AbortError'))
    if (kind !== 'settled') this.#turn()
    if (kind !== 'work') this.#send()
  }

  /** The server stops, or has no more time: what waits at the gate goes back; what runs goes back when it is cut. */
  end(): void {
    if (!this.#isRunning || this.#cut.aborted) this.#interrupt.abort(new DOMException('the server stops', 'AbortError'))
  }

  #turn(): void {
    this.#turnAgain = true
    this.#turning ??= this.#turnWhileAsked().finally(() => {
      this.#turning = null
      if (this.#turnAgain && !this.#stop.aborted) this.#turn()
    })
  }

  #send(): void {
    this.#sendAgain = true
    this.#sending ??= this.#sendWhileAsked().finally(() => {
      this.#sending = null
      if (this.#sendAgain && !this.#cut.aborted) this.#send()
    })
  }

  async #sendWhileAsked(): Promise<void> {
    while (this.#sendAgain && !this.#cut.aborted) {
      this.#sendAgain = false
      const isWell = await this.#guard(() => this.#deps.drain(this.#lane, this.#cut))
      // Once the server stops it is the next start's.
      this.#sendAgain ||= !isWell && !this.#stop.aborted
    }
  }

  async #turnWhileAsked(): Promise<void> {
    while (this.#turnAgain && !this.#stop.aborted) {
      this.#turnAgain = false
      const isWell = await this.#guard(() => this.#turnOnce())
      this.#turnAgain ||= !isWell
    }
    this.#deps.news.stage(this.#lane, 'idle')
  }

  /** The store may be shut for a while: wait and look again, rather than lose the lane. */
  async #guard(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (this.#stop.aborted) return false
      this.#deps.log.error({ lane: laneOf(this.#lane), err: error }, 'the lane waits a second and looks again')
      await this.#timing.pause(1_000, this.#stop)
      return false
    }
  }

  async #turnOnce(): Promise<void> {
    const tenant = this.#deps.store.for(this.#lane.tenant)
    this.#interrupt = new AbortController()
    const rows = await tenant.openRows(this.#lane)
    if (rows.length === 0) return
    const due = rows.filter((row) => isDue(row.readyAtMs, this.#deps.now()))
    // A lane has one timer, and another wait may have taken the one that was set for these.
    if (due.length === 0) return await tenant.wakeAt(this.#lane, Math.min(...rows.map(({ readyAtMs }) => readyAtMs)))
    this.#fence ??= await tenant.lease(this.#lane)
    if (this.#fence === null) return await tenant.wakeAt(this.#lane, this.#deps.now() + LEASE_LOOK_MS)
    this.#turnAgain = true
    const hints = due.filter(({ event }) => event.kind === 'hint')
    if (hints.length > 0) return await this.#readBack(tenant, hints)
    const work = rows.filter(({ event }) => event.kind !== 'hint')
    const state = await tenant.lane(this.#lane)
    if (state) return await this.#gatherAndAnswer(tenant, { lane: this.#lane, state, rows: work })
    const asked = { lane: this.#lane, state: unknownState(this.#lane), rows: work }
    await this.#decide(tenant, asked, new Failure('BUG', { problem: 'the conversation is not known' }))
  }

  async #gatherAndAnswer(tenant: TenantStore, asked: Asked): Promise<void> {
    const { signal } = this.#interrupt
    try {
      const suspected = { tenant: this.#lane.tenant, rows: asked.rows, store: tenant, signal }
      const waitMs = await this.#deps.suspects.watch(suspected, () => this.#answerWhenDue(tenant, asked, signal))
      if (waitMs === 0) return
      this.#deps.news.stage(this.#lane, 'gathering')
      await this.#timing.pause(waitMs, signal)
    } catch (error) {
      if (this.#stop.aborted || (signal.aborted && isAbort(error))) return
      await this.#decide(tenant, asked, error)
    }
  }

  /** How long the gate stays shut, in ms; 0: it was open, and they are answered. */
  async #answerWhenDue(tenant: TenantStore, asked: Asked, signal: AbortSignal): Promise<number> {
    const waitMs = (await this.#deps.turns.gate(asked)) - this.#deps.now()
    // Further away than a gate can be: the clock was set back.
    if (waitMs > 0 && waitMs <= GATE_CAP_MS) return waitMs
    await this.#answer(tenant, asked, signal)
    return 0
  }

  async #answer(tenant: TenantStore, asked: Asked, signal: AbortSignal): Promise<void> {
    const free = await this.#deps.slots.acquire(this.#lane.tenant, signal)
    try {
      this.#isRunning = true
      this.#deps.news.stage(this.#lane, 'running')
      const record = await this.#deps.turns.make(asked, { signal })
      signal.throwIfAborted()
      await this.#commit(tenant, record)
    } finally {
      this.#isRunning = false
      free()
    }
  }

  async #commit(tenant: TenantStore, record: TurnRecord): Promise<void> {
    const written = await tenant.commitTurn(record, this.#fence ?? 0)
    if (!written) return
    this.#deps.news.turn(record)
    if (record.actions.length === 0) return
    this.#deps.news.stage(this.#lane, 'sending')
    this.#send()
  }

  /** What happens to a turn that failed: again later, or set aside with its cause and the customer with a human. */
  async #decide(tenant: TenantStore, asked: Asked, error: unknown): Promise<void> {
    if (error instanceof Failure && error.code === 'LEASE_LOST') {
      this.#fence = null
      return
    }
    if (error instanceof Failure && error.code === 'STORE_UNWRITABLE') throw error
    const tries = Math.max(...asked.rows.map(({ attempts }) => attempts))
    const waitMs = error instanceof Failure && error.retry ? RETRY_AFTER_MS[tries] : undefined
    const lane = laneOf(this.#lane)
    if (waitMs !== undefined) {
      this.#deps.log.warn({ lane, err: error, tries }, 'the turn is tried again')
      const cause = error instanceof Error ? error.message : String(error)
      return await tenant.retryLater(this.#lane, asked.rows, { readyAtMs: this.#deps.now() + waitMs, cause })
    }
    this.#deps.log.error({ lane, err: error, tries }, 'the turn is parked and the customer handed to a human')
    await this.#commit(tenant, await this.#deps.turns.giveUp(asked, error))
  }

  async #readBack(tenant: TenantStore, hints: readonly InboxRow[]): Promise<void> {
    try {
      await this.#deps.readBack(this.#lane, hints, this.#stop)
      await tenant.close(hints, 'read back')
    } catch (error) {
      // What a stop cuts short says nothing of the hint.
      if (this.#stop.aborted) return
      const tries = Math.max(...hints.map(({ attempts }) => attempts))
      const cause = error instanceof Error ? error.message : String(error)
      const isMendable = error instanceof Failure && (error.retry || MENDED_BY_PEOPLE.has(error.code))
      if (!isMendable) return await tenant.park(hints, cause)
      const waitMs = (error.retry ? RETRY_AFTER_MS[tries] : undefined) ?? LONGEST_WAIT_MS
      await tenant.retryLater(this.#lane, hints, { readyAtMs: this.#deps.now() + waitMs, cause })
    }
  }
}
