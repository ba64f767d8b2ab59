import { Failure } from '../base/failure.ts'
import { bodyOrThrow, verdictOf } from './answer.ts'
import {
  hasCustomAttributes,
  hasDataList,
  hasId,
  hasIdOrNothing,
  hasList,
  hasPayload,
  hasStatus,
  isObject,
  isObjectOrNothing,
  type Shape,
} from './answer-shape.ts'
import { chatwootTime } from './chatwoot-time.ts'
import { type ChatwootConversation, readConversation } from './conversation.ts'
import type { ChatwootHost } from './host.ts'
import { idAt, type Json, listAt, objectAt, textAt } from './json-shape.ts'
import { type ChatwootMessage, readMessage } from './message.ts'
import { type Post, postBody } from './post-message.ts'
import type { Priority } from './rate-bucket.ts'
import { TokenCalls, type TokenCallsOptions } from './token-calls.ts'
import { isAtLeast } from './versions.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Which of a host's waiting requests goes first: lists of messages and conversations are `housekeeping` unless said. */
  readonly priority?: Priority
  /** `place` was waited for. */
  readonly hasPlace?: boolean
}

/** What became of a message we posted. `unknown` must be settled by its marker before it is posted again. */
export type PostOutcome =
  | { readonly kind: 'sent'; readonly id: number; readonly botId: number | null }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'busy'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure }

export const openChatwootApi = (options: TokenCallsOptions): ChatwootApi => new ChatwootApi(options)

/**
 * One account's REST API. Every call makes one request per sentence of its comment, and tries nothing again.
 * @throws {Failure} CHATWOOT_BUSY (429, 5xx, no answer), CHATWOOT_UNAUTHORIZED, CHATWOOT_ASTRAY, CHATWOOT_GONE,
 * CHATWOOT_REFUSED, CHATWOOT_FORBIDDEN; an abort by the caller is thrown as its signal's reason. `postMessage` answers instead of throwing.
 */
export class ChatwootApi {
  readonly #host: ChatwootHost
  readonly #account: number
  readonly #calls: TokenCalls
  #version: string | null = null

  constructor(options: TokenCallsOptions) {
    this.#host = options.host
    this.#account = options.account
    this.#calls = new TokenCalls(options)
  }

  get canRead(): boolean {
    return this.#calls.canRead
  }

  /** @see ChatwootHost.place */
  place(signal: AbortSignal): Promise<() => void> {
    return this.#host.place({ account: this.#account, priority: 'reply' }, signal)
  }

  /** Posts as the bot. An abort before the first byte is `busy`, after it `unknown`. */
  async postMessage(post: Post, options: CallOptions = {}): Promise<PostOutcome> {
    const path = `/conversations/${post.conversation}/messages`
    const call = { method: 'POST', path, body: postBody(post), shape: hasId, ...options } as const
    const verdict = await this.#calls.with('bot', call)
    if (verdict.kind !== 'ok') return verdict
    const body = objectAt(verdict.body)
    return { kind: 'sent', id: idAt(body.id) ?? 0, botId: idAt(objectAt(body.sender).id) }
  }

  /** By the bot, `open` is the handoff: attendants are notified. @throws {Failure} also when it stays as it is */
  async toggleStatus(
    { conversation, status }: { conversation: number; status: 'open' | 'pending' | 'resolved' },
    options: CallOptions = {},
  ): Promise<void> {
    const path = `/conversations/${conversation}/toggle_status`
    const { payload } = await this.#write(path, { body: { status }, shape: hasStatus }, options)
    const now = textAt(objectAt(payload).current_status, 20) ?? status
    if (now !== status) throw new Failure('CHATWOOT_REFUSED', { status: 200, problem: `it stays ${now}` })
  }

