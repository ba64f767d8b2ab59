import type { Store } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import type { Log } from '../../base/log.ts'
import { systemTiming, type Timing } from '../../base/timing.ts'
import { TenantId } from '../../domain/ids.ts'
import { type Inbound, laneOf } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import { isCustomers, type Queue } from '../queue/queue.ts'
import { HubRoom, type HubRoomOptions, type Taken } from './hub-room.ts'
import { LaneRunner, type LaneRunnerDeps } from './lane-runner.ts'
import { Suspects } from './suspects.ts'

export interface HubDeps extends Omit<LaneRunnerDeps, 'suspects'> {
  readonly queue: Queue
  /** How much is taken out of the queue at once; absent: everything. */
  readonly room?: HubRoomOptions
  /** Whose conversation it is; null: nobody's. */
  readonly tenantOf: (inbound: Inbound) => TenantId | null
  /** Told of everything that was taken. */
  readonly heard?: (inbound: Inbound) => void
  readonly store: Store
  readonly log: Log
}

/** Longest the running turns may take to end at a stop; what has not ended by then goes back. */
const FINISH_MS = 7_000
/** Longest that going back may take; what has not ended by then is found open by the next start. */
const CUT_MS = 1_000
/** Longest between two looks at the timers, in ms. */
const TIMER_POLL_MS = 1_000

/**
 * Takes what the queue hands over into the store, and has each lane's runner answer it: one turn per conversation at
 * a time, a burst as one, nothing lost and nothing twice. The lanes' rows in the store are the truth; what is kept
 * here is only who is awake.
 */
export class Hub {
  readonly #deps: HubDeps & LaneRunnerDeps
  readonly #runners = new Map<string, LaneRunner>()
  readonly #stop = new AbortController()
  readonly #cut = new AbortController()
  #consuming: Promise<void> = Promise.resolve()
  readonly #timing: Timing
  readonly #room: HubRoom
  #tellTaken: (taken: Taken) => void = () => {}
  #stopTicking: () => void = () => {}
  #lastProgressMs: number

