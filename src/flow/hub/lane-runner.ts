import type { Store, TenantStore } from '../../backends/store/store.ts'
import { isDue, LONGEST_WAIT_MS } from '../../base/clock.ts'
import { isAbort } from '../../base/deadline.ts'
import { Failure } from '../../base/failure.ts'
import type { Log } from '../../base/log.ts'
import { systemTiming, type Timing } from '../../base/timing.ts'
import type { TenantId } from '../../domain/ids.ts'
import { laneOf } from '../../domain/inbound.ts'
import type { InboxRow, Lane, LaneSignal } from '../../domain/lane.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import type { Asked, TurnMaker } from './asked.ts'
import type { FairSlots } from './fair-slots.ts'
import { GATE_CAP_MS } from './gather.ts'
import type { HubNews } from './news.ts'
import { Repeated } from './repeated.ts'
import type { Suspects } from './suspects.ts'
import { unknownState } from './unknown-state.ts'
import { unreadHints } from './unread-hints.ts'

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

type GiveBack = () => void

interface Turn {
  /** Null: it has none yet. */
  readonly slot: GiveBack | null
  readonly signal: AbortSignal
  /** Few are noted at once, and each keeps what it reads while it waits: the next would else wait for it with a slot. */
  readonly isNoted?: boolean
}