  /** Seen in the web widget only; no other channel carries it. */
  async toggleTyping(
    { conversation, isTyping }: { conversation: number; isTyping: boolean },
    options: CallOptions = {},
  ): Promise<void> {
    const body = { typing_status: isTyping ? 'on' : 'off', is_private: false }
    await this.#write(`/conversations/${conversation}/toggle_typing_status`, { body }, options)
  }

  /** Reads the labels. Posts them with `add`, unless they are all there: Chatwoot replaces the whole list. */
  async setLabels(
    { conversation, add }: { conversation: number; add: readonly string[] },
    options: CallOptions = {},
  ): Promise<readonly string[]> {
    const path = `/conversations/${conversation}/labels`
    const { payload } = bodyOrThrow(
      await this.#calls.withEither({ method: 'GET', path, shape: hasPayload, ...options }),
    )
    // Taken for none, they would all be replaced.
    if (!Array.isArray(payload)) throw new Failure('CHATWOOT_REFUSED', { status: 200, problem: 'it lists no labels' })
    const present = listAt(payload, 1_000).filter((label) => typeof label === 'string')
    const labels = [...new Set([...present, ...add])]
    if (labels.length > present.length) await this.#write(path, { body: { labels }, shape: hasPayload }, options)
    return labels
  }

  /** To the team. To the agent: Chatwoot takes one of them at a time. */
  async assign(
    { conversation, team, agent }: { conversation: number; team: number | null; agent: number | null },
    options: CallOptions = {},
  ): Promise<void> {
    const path = `/conversations/${conversation}/assignments`
    if (team !== null) await this.#write(path, { body: { team_id: team }, shape: hasIdOrNothing }, options)
    if (agent !== null) await this.#write(path, { body: { assignee_id: agent }, shape: hasIdOrNothing }, options)
  }

