import type { Blobs } from './blobs.ts'
import type { Engine } from './engine.ts'
import type { Account, Bot, Conversation, Json, User } from './records.ts'
import type { UploadedFile } from './request-body.ts'

/** Who a token belongs to. */
export type Actor = { readonly kind: 'user'; readonly user: User } | { readonly kind: 'agent_bot'; readonly bot: Bot }

/** One authorised call below `/api/v1/accounts/:account`. */
export interface RestCall {
  readonly engine: Engine
  readonly blobs: Blobs
  readonly actor: Actor
  readonly account: Account
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly fields: Json
  readonly files: readonly UploadedFile[]
}

/** Without `json` the answer has no body, as Rails' `head :ok`. */
export interface RestAnswer {
  readonly status: number
  readonly json?: unknown
  readonly text?: string
}

export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below the account: `conversations/:id/messages`. */
  readonly path: string
  /** The version since which a bot's token may call it; absent: never. */
  readonly botsSince?: string
  readonly isAdministratorOnly?: boolean
  readonly run: (call: RestCall) => RestAnswer
}

/** An answer that is not 2xx, with Chatwoot's own body. */
export class RestError extends Error {
  readonly answer: RestAnswer

  constructor(status: number, json: unknown) {
    super(`Chatwoot answers ${status}`)
    this.answer = { status, json }
  }
}

export const notFound = (): RestError => new RestError(404, { error: 'Resource could not be found' })
export const ok = (json?: unknown): RestAnswer => (json === undefined ? { status: 200 } : { status: 200, json })

/** @throws {RestError} 404 when the account has no such conversation. */
export function conversationOf({ engine, account, params }: RestCall): Conversation {
  const found = engine.state.conversations.get(Number(params.id))
  if (!found || found.account !== account) throw notFound()
  return found
}

export const actorName = (actor: Actor): string => (actor.kind === 'user' ? actor.user.name : actor.bot.name)

export const textField = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : String(value)

export const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1
