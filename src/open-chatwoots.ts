import { Failure } from './base/failure.ts'
import { ChatwootApi } from './chatwoot/api.ts'
import type { Connection } from './chatwoot/connection.ts'
import { ChatwootHost } from './chatwoot/host.ts'
import { inboundFromRest } from './chatwoot/read-back.ts'
import { Standing, type Trouble } from './chatwoot/standing.ts'
import { type ConnectionId, DEFAULT_CONNECTION } from './domain/ids.ts'
import type { Inbound } from './domain/inbound.ts'
import type { InboxRow, Lane } from './domain/lane.ts'
import { chatwootDoor } from './flow/reply/chatwoot-door.ts'
import type { ChatwootDoor, Outcome } from './flow/reply/perform.ts'
import type { Settings } from './settings.ts'

/** How many requests in a round an account has while its Chatwoot's requests are short. */
export type WeightOf = (place: { readonly connection: ConnectionId; readonly account: number }) => number

/** The Chatwoot installations we talk to, each with its request budget; several connections may share one. */
export class Chatwoots implements AsyncDisposable {
  readonly #own: readonly Connection[]
  readonly #hosts = new Map<string, ChatwootHost>()
  readonly #apis = new Map<string, ChatwootApi>()
  readonly #standings = new Map<string, Standing>()
  readonly #tell: (connection: string, trouble: Trouble | null) => void
  readonly #weightOf: WeightOf
  #connections: readonly Connection[]

  /** With the settings' own connection; the others come by `set`. */
  constructor(
    settings: Settings,
    tell: (connection: string, trouble: Trouble | null) => void = () => {},
    weightOf: WeightOf = () => 1,
  ) {
    this.#tell = tell
    this.#weightOf = weightOf
    this.#own = connectionsOf(settings)
    this.#connections = this.#own
  }

  get connections(): readonly Connection[] {
    return this.#connections
  }

  /** Whether the settings make it; no other takes its place. */
  isOfSettings(id: string): boolean {
    return this.#own.some((own) => own.id === id)
  }

