import type { Store, TenantStore } from '../../backends/store/store.ts'
import { isDue } from '../../base/clock.ts'
import type { Failure } from '../../base/failure.ts'
import type { Log } from '../../base/log.ts'
import { systemTiming, type Timing } from '../../base/timing.ts'
import { laneOf } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { OutboxRow } from '../../domain/outbox.ts'
import { type ChatwootDoor, type Outcome, PATIENT_TRIES, perform } from './perform.ts'
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
/** Refusals that a person at Chatwoot can mend. */
const MENDABLE: ReadonlySet<string> = new Set(['CHATWOOT_REFUSED', 'CHATWOOT_FORBIDDEN'])
/** A token that was revoked is mended by a person: look again this much later, in ms. */
const UNAUTHORIZED_AFTER_MS = 60_000

/**
 * Does what turns planned, at Chatwoot, in order within a conversation, each once. A row is noted as `sending` before
 * its POST begins; whatever is met in that state at a start, or whose answer was lost, is `unknown` and is looked for
 * by its marker before it is ever sent again.
 */
export class Outbox {
  readonly #deps: OutboxDeps
  readonly #timing: Timing
  /** When each lane's first row was last looked at, by what has passed: the clock may have been set since. */
  readonly #watched = new Map<string, { readonly row: number; readonly elapsedMs: number }>()

  constructor(deps: OutboxDeps) {
    this.#deps = deps
    this.#timing = deps.timing ?? systemTiming
  }

