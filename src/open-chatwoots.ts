import { Failure } from './base/failure.ts'
import { ChatwootApi } from './chatwoot/api.ts'
import type { Connection } from './chatwoot/connection.ts'
import { ChatwootHost } from './chatwoot/host.ts'
import { inboundFromRest } from './chatwoot/read-back.ts'
import { DEFAULT_CONNECTION } from './domain/ids.ts'
import type { Inbound } from './domain/inbound.ts'
import type { InboxRow, Lane } from './domain/lane.ts'
import { chatwootDoor } from './flow/reply/chatwoot-door.ts'
import type { ChatwootDoor } from './flow/reply/perform.ts'
import type { Settings } from './settings.ts'

/** The Chatwoot installations we talk to, each with its connections and its request budget. */
export class Chatwoots implements AsyncDisposable {
  readonly connections: readonly Connection[]
  readonly #hosts = new Map<string, ChatwootHost>()
  readonly #apis = new Map<string, ChatwootApi>()

  constructor(settings: Settings) {
    this.connections = connectionsOf(settings)
    for (const { id, baseUrl, requestsPerSecond } of this.connections)
      this.#hosts.set(id, new ChatwootHost({ baseUrl, requestsPerSecond, connections: 64 }))
  }

  /** The account's API on its connection. @throws {Failure} UNKNOWN_CONNECTION */
  apiOf({ connection, account }: { connection: string; account: number }): ChatwootApi {
    const key = `${connection}/${account}`
    const known = this.#apis.get(key)
    if (known) return known
    const found = this.connections.find(({ id }) => id === connection)
    const host = this.#hosts.get(connection)
    if (!found || !host) throw new Failure('UNKNOWN_CONNECTION', {})
    const api = new ChatwootApi({ host, account, botToken: found.botToken, userToken: found.userToken })
    this.#apis.set(key, api)
    return api
  }

  doorOf(lane: Lane): ChatwootDoor {
    return chatwootDoor(this.apiOf(lane))
  }

  async toggleTyping({ lane, isTyping }: { lane: Lane; isTyping: boolean }): Promise<void> {
    await this.apiOf(lane).toggleTyping({ conversation: lane.conversation, isTyping }, { priority: 'housekeeping' })
  }

  /** Reads with the user token what unsigned deliveries hinted at, and hands it on as proven. */
  readBackInto(accept: (inbound: readonly Inbound[]) => Promise<void>, now: () => number) {
    return async (lane: Lane, hints: readonly InboxRow[], signal: AbortSignal): Promise<void> => {
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
    },
  ]
}
