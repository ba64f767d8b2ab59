import { randomUUID } from 'node:crypto'
import type { Engine } from './engine.ts'
import { postWebhook, type WebhookOutcome } from './webhook-request.ts'

/** Chatwoot's AgentBots::WebhookJob: attempts in all, on these answers only. */
const TRIES = 3
const RETRIED_STATUSES = [429, 500]
const SENT_AT_ONCE = 64
const KEPT_FOR_REPLAY = 200

export interface WebhookJob {
  readonly event: string
  readonly url: string
  readonly body: string
  readonly secret: string | null
  readonly delivery: string | null
  readonly isRetried: boolean
  readonly onFailure?: (error: string) => void
}

export interface WebhookStats {
  sent: number
  failed: number
  retried: number
  lost: number
  duplicated: number
  byEvent: Record<string, number>
}

const emptyStats = (): WebhookStats => ({ sent: 0, failed: 0, retried: 0, lost: 0, duplicated: 0, byEvent: {} })

/**
 * Delivers webhooks: up to 64 at once, started in order, each on its own connection. A job goes
 * queued → posting → sent, or → waiting (3 s, bot webhooks on 429 and 500) → queued, or → failed.
 */
export class WebhookSender {
  readonly #engine: Engine
  #queue: { job: WebhookJob; tries: number }[] = []
  readonly #recent: WebhookJob[] = []
  #posting = 0
  #stats = emptyStats()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  get stats(): WebhookStats {
    return this.#stats
  }

  /** Webhooks queued or on the wire; those that wait for a retry are counted by the timers. */
  get underWay(): number {
    return this.#queue.length + this.#posting
  }

  send(job: WebhookJob): void {
    this.#recent.push(job)
    if (this.#recent.length > KEPT_FOR_REPLAY) this.#recent.shift()
    const { faults } = this.#engine
    if (faults.happens('loss')) {
      this.#stats.lost += 1
      return
    }
    this.#schedule(job)
    if (!faults.happens('duplicate')) return
    this.#stats.duplicated += 1
    this.#schedule(job)
  }

  /** Sends the last `count` webhooks once more, with the same delivery ids: what a restarted worker does. */
  replay(count: number): number {
    const again = this.#recent.slice(-count)
    this.#stats.duplicated += again.length
    for (const job of again) this.#schedule(job)
    return again.length
  }

  reset(): void {
    this.#queue = []
    this.#recent.length = 0
    this.#stats = emptyStats()
  }

  #schedule(job: WebhookJob): void {
    const { faults, timers } = this.#engine
    const { reorderMs } = faults.current
    if (reorderMs === 0) this.#enqueue(job, 1)
    else timers.after(faults.between('reorder', [0, reorderMs]), () => this.#enqueue(job, 1))
  }

  #enqueue(job: WebhookJob, tries: number): void {
    this.#queue.push({ job, tries })
    this.#pump()
  }

  #pump(): void {
    while (this.#posting < SENT_AT_ONCE) {
      const next = this.#queue.shift()
      if (!next) return
      this.#posting += 1
      void this.#post(next.job, next.tries)
    }
  }

  async #post(job: WebhookJob, tries: number): Promise<void> {
    const { pace, now } = this.#engine
    const outcome = await postWebhook(job, { timeoutMs: pace.webhookTimeoutMs, now })
    this.#posting -= 1
    this.#settle(job, tries, outcome)
    this.#pump()
  }

  #settle(job: WebhookJob, tries: number, outcome: WebhookOutcome): void {
    if (outcome.ok) {
      this.#stats.sent += 1
      this.#stats.byEvent[job.event] = (this.#stats.byEvent[job.event] ?? 0) + 1
      return
    }
    const isWorthRetrying = job.isRetried && RETRIED_STATUSES.includes(outcome.status ?? 0)
    if (isWorthRetrying && tries < TRIES) {
      this.#stats.retried += 1
      this.#engine.timers.after(this.#engine.pace.retryDelayMs, () => this.#enqueue(job, tries + 1))
      return
    }
    this.#stats.failed += 1
    job.onFailure?.(outcome.error)
  }
}

/** A delivery id is one per event and receiver; retries keep it. */
export const newDelivery = (): string => randomUUID()
