import * as z from 'zod'
import { namedSeed, seededRandom } from './seeded-random.ts'

const share = z.number().min(0).max(1)
const ms = z.number().int().min(0).max(600_000)

/** What may go wrong, each off at 0 or false. Shares are of 1. */
export const Faults = z.strictObject({
  /** Makes the draws repeatable; setting it starts every stream anew. */
  seed: z.int(),
  /** Of webhooks: delivered twice. */
  duplicate: share,
  /** Each webhook waits a random time up to this, in ms, so that they overtake one another. */
  reorderMs: ms,
  /** Of webhooks: never sent. */
  loss: share,
  /** Added to every REST answer, in ms. */
  slowMs: ms,
  /** Of message POSTs: committed, but the connection is cut instead of an answer. */
  lostAnswer: share,
  /** Of message POSTs: the connection is cut first and the message is committed `lateCommitMs` later. */
  lateCommit: share,
  lateCommitMs: z.tuple([ms, ms]),
  /** Of outgoing messages: become failed, with `deliveryError` as `external_error`. */
  failedDelivery: share,
  deliveryError: z.string().min(1),
  /** Of the channels that have a reply window: it is closed, whenever the customer wrote. */
  closedWindow: z.enum(['open', 'closed', 'closed at the platform']),
  /** Of REST calls: answered 500 or 429 and not executed. */
  err500: share,
  err429: share,
  /** Every REST connection is closed without an answer. */
  down: z.boolean(),
  /** Of REST calls: answered 200 with a page of HTML and not executed, as a log-in proxy does. */
  html200: share,
  /**
   * By route, as in `POST conversations/:id/labels`: `lost` is executed and the connection is cut, the others are not
   * executed and refused in Chatwoot's own words, or (500) by a bug of its own.
   */
  answers: z.record(z.string(), z.enum(['lost', '401', '404', '422', '500'])),
  /** The bot's token is refused. */
  unauthorizedBot: z.boolean(),
})
export type Faults = z.infer<typeof Faults>
export const FaultChange = Faults.partial()
export type FaultChange = z.infer<typeof FaultChange>

export const NO_FAULTS: Faults = {
  seed: 1,
  duplicate: 0,
  reorderMs: 0,
  loss: 0,
  slowMs: 0,
  lostAnswer: 0,
  lateCommit: 0,
  lateCommitMs: [1_000, 5_000],
  failedDelivery: 0,
  deliveryError: 'Message undeliverable',
  closedWindow: 'open',
  err500: 0,
  err429: 0,
  down: false,
  html200: 0,
  answers: {},
  unauthorizedBot: false,
}

type ShareName = 'duplicate' | 'loss' | 'lostAnswer' | 'lateCommit' | 'failedDelivery' | 'err500' | 'err429' | 'html200'

/** The faults in force. Each kind draws from a stream of its own, so one seed gives one course of events. */
export class FaultSwitch {
  #current: Faults
  #streams = new Map<string, () => number>()

  constructor(start: FaultChange = {}) {
    this.#current = merged(NO_FAULTS, start)
  }

  get current(): Faults {
    return this.#current
  }

  merge(change: FaultChange): Faults {
    if (change.seed !== undefined) this.#streams.clear()
    this.#current = merged(this.#current, change)
    return this.#current
  }

  happens(name: ShareName): boolean {
    const probability = this.#current[name]
    return probability > 0 && this.#draw(name) < probability
  }

  /** A whole number of ms between the two, both included. */
  between(name: string, [least, most]: readonly [number, number]): number {
    return Math.round(least + this.#draw(name) * Math.max(0, most - least))
  }

  #draw(name: string): number {
    const stream = this.#streams.get(name) ?? seededRandom(namedSeed(this.#current.seed, name))
    this.#streams.set(name, stream)
    return stream()
  }
}

/** A key that is there but undefined changes nothing. */
const merged = (faults: Faults, change: FaultChange): Faults => ({
  ...faults,
  ...(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Faults>),
})
