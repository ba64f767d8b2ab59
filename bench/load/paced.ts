import type { Posted } from '../fakes/chatwoot.ts'
import { REFERENCE } from '../fakes/model.ts'
import { SECRET } from '../settings.ts'
import { LoadClient } from './http-client.ts'
import { messageAt, signed } from './payload.ts'

/** What became of one message, on the clock of `performance.now()`; Infinity: it never was. */
export interface Fate {
  readonly atMs: number
  ackedAtMs: number
  repliedAtMs: number
  /** It was not taken. */
  isRefused: boolean
  /** Nobody listened. What is cut while it is answered was listened to. */
  isUnheard: boolean
}

export interface Pace {
  readonly port: number
  readonly perSecond: number
  readonly forMs: number
}

const TENANTS = 20

/** Messages at a steady rate over a new connection each, whatever the server does, and what became of each. */
export class PacedMessages {
  readonly #fates = new Map<string, Fate>()
  #next = 0

  /** Give this to the fake Chatwoot. */
  readonly onPosted = ({ text, atMs }: Posted): void => {
    for (const reference of text.match(REFERENCE) ?? []) {
      const fate = this.#fates.get(reference)
      if (fate) fate.repliedAtMs = Math.min(fate.repliedAtMs, atMs)
    }
  }

  get all(): readonly Fate[] {
    return [...this.#fates.values()]
  }

  /** Resolves when the last one was acknowledged or refused. */
  async send({ port, perSecond, forMs }: Pace): Promise<void> {
    const client = new LoadClient({ port, keepsConnections: false, timeoutMs: 30_000 })
    const beganMs = performance.now()
    const underWay: Promise<void>[] = []
    for (let i = 0; i < (forMs * perSecond) / 1_000; i += 1) {
      const waitMs = beganMs + (i * 1_000) / perSecond - performance.now()
      if (waitMs > 0) await later(waitMs)
      underWay.push(this.#one(client))
    }
    await Promise.all(underWay)
    client.close()
  }

  /** Waits until everything that was taken is answered, at most so long. */
  async answered(withinMs: number): Promise<void> {
    const giveUpAtMs = performance.now() + withinMs
    const isOpen = () => this.all.some(({ ackedAtMs, repliedAtMs }) => ackedAtMs < Infinity && repliedAtMs === Infinity)
    while (isOpen() && performance.now() < giveUpAtMs) await later(50)
  }

  async #one(client: LoadClient): Promise<void> {
    const { reference, body } = messageAt(this.#next++, { tenants: TENANTS })
    const fate = {
      atMs: performance.now(),
      ackedAtMs: Infinity,
      repliedAtMs: Infinity,
      isRefused: false,
      isUnheard: false,
    }
    this.#fates.set(reference, fate)
    const { status, wasConnected } = await client.post('/webhook', signed(SECRET, body), body)
    fate.isUnheard = !wasConnected
    fate.isRefused = status < 200 || status > 299
    if (!fate.isRefused) fate.ackedAtMs = performance.now()
  }
}

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