  /** From now on these are connected, beside the settings' own one. */
  async set(connections: readonly Connection[]): Promise<void> {
    const others = connections.filter(({ id }) => !this.isOfSettings(id))
    this.#connections = [...this.#own, ...others]
    this.#apis.clear()
    this.#standings.clear()
    const wanted = new Set(this.#connections.map(hostKey))
    for (const [key, host] of this.#hosts) {
      if (wanted.has(key)) continue
      this.#hosts.delete(key)
      await host.close()
    }
  }

  /** The account's API on its connection. @throws {Failure} BAD_SETTING, NOT_FOUND: nothing is connected by that name */
  apiOf({ connection, account }: { connection: string; account: number }): ChatwootApi {
    const key = `${connection}/${account}`
    const known = this.#apis.get(key)
    if (known) return known
    const found = this.#connections.find(({ id }) => id === connection)
    if (!found && connection === DEFAULT_CONNECTION) throw notSet
    if (!found) throw new Failure('NOT_FOUND', { what: `connection ${connection}; connect without words lists them` })
    const { botToken, userToken } = found
    const standing = this.#standingOf(connection)
    const api = new ChatwootApi({ host: this.#hostOf(found), account, botToken, userToken, standing })
    this.#apis.set(key, api)
    return api
  }

  /** The connections that do not work now, and why. */
  get troubles(): ReadonlyMap<string, Trouble> {
    return new Map([...this.#standings].flatMap(([id, { trouble }]) => (trouble ? [[id, trouble]] : [])))
  }

  #standingOf(connection: string): Standing {
    const known = this.#standings.get(connection)
    if (known) return known
    const tell = (trouble: Trouble | null) => this.#tell(connection, trouble)
    const standing = new Standing({ elapsedMs: () => performance.now(), tell })
    this.#standings.set(connection, standing)
    return standing
  }

  /**
   * Of a connection that was removed: one that takes nothing, so that what waits for it ends. The settings' own one is
   * not removed but forgotten in them: what waits for it goes on waiting.
   */
  doorOf(lane: Lane): ChatwootDoor {
    const found = this.#connections.find(({ id }) => id === lane.connection)
    if (!found) return lane.connection === DEFAULT_CONNECTION ? waitingDoor : closedDoor
    return chatwootDoor(this.apiOf(lane))
  }

  /** Whether the operator marked this API inbox as a WhatsApp gateway. */
  isGateway({ connection }: { connection: string }, inbox: number | null): boolean {
    const found = this.#connections.find(({ id }) => id === connection)
    return inbox !== null && (found?.gatewayInboxes?.includes(inbox) ?? false)
  }

  async toggleTyping({ lane, isTyping }: { lane: Lane; isTyping: boolean }): Promise<void> {
    await this.apiOf(lane).toggleTyping({ conversation: lane.conversation, isTyping }, { priority: 'housekeeping' })
  }

  /** Reads with the user token what unsigned deliveries hinted at, and hands it on as proven. */
  readBackInto(accept: (inbound: readonly Inbound[]) => Promise<void>, now: () => number) {
    return async (lane: Lane, hints: readonly InboxRow[], signal: AbortSignal): Promise<void> => {
      if (lane.connection === DEFAULT_CONNECTION && this.#own.length === 0) throw notSet
      const api = this.apiOf(lane)
      const options = { signal, priority: 'reply' } as const
      const conversation = await api.readConversation(lane.conversation, options)
      const ids = hints.flatMap(({ event }) =>
        event.kind === 'hint' && event.messageId !== null ? [event.messageId] : [],
      )
      const after = Math.min(...ids) - 1
      const messages =
        ids.length === 0 ? [] : await api.readMessages({ conversation: lane.conversation, after }, options)
      const context = { connection: lane.connection, account: lane.account, receivedAtMs: now() }
      const found = [null, ...messages.filter(({ id }) => ids.includes(id))].map((message) =>
        inboundFromRest(conversation, message, context),
      )
      await accept(found.filter((inbound) => inbound !== null))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#hosts.values()].map((host) => host.close()))
  }

  #hostOf(connection: Connection): ChatwootHost {
    const key = hostKey(connection)
    const known = this.#hosts.get(key)
    if (known) return known
    const { id, baseUrl, requestsPerSecond } = connection
    const weightOf = (account: number) => this.#weightOf({ connection: id, account })
    const host = new ChatwootHost({ baseUrl, requestsPerSecond, connections: 64, weightOf })
    this.#hosts.set(key, host)
    return host
  }
}

/** One budget for one installation, however its address ends. */
const hostKey = ({ baseUrl }: Connection): string => new URL(baseUrl).href.replace(/\/+$/, '')

const doorThatAnswers = (outcome: Outcome): Omit<ChatwootDoor, 'canReadBack' | 'find'> => ({
  keepsMarkers: async () => true,
  post: async () => outcome,
  addLabels: async () => outcome,
  setStatus: async () => outcome,
  assign: async () => outcome,
  setPriority: async () => outcome,
  reach: async () => outcome,
  askRating: async () => outcome,
})

const removed = new Failure('NOT_FOUND', { what: 'connection of this conversation any more' })
const closedDoor: ChatwootDoor = {
  ...doorThatAnswers({ kind: 'refused', failure: removed }),
  canReadBack: false,
  find: async () => [],
}

const notSet = new Failure('BAD_SETTING', {
  problem: 'CHATWOOT_URL or CHATWOOT_BOT_TOKEN is missing, and conversations of that Chatwoot wait for it',
})
const waitingDoor: ChatwootDoor = {
  ...doorThatAnswers({ kind: 'busy', failure: notSet }),
  canReadBack: true,
  find: () => Promise.reject(notSet),
}

function connectionsOf(settings: Settings): Connection[] {
  const { CHATWOOT_URL, CHATWOOT_BOT_TOKEN } = settings
  if (!CHATWOOT_URL || !CHATWOOT_BOT_TOKEN) return []
  return [
    {
      id: DEFAULT_CONNECTION,
      baseUrl: CHATWOOT_URL,
      webhookToken: settings.CHATWOOT_WEBHOOK_TOKEN,
      secrets: settings.CHATWOOT_WEBHOOK_SECRETS ?? [],
      allowsUnsigned: settings.ALLOW_UNSIGNED_WEBHOOKS,
      botToken: CHATWOOT_BOT_TOKEN,
      userToken: settings.CHATWOOT_USER_TOKEN,
      requestsPerSecond: settings.CHATWOOT_REQUESTS_PER_SECOND,
      gatewayInboxes: settings.CHATWOOT_GATEWAY_INBOXES ?? [],
    },
  ]
}
