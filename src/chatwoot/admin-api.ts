import { Failure } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'
import { bodyOrThrow, type Verdict, verdictOf } from './answer.ts'
import type { Call, ChatwootHost } from './host.ts'
import { idAt, type Json, listAt, objectAt, textAt } from './json-shape.ts'

/** An inbox as its administrator sees it, as far as connecting it goes. */
export interface InboxSettings {
  readonly id: number
  readonly name: string
  /** Chatwoot's class name. */
  readonly channel: string
  /** Messages that Chatwoot itself would send there (facts: Chatwoot §4.5): each would talk over us. */
  readonly templates: readonly ('greeting' | 'out-of-office' | 'e-mail collect' | 'CSAT')[]
  /** API inboxes: what their webhook is signed with. */
  readonly secret: string | null
}

export interface Profile {
  readonly id: number
  readonly name: string
  readonly accounts: readonly { readonly id: number; readonly name: string; readonly role: string }[]
}

export interface MadeBot {
  readonly id: number
  readonly token: string
  /** Null before Chatwoot 4.13. */
  readonly secret: string | null
}

export interface MadeWebhook {
  readonly id: number
  /** Null before Chatwoot 4.12. */
  readonly secret: string | null
}

/** What the account's webhook tells us; never of inboxes, whose events hold the channels' own secrets. */
const SUBSCRIPTIONS = [
  ...['message_created', 'message_updated', 'conversation_created'],
  ...['conversation_status_changed', 'conversation_updated'],
]

/**
 * Chatwoot's set-up calls, with an administrator's token (facts: Chatwoot §3.3).
 * @throws {Failure} CHATWOOT_BUSY, CHATWOOT_UNAUTHORIZED, CHATWOOT_REFUSED
 */
export class AdminApi {
  readonly #host: ChatwootHost
  readonly #token: Secret

  constructor(host: ChatwootHost, token: Secret) {
    this.#host = host
    this.#token = token
  }