  /** Null clears it. */
  async priority(
    { conversation, priority }: { conversation: number; priority: 'low' | 'medium' | 'high' | 'urgent' | null },
    options: CallOptions = {},
  ): Promise<void> {
    await this.#write(
      `/conversations/${conversation}/toggle_priority`,
      { body: { priority }, shape: hasIdOrNothing },
      options,
    )
  }

  /** Reads the conversation's. Posts them with `set`: Chatwoot replaces them all. */
  async customAttributes(
    { conversation, set }: { conversation: number; set: Json },
    options: CallOptions = {},
  ): Promise<void> {
    const path = `/conversations/${conversation}`
    const verdict = await this.#calls.reading({ method: 'GET', path, shape: hasId, ...options })
    const present = objectAt(bodyOrThrow(verdict).custom_attributes)
    const body = { custom_attributes: { ...present, ...set } }
    await this.#write(`${path}/custom_attributes`, { body, shape: hasCustomAttributes }, options)
  }

  async readConversation(conversation: number, options: CallOptions = {}): Promise<ChatwootConversation> {
    const path = `/conversations/${conversation}`
    const found = readConversation(
      bodyOrThrow(await this.#calls.reading({ method: 'GET', path, shape: hasId, ...options })),
    )
    if (!found) throw new Failure('CHATWOOT_REFUSED', { status: 200, problem: 'the answer is no conversation' })
    return found
  }

  /** Oldest first: the last 20; 20 older than `before`; up to 100 newer than `after`. */
  async readMessages(
    { conversation, after, before }: { conversation: number; after?: number; before?: number },
    options: CallOptions = {},
  ): Promise<readonly ChatwootMessage[]> {
    const path = `/conversations/${conversation}/messages${query({ after, before })}`
    const call = { method: 'GET', path, priority: 'housekeeping', shape: hasList, ...options } as const
    return listAt(bodyOrThrow(await this.#calls.with('user', call)).payload, 1_000)
      .map((element) => readMessage(objectAt(element)))
      .filter((message) => message !== null)
  }

  /**
   * Newest activity first, 25 a page; newer versions list all of `updatedWithinSec` at once, older ones do not know it
   * (its conversation_finder.rb). Without `status` Chatwoot hides what is pending; here it is `all`.
   */
  async listConversations(
    { updatedWithinSec, page = 1, status = 'all', inbox }: ListQuery,
    options: CallOptions = {},
  ): Promise<readonly ChatwootConversation[]> {
    const search = query({
      status,
      page,
      updated_within: updatedWithinSec,
      inbox_id: inbox,
      sort_by: 'last_activity_at_desc',
    })
    const path = `/conversations${search}`
    const call = { method: 'GET', path, priority: 'housekeeping', shape: hasDataList, ...options } as const
    const { data } = bodyOrThrow(await this.#calls.with('user', call))
    return listAt(objectAt(data).payload, 10_000)
      .map((element) => readConversation(objectAt(element)))
      .filter((conversation) => conversation !== null)
  }

  /** Whether Chatwoot itself asks for a rating when a conversation of this inbox is resolved. */
  async asksForRating(inbox: number, options: CallOptions = {}): Promise<boolean> {
    const call = { method: 'GET', path: `/inboxes/${inbox}`, shape: hasId, ...options } as const
    return bodyOrThrow(await this.#calls.with('user', call)).csat_survey_enabled === true
  }

  /** The agent bot of an inbox; null: it has none. Chatwoot tells the address of an account's own bots only. */
  async inboxBot(inbox: number, options: CallOptions = {}): Promise<InboxBot | null> {
    const path = `/inboxes/${inbox}/agent_bot`
    const call = { method: 'GET', path, priority: 'housekeeping', shape: isObject, ...options } as const
    const bot = objectAt(bodyOrThrow(await this.#calls.with('user', call)).agent_bot)
    const id = idAt(bot.id)
    return id ? { id, isSystemBot: bot.account_id === null, outgoingUrl: textAt(bot.outgoing_url, 4_096) } : null
  }

  /** Whose the user token is. */
  async profile(options: CallOptions = {}): Promise<{ readonly id: number; readonly name: string }> {
    const call = { method: 'GET', path: '/api/v1/profile', shape: hasId, ...options } as const
    const verdict = await this.#calls.with('user', call)
    const { id, name } = bodyOrThrow(verdict)
    return { id: idAt(id) ?? 0, name: textAt(name, 255) ?? '' }
  }

  /** `4.15.1`; null when the installation does not say. Needs no token. */
  async version(options: CallOptions = {}): Promise<string | null> {
    const answer = await this.#host.ask({ method: 'GET', path: '/api', token: null, ...options })
    options.signal?.throwIfAborted()
    return textAt(bodyOrThrow(verdictOf(answer, 'bot')).version, 40)
  }

  /** What time it is there, epoch ms. @see chatwootTime */
  time({ signal }: CallOptions = {}): Promise<number | null> {
    return chatwootTime(this.#host, signal)
  }

  /**
   * Whether what is posted keeps its marker, by the version, asked for when it is first needed. An installation that does
   * not say which it is may drop it.
   */
  async keepsMarkers(options: CallOptions = {}): Promise<boolean> {
    this.#version ??= await this.version(options)
    return this.#version !== null && isAtLeast(this.#version, '4.9.0')
  }

  async #write(
    path: string,
    { body, shape = isObjectOrNothing }: { body: Json; shape?: Shape },
    options: CallOptions,
  ): Promise<Json> {
    return bodyOrThrow(await this.#calls.withEither({ method: 'POST', path, body, shape, ...options }))
  }
}

export interface InboxBot {
  readonly id: number
  /** The installation's, made by its super administrator. */
  readonly isSystemBot: boolean
  /** Where its webhooks go; null: not told. */
  readonly outgoingUrl: string | null
}

export interface ListQuery {
  readonly updatedWithinSec?: number
  readonly page?: number
  readonly status?: 'all' | 'open' | 'pending' | 'resolved' | 'snoozed'
  readonly inbox?: number
}

function query(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined) search.set(key, String(value))
  return search.size > 0 ? `?${search}` : ''
}
