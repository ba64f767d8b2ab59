import type { Posted } from '../fakes/chatwoot.ts'
import { REFERENCE } from '../fakes/model.ts'
import { LoadClient } from './http-client.ts'
import { type LoadMessage, type MessageOptions, messageAt, signed } from './payload.ts'
import { type Quantiles, quantilesOf } from './quantiles.ts'

export interface Shape {
  readonly port: number
  readonly secret: string
  /** Messages kept on their way at once. */
  readonly inFlight: number
  /** A message a second each, whatever the server does; instead of `inFlight`. */
  readonly perSecond?: number
  readonly warmupMs: number
  readonly measuredMs: number
  /** A new connection for each webhook, as Chatwoot makes them. */
  readonly newConnections?: boolean
  /** Share of webhooks delivered twice. */
  readonly duplicates?: number
  readonly messages: MessageOptions
}

export interface Outcome {
  readonly sent: number
  /** Not 2xx, or no answer. */
  readonly refused: number
  /** Taken with 2xx and never answered. */
  readonly lost: number
  /** Answered more than once. */
  readonly doubled: number
  /** Replies without the number of a message of their own conversation. */
  readonly wrong: number
  /** Replies in the measured time, per second. */
  readonly perSecond: number
  readonly measuredReplies: number
  readonly ackMs: Quantiles
  /** From the webhook sent (or due) to the reply at Chatwoot. */
  readonly replyMs: Quantiles
  /** What each of them took. */
  readonly repliesMs: readonly number[]
}

interface Sent extends Pick<LoadMessage, 'account' | 'conversation'> {
  readonly atMs: number
  ackMs: number | null
  status: number | null
  repliedAtMs: number | null
  readonly onReply: () => void
}

/** How long to wait, after the last message, for replies still under way, in ms. */
const DRAIN_MS = 15_000

/** Sends messages, hears of replies, and says what became of each. One per server: numbers never repeat. */
export class Load {
  readonly #sent = new Map<string, Sent>()
  readonly #markReply: (sent: Sent, posted: Posted) => void
  #next: number
  #doubled = 0
  #wrong = 0

  /** @param first number of the first message: two loads on one server share none */
  constructor({
    repliesBy = 'reference',
    first = 0,
  }: { repliesBy?: 'reference' | 'conversation'; first?: number } = {}) {
    this.#next = first
    this.#markReply = (sent, { atMs }) => {
      if (sent.repliedAtMs !== null) this.#doubled += 1
      sent.repliedAtMs ??= atMs
      sent.onReply()
    }
    this.#keysOf = repliesBy === 'reference' ? referencesOf : conversationOf
    this.#keyOf = repliesBy === 'reference' ? ({ reference }) => reference : (message) => conversationKey(message)
  }

  readonly #keysOf: (posted: Posted) => readonly string[]
  readonly #keyOf: (message: LoadMessage) => string

  /** Give this to the fake Chatwoot. */
  readonly onPosted = (posted: Posted): void => {
    const keys = this.#keysOf(posted)
    if (keys.length === 0) this.#wrong += 1
    for (const key of keys) {
      const sent = this.#sent.get(key)
      if (!sent || sent.account !== posted.account || sent.conversation !== posted.conversation) this.#wrong += 1
      else this.#markReply(sent, posted)
    }
  }

  /** One run; the counts are of this run alone, though replies to an earlier one may still come. */
  async run(shape: Shape): Promise<Outcome> {
    const client = new LoadClient({ port: shape.port, keepsConnections: !shape.newConnections })
    this.#sent.clear()
    const before = { doubled: this.#doubled, wrong: this.#wrong }
    const beganMs = performance.now()
    const fromMs = beganMs + shape.warmupMs
    const toMs = fromMs + shape.measuredMs
    if (shape.perSecond) await this.#atRate(client, shape, toMs)
    else await Promise.all(Array.from({ length: shape.inFlight }, () => this.#oneAfterAnother(client, shape, toMs)))
    await this.#drain()
    client.close()
    return this.#outcome({ fromMs, toMs, before })
  }

  async #oneAfterAnother(client: LoadClient, shape: Shape, untilMs: number): Promise<void> {
    while (performance.now() < untilMs) {
      const replied = Promise.withResolvers<void>()
      const isTaken = await this.#send(client, shape, { atMs: performance.now(), onReply: replied.resolve })
      if (isTaken) await Promise.race([replied.promise, later(DRAIN_MS)])
    }
  }

  async #atRate(client: LoadClient, shape: Shape, untilMs: number): Promise<void> {
    const gapMs = 1_000 / (shape.perSecond ?? 1)
    const underWay: Promise<unknown>[] = []
    for (let dueMs = performance.now(); dueMs < untilMs; dueMs += gapMs) {
      while (performance.now() < dueMs) await later(Math.min(dueMs - performance.now(), 5))
      underWay.push(this.#send(client, shape, { atMs: dueMs, onReply: () => {} }))
    }
    await Promise.all(underWay)
  }

  async #send(client: LoadClient, shape: Shape, { atMs, onReply }: Pick<Sent, 'atMs' | 'onReply'>): Promise<boolean> {
    const message = messageAt(this.#next++, shape.messages)
    const { account, conversation, body } = message
    const sent: Sent = { account, conversation, atMs, ackMs: null, status: null, repliedAtMs: null, onReply }
    this.#sent.set(this.#keyOf(message), sent)
    const headers = signed(shape.secret, body)
    if (Math.random() < (shape.duplicates ?? 0)) void client.post('/webhook', headers, body)
    const { status } = await client.post('/webhook', headers, body)
    sent.ackMs = performance.now() - atMs
    sent.status = status
    return isTaken(sent)
  }

  async #drain(): Promise<void> {
    const giveUpAtMs = performance.now() + DRAIN_MS
    const isOpen = () => [...this.#sent.values()].some((sent) => isTaken(sent) && sent.repliedAtMs === null)
    while (isOpen() && performance.now() < giveUpAtMs) await later(20)
    await later(200)
  }

  #outcome({
    fromMs,
    toMs,
    before,
  }: {
    fromMs: number
    toMs: number
    before: { doubled: number; wrong: number }
  }): Outcome {
    const all = [...this.#sent.values()]
    const measured = all.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    const repliedAt = (sent: Sent): number => sent.repliedAtMs ?? Number.NaN
    const measuredReplies = all.filter((sent) => repliedAt(sent) >= fromMs && repliedAt(sent) < toMs).length
    const repliesMs = measured.filter((sent) => sent.repliedAtMs !== null).map((sent) => repliedAt(sent) - sent.atMs)
    return {
      sent: all.length,
      refused: all.filter((sent) => !isTaken(sent)).length,
      lost: all.filter((sent) => isTaken(sent) && sent.repliedAtMs === null).length,
      doubled: this.#doubled - before.doubled,
      wrong: this.#wrong - before.wrong,
      measuredReplies,
      perSecond: measuredReplies / ((toMs - fromMs) / 1_000),
      ackMs: quantilesOf(measured.filter(isTaken).map(({ ackMs }) => ackMs ?? 0)),
      replyMs: quantilesOf(repliesMs),
      repliesMs,
    }
  }
}

const isTaken = ({ status }: Pick<Sent, 'status'>): boolean => status !== null && status >= 200 && status < 300
const referencesOf = ({ text }: Posted): readonly string[] => [...new Set(text.match(REFERENCE) ?? [])]
const conversationKey = ({ account, conversation }: { account: number; conversation: number }) =>
  `${account}/${conversation}`
const conversationOf = (posted: Posted): readonly string[] => [conversationKey(posted)]

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