  /** What the installation says of itself: its version, and its own clock in epoch ms; null where it does not say. */
  async about(): Promise<{ readonly version: string | null; readonly clockMs: number | null }> {
    const body = bodyOrThrow(await this.#ask({ method: 'GET', path: '/api' }))
    const clock = Date.parse(`${textAt(body.timestamp, 40) ?? ''}Z`)
    return { version: textAt(body.version, 40), clockMs: Number.isFinite(clock) ? clock : null }
  }

  async profile(): Promise<Profile> {
    const body = bodyOrThrow(await this.#ask({ method: 'GET', path: '/api/v1/profile' }))
    const accounts = listAt(body.accounts, 1_000).flatMap((each) => {
      const { id, name, role } = objectAt(each)
      const number = idAt(id)
      return number ? [{ id: number, name: textAt(name, 255) ?? '', role: textAt(role, 40) ?? '' }] : []
    })
    return { id: idAt(body.id) ?? 0, name: textAt(body.name, 255) ?? '', accounts }
  }

  async inboxes(account: number): Promise<readonly InboxSettings[]> {
    const body = bodyOrThrow(await this.#ask({ method: 'GET', path: at(account, 'inboxes') }))
    return listAt(body.payload, 1_000).flatMap((each) => inboxFrom(objectAt(each)) ?? [])
  }

  /** The bot that is set on an inbox; null: none. */
  async botOf(account: number, inbox: number): Promise<{ readonly id: number; readonly name: string } | null> {
    const body = bodyOrThrow(await this.#ask({ method: 'GET', path: at(account, `inboxes/${inbox}/agent_bot`) }))
    const { id, name } = objectAt(body.agent_bot)
    const number = idAt(id)
    return number ? { id: number, name: textAt(name, 255) ?? '' } : null
  }

  async makeBot(account: number, bot: { name: string; description: string; url: string }): Promise<MadeBot> {
    const { name, description, url } = bot
    const body = { name, description, outgoing_url: url, bot_config: {} }
    const made = bodyOrThrow(await this.#ask({ method: 'POST', path: at(account, 'agent_bots'), body }))
    return { id: idAt(made.id) ?? 0, token: textAt(made.access_token, 500) ?? '', secret: textAt(made.secret, 500) }
  }

  async removeBot(account: number, bot: number): Promise<void> {
    bodyOrThrow(await this.#ask({ method: 'DELETE', path: at(account, `agent_bots/${bot}`) }))
  }

  async setBot(account: number, inbox: number, bot: number | null): Promise<void> {
    const path = at(account, `inboxes/${inbox}/set_agent_bot`)
    bodyOrThrow(await this.#ask({ method: 'POST', path, body: { agent_bot: bot } }))
  }

  async makeWebhook(account: number, { url, name }: { url: string; name: string }): Promise<MadeWebhook> {
    const body = { webhook: { url, name, subscriptions: SUBSCRIPTIONS } }
    const answer = bodyOrThrow(await this.#ask({ method: 'POST', path: at(account, 'webhooks'), body }))
    const made = objectAt(objectAt(answer.payload).webhook)
    return { id: idAt(made.id) ?? 0, secret: textAt(made.secret, 500) }
  }

  async removeWebhook(account: number, webhook: number): Promise<void> {
    bodyOrThrow(await this.#ask({ method: 'DELETE', path: at(account, `webhooks/${webhook}`) }))
  }

  async #ask(call: Omit<Call, 'token'>): Promise<Verdict> {
    const answer = await this.#host.ask({ ...call, token: this.#token, priority: 'housekeeping' })
    const verdict = verdictOf(answer, "administrator's")
    return answer.kind === 'answered' || verdict.kind === 'ok' ? verdict : this.#unreached(verdict, answer.cause)
  }

  /** Whoever connects a Chatwoot may have its address wrong. */
  #unreached(verdict: Exclude<Verdict, { kind: 'ok' }>, cause: unknown): Verdict {
    if (verdict.failure.code !== 'CHATWOOT_BUSY') return verdict
    const details = { status: 0, address: this.#host.baseUrl, why: reasonOf(cause) }
    return { ...verdict, failure: new Failure('CHATWOOT_BUSY', details, { cause }) }
  }
}

/** Whether Chatwoot knows this bot token; what it may do depends on the version. @throws {Failure} CHATWOOT_BUSY */
export async function isBotTokenKnown(host: ChatwootHost, account: number, token: Secret): Promise<boolean> {
  const path = at(account, 'conversations/0')
  const answer = await host.ask({ method: 'GET', path, token, priority: 'housekeeping' })
  const verdict = verdictOf(answer, 'bot')
  if (verdict.kind === 'busy' || verdict.kind === 'unknown') throw verdict.failure
  // A known bot is told that it may not read (401), or that there is no such conversation (404).
  return answer.kind === 'answered' && !answer.text.includes('Invalid Access Token')
}

/** `ECONNREFUSED`, `ENOTFOUND`: what a person can look up. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'no answer'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}

const at = (account: number, path: string): string => `/api/v1/accounts/${account}/${path}`

function inboxFrom(json: Json): InboxSettings | null {
  const id = idAt(json.id)
  if (!id) return null
  const templates = [
    ...(json.greeting_enabled === true && json.greeting_message ? (['greeting'] as const) : []),
    ...(json.working_hours_enabled === true && json.out_of_office_message ? (['out-of-office'] as const) : []),
    ...(json.enable_email_collect === true && json.channel_type === 'Channel::WebWidget'
      ? (['e-mail collect'] as const)
      : []),
    ...(json.csat_survey_enabled === true ? (['CSAT'] as const) : []),
  ]
  const name = textAt(json.name, 255) ?? `inbox ${id}`
  return { id, name, channel: textAt(json.channel_type, 100) ?? '', templates, secret: textAt(json.secret, 500) }
}
