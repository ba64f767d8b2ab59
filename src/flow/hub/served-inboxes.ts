import { Failure } from '../../base/failure.ts'
import type { InboxBot } from '../../chatwoot/api.ts'

export interface ServedInboxesDeps {
  /** Which line of the mapping says whose it is; null: nobody's. */
  readonly mappedVia: (place: InboxPlace) => 'inbox' | 'account' | 'fallback' | null
  /** Whether a webhook of it ever came. */
  readonly isKnown: (place: InboxPlace) => Promise<boolean>
  /** Whether webhooks that go there come to us. */
  readonly isOurAddress: (connection: string, url: string) => boolean
  readonly elapsedMs: () => number
}

export interface InboxPlace {
  readonly connection: string
  readonly account: number
  readonly inbox: number
}

/** A "no" is asked again after this, in ms: somebody may have set our bot meanwhile. */
const ASK_AGAIN_MS = 10 * 60_000

/**
 * Which inboxes are ours to answer. An account's list shows all of them, also those of its humans alone or of another
 * bot, whose pending conversations are not ours to speak in. Ours is an inbox that a webhook came from, that a mapping
 * names, or whose agent bot is us: an account's own bot by its address, the installation's bot because it has none.
 */
export class ServedInboxes {
  readonly #deps: ServedInboxesDeps
  readonly #served = new Set<string>()
  readonly #refusedAt = new Map<string, number>()

  constructor(deps: ServedInboxesDeps) {
    this.#deps = deps
  }

  async isServed(place: InboxPlace, botOf: () => Promise<InboxBot | null>): Promise<boolean> {
    const key = `${place.connection}/${place.account}/${place.inbox}`
    const via = this.#deps.mappedVia(place)
    if (via === null) return false
    if (via === 'inbox' || this.#served.has(key)) return true
    if (await this.#deps.isKnown(place)) return this.#serve(key)
    const refusedAt = this.#refusedAt.get(key)
    if (refusedAt !== undefined && this.#deps.elapsedMs() - refusedAt < ASK_AGAIN_MS) return false
    if (await this.#isOurs(place, botOf)) return this.#serve(key)
    this.#refusedAt.set(key, this.#deps.elapsedMs())
    return false
  }

  #serve(key: string): true {
    this.#refusedAt.delete(key)
    this.#served.add(key)
    return true
  }

  async #isOurs({ connection }: InboxPlace, botOf: () => Promise<InboxBot | null>): Promise<boolean> {
    try {
      const bot = await botOf()
      if (!bot) return false
      return bot.outgoingUrl === null ? bot.isSystemBot : this.#deps.isOurAddress(connection, bot.outgoingUrl)
    } catch (error) {
      // The user may not look: then only what came from there tells.
      if (error instanceof Failure && !error.retry) return false
      throw error
    }
  }
}
