import { Failure } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'
import { type Verdict, verdictOf } from './answer.ts'
import type { Shape } from './answer-shape.ts'
import type { Call, ChatwootHost } from './host.ts'
import type { Standing, TokenKind } from './standing.ts'

export interface TokenCallsOptions {
  readonly host: ChatwootHost
  /** Chatwoot's account number. */
  readonly account: number
  /** Speaks, hands over. */
  readonly botToken: Secret
  /** Reads; null: nothing can be read back, and lost webhooks stay lost. */
  readonly userToken: Secret | null
  /** Of the connection; shared by its accounts. */
  readonly standing?: Standing
}

/** `path` is below the account's, unless it begins with `/api/`. */
export type AccountCall = Omit<Call, 'token'> & { readonly shape: Shape }

/** One account's calls, each with the token that may make it; what neither may do is told the owner. */
export class TokenCalls {
  readonly #options: TokenCallsOptions
  readonly #path: string
  readonly #tokens: Readonly<Record<TokenKind, Secret | null>>

  constructor(options: TokenCallsOptions) {
    this.#options = options
    this.#path = `/api/v1/accounts/${options.account}`
    this.#tokens = { bot: options.botToken, user: options.userToken }
  }

  get canRead(): boolean {
    return this.#tokens.user !== null
  }

  /**
   * As the bot; what Chatwoot does not let bots do in its older versions, as the user. What neither may do is refused,
   * also while only the user token is revoked: it is no reason for a human not to be called.
   */
  async withEither(call: AccountCall): Promise<Verdict> {
    const asBot = await this.#ask('bot', call)
    if (asBot.kind !== 'refused' || !isDenied(asBot)) return asBot
    const verdict = this.canRead ? await this.#ask('user', call) : asBot
    if (asBot.isRevoked || !isDenied(verdict)) return verdict
    const failure = forbidden(call, asBot)
    if (isLacking(verdict)) this.#options.standing?.lacks(failure)
    return { kind: 'refused', failure }
  }

  /** With the one token that may do it at all. */
  async with(kind: TokenKind, call: AccountCall): Promise<Verdict> {
    const verdict = await this.#ask(kind, call)
    if (!isLacking(verdict)) return verdict
    const failure = forbidden(call, verdict)
    this.#options.standing?.lacks(failure)
    return { kind: 'refused', failure }
  }

  /** Bots may read a conversation since 4.14.2 only; what a missing user token leaves unread is known already. */
  async reading(call: AccountCall): Promise<Verdict> {
    if (this.canRead) return this.with('user', call)
    const verdict = await this.#ask('bot', call)
    return isLacking(verdict) ? { kind: 'refused', failure: forbidden(call, verdict) } : verdict
  }

  async #ask(kind: TokenKind, { shape, ...call }: AccountCall): Promise<Verdict> {
    const { host, account, standing } = this.#options
    const token = this.#tokens[kind]
    if (!token) return { kind: 'refused', failure: new Failure('CHATWOOT_UNAUTHORIZED', { token: kind }) }
    const stopped = standing?.refusal(kind)
    if (stopped) return { kind: 'busy', failure: stopped }
    const path = call.path.startsWith('/api/') ? call.path : this.#path + call.path
    const verdict = verdictOf(await host.ask({ ...call, path, account, token }), kind, shape)
    if (verdict.kind === 'ok' || !call.signal?.aborted) standing?.note(kind, verdict)
    const isPost = call.method === 'POST' && path.endsWith('/messages')
    if (verdict.kind !== 'ok' && !isPost) call.signal?.throwIfAborted()
    return verdict
  }
}

/** This token is not taken for it, or for anything. */
const isDenied = (verdict: Verdict): boolean =>
  verdict.kind !== 'ok' && verdict.failure.code === 'CHATWOOT_UNAUTHORIZED'

/** This token is good, but not for this. */
const isLacking = (verdict: Verdict): verdict is Verdict & { kind: 'refused' } =>
  verdict.kind === 'refused' && verdict.isRevoked === false

/** Named by what was asked, without its numbers: `GET labels: …`. */
function forbidden({ method, path }: AccountCall, { failure, why = '' }: Verdict & { kind: 'refused' }): Failure {
  const what = path
    .replace(/\?.*/, '')
    .split('/')
    .findLast((part) => /^[a-z_]+$/.test(part))
  return new Failure('CHATWOOT_FORBIDDEN', { why: `${method} ${what}: ${why}` }, { cause: failure })
}
