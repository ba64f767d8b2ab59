import type { Dispatcher, Pool } from 'undici'
import type { Clock } from '../../base/clock.ts'
import { pause } from '../../base/deadline.ts'
import { Failure } from '../../base/failure.ts'
import type { Secret } from '../../base/secret.ts'
import { CircuitBreaker } from './circuit-breaker.ts'
import type { AskOptions } from './llm.ts'

export interface ModelServerOptions {
  /** Up to and with the version: `http://127.0.0.1:11434/v1`. */
  readonly url: string
  readonly key: Secret | null
  /** Sockets kept to it; each carries one question at a time. */
  readonly connections?: number
  /** Longest silence before and within an answer, in ms. */
  readonly silenceMs?: number
  readonly now?: Clock
  /** 0–1, for the jitter of the second try. */
  readonly random?: () => number
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Longest a turn waits before its second try, in ms, when it gave no time of its own. */
const LONGEST_WAIT_MS = 3_000
const FIRST_WAIT_MS = 250
const LARGEST_ANSWER = 4 * 1_048_576

/**
 * One OpenAI-compatible server: sockets, key, breaker, the second try. Shared by all models it serves.
 * undici is imported with the first question, so that a server without a model does not pay for it.
 */
export class ModelServer {
  readonly #url: URL
  readonly #path: string
  readonly #headers: Record<string, string>
  readonly #options: ModelServerOptions
  readonly #breaker: CircuitBreaker
  #pool: Promise<Pool> | null = null
  #isClosed = false

  constructor(options: ModelServerOptions) {
    this.#url = new URL(options.url)
    this.#path = `${this.#url.pathname.replace(/\/+$/, '')}/chat/completions${this.#url.search}`
    this.#options = options
    this.#breaker = new CircuitBreaker({ now: options.now ?? Date.now })
    this.#headers = { 'content-type': 'application/json', accept: 'application/json' }
    if (options.key) this.#headers.authorization = `Bearer ${options.key.reveal()}`
  }

  /**
   * The answer's JSON. Tries a second time, once, when the first failed in a way that passes and there is time.
   * @throws {Failure} MODEL_BUSY, MODEL_REFUSED
   * @throws the signal's reason
   */
  async post(body: string, { signal, withinMs }: AskOptions): Promise<unknown> {
    const first = await this.#try(body, signal)
    if (first.kind === 'answered') return first.json
    const waitMs = this.#waitMs(first.retryAfterMs)
    if (waitMs === null || waitMs >= (withinMs ?? LONGEST_WAIT_MS)) throw first.failure
    await (this.#options.wait ?? pause)(waitMs, signal)
    signal.throwIfAborted()
    const second = await this.#try(body, signal)
    if (second.kind === 'answered') return second.json
    throw second.failure
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await (await this.#pool)?.destroy()
  }

  /** Null: not worth a second try. */
  #waitMs(retryAfterMs: number | null): number | null {
    if (retryAfterMs === null) return null
    const jitter = 1 + (this.#options.random ?? Math.random)() / 2
    return Math.max(retryAfterMs, FIRST_WAIT_MS * jitter)
  }

  async #try(body: string, signal: AbortSignal): Promise<Tried> {
    signal.throwIfAborted()
    if (this.#isClosed) throw new Failure('MODEL_REFUSED', { problem: 'the model is closed' })
    if (!this.#breaker.admits())
      throw new Failure('MODEL_BUSY', { problem: 'its server failed several times in a row' })
    try {
      const pool = await this.#open()
      const answer = await pool.request({ method: 'POST', path: this.#path, headers: this.#headers, body, signal })
      const text = await answer.body.text()
      const tried = readTried(answer, text)
      if (answer.statusCode >= 500) this.#breaker.failed()
      else this.#breaker.succeeded()
      return tried
    } catch (error) {
      if (signal.aborted) {
        this.#breaker.untold()
        throw signal.reason
      }
      this.#breaker.failed()
      return unreachable(error)
    }
  }

  #open(): Promise<Pool> {
    const { connections = 1_024, silenceMs = 60_000 } = this.#options
    this.#pool ??= import('undici').then(
      ({ Pool }) =>
        new Pool(this.#url.origin, {
          connections,
          headersTimeout: silenceMs,
          bodyTimeout: silenceMs,
          connect: { timeout: Math.min(silenceMs, 5_000) },
          keepAliveTimeout: 30_000,
          maxResponseSize: LARGEST_ANSWER,
        }),
    )
    return this.#pool
  }
}

/** `retryAfterMs` null: the same question would fail again. */
type Tried =
  | { readonly kind: 'answered'; readonly json: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly retryAfterMs: number | null }

function readTried({ statusCode, headers }: Dispatcher.ResponseData, text: string): Tried {
  if (statusCode === 429 || statusCode === 408 || statusCode >= 500)
    return failed('MODEL_BUSY', `${statusCode}${codeIn(text)}`, retryAfterMs(headers['retry-after']))
  if (statusCode !== 200) return failed('MODEL_REFUSED', `${statusCode}${codeIn(text)}${adviceFor(statusCode)}`, null)
  try {
    return { kind: 'answered', json: JSON.parse(text) }
  } catch {
    // A proxy's page, or an answer that ended early though its length fitted: the server behind may be well again soon.
    return failed('MODEL_BUSY', 'the answer is not JSON', 0)
  }
}

function unreachable(error: unknown): Tried {
  const code = (error as { code?: unknown })?.code
  const problem = typeof code === 'string' ? code : 'the connection failed'
  // A hung server has cost a whole silence already; a second one would cost the turn.
  const isHung = problem === 'UND_ERR_HEADERS_TIMEOUT' || problem === 'UND_ERR_BODY_TIMEOUT'
  return failed('MODEL_BUSY', problem, isHung ? null : 0, error)
}

const failed = (
  code: 'MODEL_BUSY' | 'MODEL_REFUSED',
  problem: string,
  retryAfter: number | null,
  cause?: unknown,
): Tried => ({
  kind: 'failed',
  failure: new Failure(code, { problem }, cause === undefined ? undefined : { cause }),
  retryAfterMs: retryAfter,
})

/** Only the machine-readable code: the sentence beside it may repeat the prompt or a piece of the key. */
function codeIn(text: string): string {
  const found = /"(?:code|type)"\s*:\s*"([\w.-]{1,64})"/.exec(text.slice(0, 4_096))
  return found ? ` ${found[1]}` : ''
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return ': it does not take the key in MODEL_KEY'
  if (status === 404) return ': it does not know the model in MODEL, or MODEL_URL lacks its /v1'
  return ''
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3); absent or unreadable means at once. */
function retryAfterMs(header: string | string[] | undefined): number {
  const seconds = Number(Array.isArray(header) ? header[0] : header)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0
}