  /** Does the lane's rows until none is left or the first one has to wait (its timer is set then). One call per lane at a time. */
  async drain(lane: Lane, signal: AbortSignal): Promise<void> {
    const tenant = this.#deps.store.for(lane.tenant)
    while (!signal.aborted) {
      const row = await tenant.nextOutboxRow(lane)
      if (!row) return void this.#watched.delete(laneOf(lane))
      // Said again although the change that made it wait set it: a lane has one timer, and another wait may have taken it.
      if (!isDue(row.dueAtMs, this.#deps.now())) return tenant.wakeAt(lane, row.dueAtMs)
      if (row.state === 'planned') await this.#send(tenant, row, signal)
      else await this.#settle(tenant, row, signal)
    }
  }

  /** Waits for its place, if it needs one; gives up without a trace when the server stops first. */
  async #send(tenant: TenantStore, row: OutboxRow, signal: AbortSignal): Promise<void> {
    const chatwoot = this.#deps.chatwootOf(row)
    const isPost = row.action.kind === 'message' || row.action.kind === 'note'
    const leave = isPost ? await chatwoot.place?.(signal).catch(() => null) : undefined
    if (leave === null) return
    try {
      const isTaken = await tenant.changeOutboxRow(row, { to: 'sending', atMs: this.#deps.now() })
      if (!isTaken) return
      this.#watch(row)
      const outcome = await perform(chatwoot, row, signal)
      const isHopeless = outcome.kind === 'busy' && (await this.#isHopeless(row, signal))
      await this.#note(tenant, row, isHopeless ? { ...outcome, kind: 'refused' } : outcome)
    } finally {
      leave?.()
    }
  }

  /** What fails on and on, and it alone, holds nothing back any longer: least of all the call for a human. */
  async #isHopeless(row: OutboxRow, signal: AbortSignal): Promise<boolean> {
    if (!isHousekeeping(row) || row.attempts < PATIENT_TRIES) return false
    const heard = await this.#deps.chatwootOf(row).reach({ conversation: row.conversation }, { signal })
    return heard.kind !== 'busy'
  }

  async #note(tenant: TenantStore, row: OutboxRow, outcome: Outcome): Promise<void> {
    const { now } = this.#deps
    switch (outcome.kind) {
      case 'sent': {
        const { id: chatwootId, seen = null } = outcome
        await tenant.changeOutboxRow(row, { to: 'sent', atMs: now(), chatwootId, seen })
        return
      }
      case 'busy':
        return this.#later(tenant, row, outcome.failure)
      case 'unknown': {
        const waitedMs = this.#watch(row)
        await tenant.changeOutboxRow(row, { to: 'unknown', dueAtMs: now(), waitedMs, error: outcome.failure.message })
        return
      }
      case 'moot':
        await tenant.changeOutboxRow(row, { to: 'dropped', atMs: now(), error: outcome.why })
        return
      case 'gone':
        return this.#end(tenant, row, outcome.failure.message)
      case 'refused':
        if (callsHuman(row) && MENDABLE.has(outcome.failure.code)) {
          this.#deps.log.error({ lane: laneOf(row), err: outcome.failure }, 'a human is not called yet: tried again')
          return this.#later(tenant, row, outcome.failure)
        }
        return this.#refused(tenant, row, outcome.failure)
    }
  }

  /** A note that is refused is tried in its first words, which tell an attendant more than none. */
  async #refused(tenant: TenantStore, row: OutboxRow, failure: Failure): Promise<void> {
    const { now, log } = this.#deps
    const instead = shorterNote(row.action)
    log.warn(
      { lane: laneOf(row), row: row.id, err: failure, isShortened: instead !== null },
      'Chatwoot refused a message',
    )
    if (instead) await tenant.changeOutboxRow(row, { to: 'planned', dueAtMs: now(), instead, error: failure.message })
    else await this.#fail(tenant, row, { error: failure.message })
  }

  /** Nobody is called for a note: that the attendants lack it, its owner alone can know. */
  async #fail(tenant: TenantStore, row: OutboxRow, why: { error: string; chatwootId?: number }): Promise<void> {
    if (row.action.kind === 'note')
      this.#deps.log.error({ lane: laneOf(row), row: row.id, why: why.error }, 'a note for the attendants is missing')
    await tenant.failOutboxRow(row, { atMs: this.#deps.now(), ...why })
  }

  async #later(tenant: TenantStore, row: OutboxRow, { code, message }: Failure): Promise<void> {
    const dueAtMs = this.#deps.now() + this.#waitMs(row, code)
    await tenant.changeOutboxRow(row, { to: 'planned', dueAtMs, error: message })
  }

  async #settle(tenant: TenantStore, row: OutboxRow, signal: AbortSignal): Promise<void> {
    const { now, chatwootOf } = this.#deps
    const waitedMs = row.waitedMs + this.#watch(row)
    const isAnotherRows = (chatwootId: number) => tenant.isAnotherRows(row, chatwootId)
    const verdict = await settle(chatwootOf(row), row, { waitedMs, isAnotherRows, signal })
    switch (verdict.kind) {
      case 'found':
        await tenant.changeOutboxRow(row, { to: 'sent', atMs: now(), chatwootId: verdict.id })
        return
      case 'again': {
        const { isRepeat, why } = verdict
        await tenant.changeOutboxRow(row, { to: 'planned', dueAtMs: now(), isRepeat, error: why })
        return
      }
      case 'wait':
        await tenant.changeOutboxRow(row, {
          to: 'unknown',
          dueAtMs: now() + verdict.waitMs,
          waitedMs,
          error: verdict.why,
        })
        return
      case 'gone':
        return this.#end(tenant, row, verdict.why)
      case 'undelivered':
      case 'lost':
        this.#deps.log.warn({ lane: laneOf(row), row: row.id, why: verdict.why }, 'a human decides about a message')
        await this.#fail(tenant, row, {
          error: verdict.why,
          ...(verdict.kind === 'undelivered' ? { chatwootId: verdict.id } : {}),
        })
    }
  }

  /** Nobody is there any more, neither the customer nor a human: what was to be said there is not. */
  async #end(tenant: TenantStore, row: OutboxRow, why: string): Promise<void> {
    this.#deps.log.warn(
      { lane: laneOf(row), row: row.id, why },
      'the conversation is gone; what waited for it is dropped',
    )
    await tenant.endConversation(row, { atMs: this.#deps.now(), why })
  }

  /** How long this process has watched the row since it last asked, in ms; 0 for a row that another process sent. */
  #watch(row: OutboxRow): number {
    const before = this.#watched.get(laneOf(row))
    const elapsedMs = this.#timing.elapsedMs()
    this.#watched.set(laneOf(row), { row: row.id, elapsedMs })
    return before?.row === row.id ? elapsedMs - before.elapsedMs : 0
  }

  #waitMs(row: OutboxRow, code: string): number {
    if (code === 'CHATWOOT_UNAUTHORIZED' || code === 'CHATWOOT_FORBIDDEN') return UNAUTHORIZED_AFTER_MS
    return BUSY_AFTER_MS[Math.min(row.attempts, BUSY_AFTER_MS.length - 1)] ?? UNAUTHORIZED_AFTER_MS
  }
}

/** Whoever it was done for waits until a human sees it: no refusal is the last, but that there is no such conversation. */
const callsHuman = ({ action }: OutboxRow): boolean => action.kind === 'status' && action.status === 'open'

/** Nobody waits for it: neither words nor the call for a human. */
const isHousekeeping = (row: OutboxRow): boolean =>
  row.action.kind !== 'message' && row.action.kind !== 'note' && !callsHuman(row)

/** Of a note that Chatwoot or a proxy before it does not take. */
const SHORT_NOTE_CHARS = 500

function shorterNote(action: OutboundAction): OutboundAction | null {
  if (action.kind !== 'note' || action.text.length <= SHORT_NOTE_CHARS) return null
  return { kind: 'note', text: `${action.text.slice(0, SHORT_NOTE_CHARS - 2).toWellFormed()} …` }
}