  constructor(deps: HubDeps) {
    this.#deps = { ...deps, suspects: new Suspects() }
    this.#timing = deps.timing ?? systemTiming
    this.#lastProgressMs = deps.now()
    this.#room = new HubRoom({
      ...(deps.room ?? { max: Number.POSITIVE_INFINITY }),
      count: () => this.#taken(),
      tell: (taken) => this.#tellTaken(taken),
      timing: this.#timing,
    })
  }

  /** Takes up what the last run left, then the queue, then the timers. Resolves when that has begun. */
  async start(): Promise<void> {
    for (const lane of await this.#deps.store.recover()) this.#runner(lane).wake('start')
    this.#consuming = this.#deps.queue.consume((batch) => this.accept(batch), {
      signal: this.#stop.signal,
      room: this.#room,
      beat: () => {
        this.#lastProgressMs = this.#deps.now()
      },
      onRefused: ({ seq, error }) => this.#deps.log.error({ seq, err: error }, 'the queue gave what cannot be taken'),
    })
    await this.#tick()
  }

  /** When the hub last looked at the queue and got on with it, epoch ms: progress, not process life. */
  get lastProgressMs(): number {
    return this.#lastProgressMs
  }

  /** From now on told how much of each tenant is taken and not done, whenever it is counted. */
  onTaken(tell: (taken: Taken) => void): void {
    this.#tellTaken = tell
  }

  /** Lanes at work. */
  get awake(): number {
    return this.#runners.size
  }

  /** A lane's rows were changed from outside (a parked row is run again): look at it. */
  wake(lane: Lane): void {
    this.#runner(lane).wake('start')
  }

  /** These were given to humans from outside (a pause): their running turns end unwritten, what is planned is done. */
  takeOver(lanes: readonly Lane[]): void {
    for (const lane of lanes) this.#runner(lane).wake('takeover')
  }

  /** Takes nothing more. Running turns end and are sent, or go back after `FINISH_MS`; resolves `CUT_MS` later at the latest. */
  async close(): Promise<void> {
    this.#stopTicking()
    await this.#end(this.#stop, FINISH_MS)
    await this.#end(this.#cut, CUT_MS)
  }

  /**
   * Takes what the queue hands over, or what is already proven (read back with the user token). Runners begin with the
   * commit; the queue forgets only what a power cut would not take back, so it waits for the disk beside them.
   */
  async accept(batch: readonly Inbound[]): Promise<void> {
    const addressed = batch.map((inbound) => ({ tenant: this.#deps.tenantOf(inbound) ?? unmapped(inbound), inbound }))
    const signals = await this.#deps.store.accept(addressed)
    for (const inbound of batch) this.#deps.heard?.(inbound)
    for (const signal of signals) this.#runner(signal).wake(signal.kind)
    await this.#deps.store.flushed()
  }

  /**
   * Takes what was found at Chatwoot rather than told by it, where there is room for it.
   * @throws {Failure} QUEUE_FULL: it is found again later
   */
  async acceptFound(batch: readonly Inbound[]): Promise<void> {
    await this.#room.look()
    const tenants = batch.filter(isCustomers).flatMap((inbound) => this.#deps.tenantOf(inbound) ?? [])
    if (!tenants.every((tenant) => this.#room.admits(tenant)))
      throw new Failure('QUEUE_FULL', { waiting: this.#runners.size })
    for (const tenant of tenants) this.#room.add(tenant, 1)
    await this.accept(batch)
  }

  /** Rows that are open, and lanes that have nothing left but to be sent. */
  async #taken(): Promise<Taken> {
    const taken = await this.#deps.store.openPlaces()
    for (const { tenant, isSendingOnly } of this.#runners.values())
      if (isSendingOnly) taken.set(tenant, (taken.get(tenant) ?? 0) + 1)
    return taken
  }

  async #end(how: AbortController, waitMs: number): Promise<void> {
    how.abort(new DOMException('the server stops', 'AbortError'))
    const runners = [...this.#runners.values()]
    for (const runner of runners) runner.end()
    const idle = Promise.all([this.#consuming, ...runners.map((runner) => runner.idle())])
    const ended = new AbortController()
    await Promise.race([idle, this.#timing.pause(waitMs, ended.signal)])
    ended.abort()
  }

  async #tick(): Promise<void> {
    try {
      for (const { lane } of await this.#deps.store.takeDueTimers()) this.#runner(lane).wake('timer')
      this.#forgetIdle()
    } catch (error) {
      this.#deps.log.error({ err: error }, 'the timers could not be read; tried again in a second')
    }
    if (this.#stop.signal.aborted) return
    const next = await this.#deps.store.nextTimerAt().catch(() => null)
    // It may have been stopped meanwhile, and then nobody would stop the timer that is set now.
    if (this.#stop.signal.aborted) return
    const waitMs = next === null ? TIMER_POLL_MS : Math.min(Math.max(next - this.#deps.now(), 10), TIMER_POLL_MS)
    this.#stopTicking = this.#timing.after(waitMs, () => void this.#tick())
  }

  #runner(lane: Lane): LaneRunner {
    // With its tenant: a conversation whose account is mapped anew is another's from its next message on.
    const key = `${lane.tenant} ${laneOf(lane)}`
    const known = this.#runners.get(key)
    if (known) return known
    const { tenant, connection, account, conversation } = lane
    const ends = { stop: this.#stop.signal, cut: this.#cut.signal }
    const runner = new LaneRunner({ tenant, connection, account, conversation }, this.#deps, ends)
    this.#runners.set(key, runner)
    return runner
  }

  #forgetIdle(): void {
    for (const [key, runner] of this.#runners) if (runner.isIdle) this.#runners.delete(key)
  }
}

/** A mapping taken away after the webhook was accepted: its configuration does not load, so a human gets it. */
const unmapped = ({ account }: Inbound): TenantId => TenantId.parse(`unmapped/account-${account}`)