const isHint = ({ event }: InboxRow): boolean => event.kind === 'hint'

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
  #isWaitingForSlot = false
  #fence: number | null = null
  readonly #turns: Repeated
  readonly #sends: Repeated

  constructor(lane: Lane, deps: LaneRunnerDeps, { stop, cut }: { stop: AbortSignal; cut: AbortSignal }) {
    this.#lane = lane
    this.#deps = deps
    this.#stop = stop
    this.#cut = cut
    this.#timing = deps.timing ?? systemTiming
    const turn = async () => !(await this.#guard(() => this.#turnOnce()))
    this.#turns = new Repeated(turn, stop, () => deps.news.stage(lane, 'idle'))
    // What fails once the server stops is the next start's.
    const send = async () => !(await this.#guard(() => deps.drain(lane, cut))) && !stop.aborted
    this.#sends = new Repeated(send, cut)
  }

  get tenant(): TenantId {
    return this.#lane.tenant
  }

  /** Its turns are written, and what they planned is under way or waits for its Chatwoot. */
  get isSendingOnly(): boolean {
    return this.#turns.isIdle && !this.#sends.isIdle
  }

  get isIdle(): boolean {
    return this.#turns.isIdle && this.#sends.isIdle
  }

  /** Resolves when neither a turn nor a send is under way. */
  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all([this.#turns.idle(), this.#sends.idle()])
  }

  /**
   * Something changed: look at the lane's rows again. A newer message or a takeover ends the running turn unwritten; a
   * turn that waits for a slot reads what there is when it has one, and keeps its place in the line.
   */
  wake(kind: LaneSignal['kind'] | 'timer' | 'start'): void {
    if (this.#stop.aborted) return
    if (kind === 'takeover' || (kind === 'work' && !this.#isWaitingForSlot))
      this.#interrupt.abort(new DOMException(kind, 'AbortError'))
    if (kind !== 'settled') this.#turns.ask()
    if (kind !== 'work') this.#sends.ask()
  }

  /** The server stops, or has no more time: what waits at the gate goes back; what runs goes back when it is cut. */
  end(): void {
    if (!this.#isRunning || this.#cut.aborted) this.#interrupt.abort(new DOMException('the server stops', 'AbortError'))
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
    this.#interrupt = new AbortController()
    const { signal } = this.#interrupt
    let slot: GiveBack | null = null
    try {
      let next = await this.#look(slot, signal)
      // Whoever waits for a slot keeps nothing of what is written there: it is read again.
      for (; next === 'no-slot'; next = await this.#look(slot, signal)) {
        slot = await this.#waitForSlot(signal)
        if (!slot) return
      }
      slot?.()
      if (next > 0) await this.#timing.pause(next, signal)
    } finally {
      slot?.()
    }
  }

  /** Null: it was interrupted, and looks again. */
  async #waitForSlot(signal: AbortSignal): Promise<GiveBack | null> {
    this.#isWaitingForSlot = true
    try {
      return await this.#deps.slots.acquire(this.#lane.tenant, signal)
    } catch (error) {
      if (signal.aborted && isAbort(error)) return null
      throw error
    } finally {
      this.#isWaitingForSlot = false
    }
  }

  /** How long the gate stays shut, in ms; 0: what there is to do was done. `no-slot`: it is open, and no slot is free. */
  async #look(slot: GiveBack | null, signal: AbortSignal): Promise<number | 'no-slot'> {
    const tenant = this.#deps.store.for(this.#lane.tenant)
    const due = await this.#dueRows(tenant)
    if (due.length === 0) return 0
    this.#turns.ask()
    if (due.some(isHint)) {
      await this.#readBack(tenant, due)
      return 0
    }
    const state = await tenant.lane(this.#lane)
    if (state) return await this.#gatherAndAnswer(tenant, { lane: this.#lane, state, rows: due }, { slot, signal })
    const asked = { lane: this.#lane, state: unknownState(this.#lane), rows: due }
    await this.#decide(tenant, asked, new Failure('BUG', { problem: 'the conversation is not known' }))
    return 0
  }

  /** What is to be done now, when it is ours to do; otherwise the lane is looked at again later. */
  async #dueRows(tenant: TenantStore): Promise<readonly InboxRow[]> {
    const rows = await tenant.openRows(this.#lane)
    if (rows.length === 0) return []
    const due = rows.filter((row) => isDue(row.readyAtMs, this.#deps.now()))
    this.#fence = due.length === 0 ? this.#fence : (this.#fence ?? (await tenant.lease(this.#lane)))
    if (due.length > 0 && this.#fence !== null)
      return due.some(isHint) ? due.filter(isHint) : rows.filter((row) => !isHint(row))
    // A lane has one timer, and another wait may have taken the one that was set for these.
    const atMs =
      due.length === 0 ? Math.min(...rows.map(({ readyAtMs }) => readyAtMs)) : this.#deps.now() + LEASE_LOOK_MS
    await tenant.wakeAt(this.#lane, atMs)
    return []
  }

  async #gatherAndAnswer(tenant: TenantStore, asked: Asked, turn: Turn): Promise<number | 'no-slot'> {
    const { signal } = turn
    try {
      const suspected = { tenant: this.#lane.tenant, rows: asked.rows, store: tenant, signal }
      const watched = (isNoted: boolean) => this.#answerWhenDue(tenant, asked, { ...turn, isNoted })
      return await this.#deps.suspects.watch(suspected, watched)
    } catch (error) {
      if (this.#stop.aborted || (signal.aborted && isAbort(error))) return 0
      await this.#decide(tenant, asked, error)
      return 0
    }
  }

  async #answerWhenDue(tenant: TenantStore, asked: Asked, turn: Turn): Promise<number | 'no-slot'> {
    const waitMs = (await this.#deps.turns.gate(asked)) - this.#deps.now()
    // Further away than a gate can be: the clock was set back.
    if (waitMs > 0 && waitMs <= GATE_CAP_MS) {
      this.#deps.news.stage(this.#lane, 'gathering')
      return waitMs
    }
    const slot =
      turn.slot ??
      this.#deps.slots.take(this.#lane.tenant) ??
      (turn.isNoted ? await this.#waitForSlot(turn.signal) : null)
    if (!slot) return 'no-slot'
    await this.#answer(tenant, asked, { ...turn, slot })
    return 0
  }

  async #answer(tenant: TenantStore, asked: Asked, { slot, signal }: Turn): Promise<void> {
    try {
      this.#isRunning = true
      this.#deps.news.stage(this.#lane, 'running')
      const record = await this.#deps.turns.make(asked, { signal })
      signal.throwIfAborted()
      await this.#commit(tenant, record)
    } finally {
      this.#isRunning = false
      slot?.()
    }
  }

  async #commit(tenant: TenantStore, record: TurnRecord): Promise<void> {
    const written = await tenant.commitTurn(record, this.#fence ?? 0)
    if (!written) return
    this.#deps.news.turn(record)
    if (record.actions.length === 0) return
    this.#deps.news.stage(this.#lane, 'sending')
    this.#sends.ask()
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
      if (!isMendable) return await this.#unreadable(tenant, hints, error)
      const waitMs = (error.retry ? RETRY_AFTER_MS[tries] : undefined) ?? LONGEST_WAIT_MS
      await tenant.retryLater(this.#lane, hints, { readyAtMs: this.#deps.now() + waitMs, cause })
    }
  }

  async #unreadable(tenant: TenantStore, hints: readonly InboxRow[], error: unknown): Promise<void> {
    const asked = await unreadHints(tenant, { lane: this.#lane, hints, nowMs: this.#deps.now() })
    await (asked ? this.#decide(tenant, asked, error) : tenant.close(hints, 'a human has it, and it may not be read'))
  }
}
