import type { FormData, Pool } from 'undici'
import type { Clock } from '../base/clock.ts'
import { deadline } from '../base/deadline.ts'
import type { Secret } from '../base/secret.ts'
import { type Answer, exchange } from './exchange.ts'
import type { Json } from './json-shape.ts'
import { Multipart } from './multipart.ts'
import { Places } from './places.ts'
import { type Asker, type Priority, RateBucket } from './rate-bucket.ts'

export interface HostOptions {
  /** `https://chat.shop.example`, with a path where Chatwoot lives below one. */
  readonly baseUrl: string
  /** Chatwoot allows 3,000 a minute per address by default: 50 a second. */
  readonly requestsPerSecond?: number
  /** From asking to the whole answer, waiting our turn included. */
  readonly timeoutMs?: number
  readonly connectTimeoutMs?: number
  readonly connections?: number
  readonly nowMs?: Clock
  /** How many requests in a round an account has while requests are short. Default 1 each. */
  readonly weightOf?: (account: number) => number
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the base URL, `/api/v1/…`. */
  readonly path: string
  /** Whose it is, Chatwoot's number; absent: of none. */
  readonly account?: number
  readonly token: Secret | null
  readonly body?: Json | Multipart
  readonly priority?: Priority
  /** It was waited for by `place` already. */
  readonly hasPlace?: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * One Chatwoot installation: its connections and its request budget, shared by every account on it, in turn. undici is
 * imported with the first request: a start that waits for it is a start in which nobody is answered.
 */
export class ChatwootHost {
  readonly baseUrl: string
  readonly #prefix: string
  readonly #options: HostOptions
  #sockets: Promise<Sockets> | null = null
  #isClosed = false
  readonly #bucket: RateBucket
  readonly #places: Places
  readonly #timeoutMs: number

  constructor(options: HostOptions) {
    const url = new URL(options.baseUrl)
    const { connections = CONNECTIONS, timeoutMs = 10_000, weightOf } = options
    this.#options = options
    this.baseUrl = url.href
    this.#prefix = url.pathname.replace(/\/+$/, '')
    this.#timeoutMs = timeoutMs
    this.#bucket = new RateBucket(options.requestsPerSecond ?? 40, options.nowMs ?? (() => performance.now()), weightOf)
    this.#places = new Places(connections, weightOf)
  }

  /**
   * Resolves when one call with `hasPlace` would go out at once: within the budget, on a socket nobody else waits for.
   * Returns what gives the place back. @throws the signal's reason when it aborts first
   */
  async place(asker: Asker, signal: AbortSignal): Promise<() => void> {
    const leave = await this.#places.take(asker, signal)
    try {
      await this.#bucket.take(asker, signal)
      return leave
    } catch (error) {
      leave()
      throw error
    }
  }

  /** Waits its turn, asks, and tells what became of it. Never rejects, never tries again, never follows a redirect. */
  async ask(call: Call): Promise<Answer> {
    const signal = deadline(this.#timeoutMs, call.signal)
    if (call.hasPlace) return await this.#exchange(call, signal)
    try {
      const { account = 0, priority = 'reply' } = call
      const leave = await this.place({ account, priority }, signal)
      return await this.#exchange(call, signal).finally(leave)
    } catch (cause) {
      return { kind: 'unsent', cause }
    }
  }

  async #exchange(call: Call, signal: AbortSignal): Promise<Answer> {
    if (this.#isClosed) return { kind: 'unsent', cause: new Error(CLOSING) }
    this.#sockets ??= this.#open()
    const { pool, form } = await this.#sockets
    const answer = await exchange(pool, this.#requestOf(call, form), signal)
    if (answer.kind === 'answered' && answer.status === 429) this.#bucket.slowDown()
    return answer
  }

  /** Requests under way are cut; they are `lost` or `unsent` to whoever asked. */
  async close(): Promise<void> {
    const reason = new Error(CLOSING)
    this.#isClosed = true
    this.#bucket.close(reason)
    await (await this.#sockets)?.pool.destroy(reason)
  }

  async #open(): Promise<Sockets> {
    const { FormData, Pool } = await import('undici')
    const { connections = CONNECTIONS, connectTimeoutMs = 3_000 } = this.#options
    const timeouts = { headersTimeout: this.#timeoutMs, bodyTimeout: this.#timeoutMs }
    const pool = new Pool(new URL(this.baseUrl).origin, {
      ...{ connections, connect: { timeout: connectTimeoutMs }, ...timeouts },
    })
    return { pool, form: () => new FormData() }
  }

  #requestOf({ method, path, token, body }: Call, form: Sockets['form']) {
    // Underscores in header names are dropped by nginx; Rails reads both spellings. No Accept-Encoding: chatwoot#14024.
    const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'ChatwootAI' }
    if (token) headers['Api-Access-Token'] = token.reveal()
    if (body === undefined) return { method, path: this.#prefix + path, headers, body: null }
    if (body instanceof Multipart) return { method, path: this.#prefix + path, headers, body: body.into(form()) }
    return {
      method,
      path: this.#prefix + path,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
  }
}

interface Sockets {
  readonly pool: Pool
  /** undici takes its own forms only. */
  readonly form: () => FormData
}

const CONNECTIONS = 16
const CLOSING = 'the connection to Chatwoot is closing'

export const openChatwootHost = (options: HostOptions): ChatwootHost => new ChatwootHost(options)
