import type { LookupFunction } from 'node:net'
import { errors, Pool } from 'undici'
import { OdooFailure } from './odoo-failure.ts'

/** What came back, if it was JSON at all: proxies, wrong databases and old routes answer in HTML. */
export interface HttpAnswer {
  readonly status: number
  /** Undefined: the body was no JSON. */
  readonly json: unknown
}

interface HttpRequest {
  readonly path: string
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface HttpOptions {
  /** How its name becomes addresses, at each connection. Default: the system's. */
  readonly lookup?: LookupFunction | undefined
  /** False: whoever answers is believed. */
  readonly verifiesCertificate?: boolean | undefined
}

const CONNECT_MS = 3_000
/** Three pictures of 512 pixels are well under 4 MiB. */
const ANSWER_LIMIT_BYTES = 16 * 1024 * 1024
/** Calls of one shop at once; the rest wait here instead of filling its Odoo's few workers. */
const CONNECTIONS = 4

/** The HTTP side of one Odoo: a small pool of kept connections. No redirects, no cookies. */
export class Http {
  readonly #pool: Pool
  readonly #root: string

  constructor(url: string, { lookup, verifiesCertificate = true }: HttpOptions = {}) {
    const { origin, pathname } = new URL(url)
    this.#root = pathname.replace(/\/$/, '')
    this.#pool = new Pool(origin, {
      connections: CONNECTIONS,
      connect: { timeout: CONNECT_MS, rejectUnauthorized: verifiesCertificate, ...(lookup && { lookup }) },
      maxResponseSize: ANSWER_LIMIT_BYTES,
    })
  }

  /**
   * One POST (or GET without a body).
   * @throws {OdooFailure} unreachable, also when `signal` is a time-out
   * @throws the signal's own reason when it aborted for another one
   */
  async ask({ path, body, headers }: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const isPost = body !== undefined
    try {
      const response = await this.#pool.request({
        path: this.#root + path,
        method: isPost ? 'POST' : 'GET',
        headers: { accept: 'application/json', 'user-agent': 'chatwootai-odoo-mcp', ...JSON_BODY(isPost), ...headers },
        body: isPost ? JSON.stringify(body) : null,
        signal,
      })
      const text = await response.body.text()
      return { status: response.statusCode, json: parsed(text) }
    } catch (error) {
      if (signal.aborted && !isTimeout(signal.reason)) throw signal.reason
      if (signal.aborted) throw new OdooFailure('unreachable', { cause: signal.reason })
      if (error instanceof errors.UndiciError || isSocketError(error))
        throw new OdooFailure('unreachable', { cause: error })
      throw error
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy()
  }
}

const JSON_BODY = (isPost: boolean): Record<string, string> => (isPost ? { 'content-type': 'application/json' } : {})

const isTimeout = (reason: unknown): boolean => reason instanceof Error && reason.name === 'TimeoutError'

const isSocketError = (error: unknown): boolean => error instanceof Error && 'code' in error

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
