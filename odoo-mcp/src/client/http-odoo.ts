import type { LookupFunction } from 'node:net'
import { Breaker } from './breaker.ts'
import { Http } from './http.ts'
import { odooLanguage } from './language.ts'
import type { CallOptions, MethodArgs, OdooClient, OdooRecord, ReadQuery } from './odoo-client.ts'
import { OdooFailure } from './odoo-failure.ts'
import { openSession, type Session } from './session.ts'

export interface OdooSettings {
  /** `https://shop.example`, with a path where Odoo lives under one. */
  readonly url: string
  readonly database: string
  readonly username: string
  /** Password or API key. A function, so that it is shown only where it is used. */
  readonly secret: () => string
  /** The shop's language, BCP 47. */
  readonly lang: string
  /** IANA name; decides how Odoo groups by day. */
  readonly tz: string
  /** Default: the user's own company. */
  readonly company?: number
  /** Longest one answer may take, in ms. */
  readonly readTimeoutMs?: number
  /** How the url's name becomes addresses, at each connection; the place to refuse some. Default: the system's. */
  readonly lookup?: LookupFunction
  /** False: the certificate of an https url is not checked. Default: it is. */
  readonly verifiesCertificate?: boolean
}

const READ_TIMEOUT_MS = 10_000
const FIELDS_KEPT_MS = 3_600_000
/** Every refused login costs Odoo a second of CPU: after one, callers get the same refusal for this long. */
const REFUSAL_KEPT_MS = 60_000

/** An Odoo over HTTP. Opens nothing until the first call; then version, login and languages are asked once. */
export class HttpOdoo implements OdooClient {
  readonly #settings: OdooSettings
  readonly #http: Http
  readonly #now: () => number
  readonly #breaker: Breaker
  readonly #closing = new AbortController()
  readonly #fields = new Map<string, { readonly names: Promise<ReadonlySet<string>>; readonly untilMs: number }>()
  #session: Promise<Session> | undefined
  #refused: { readonly failure: OdooFailure; readonly untilMs: number } | undefined

  constructor(settings: OdooSettings, now: () => number = Date.now) {
    this.#settings = settings
    this.#http = new Http(settings.url, settings)
    this.#now = now
    this.#breaker = new Breaker(now)
  }

  async version(options: CallOptions = {}): Promise<number> {
    return (await this.#open(options.signal)).major
  }

  async fieldsGet(model: string, { signal }: CallOptions = {}): Promise<ReadonlySet<string>> {
    const kept = this.#fields.get(model)
    if (kept && kept.untilMs > this.#now()) return unlessAborted(kept.names, signal)
    // Shared by all who ask meanwhile, so nobody's own signal may end it.
    const names = this.#fieldNames(model)
    this.#fields.set(model, { names, untilMs: this.#now() + FIELDS_KEPT_MS })
    names.catch(() => this.#fields.delete(model))
    return unlessAborted(names, signal)
  }

  async searchRead(model: string, query: ReadQuery, options: CallOptions = {}): Promise<readonly OdooRecord[]> {
    const known = await this.fieldsGet(model, options)
    if (known.size === 0) throw new OdooFailure('missing')
    const fields = query.fields.filter((field) => known.has(field))
    const records = await this.call(model, 'search_read', { ...query, fields }, options)
    if (!Array.isArray(records)) throw new OdooFailure('bug')
    return records
  }

  async call(model: string, method: string, args: MethodArgs, options: CallOptions = {}): Promise<unknown> {
    const session = await this.#open(options.signal)
    const context = this.#context(session, options.language)
    try {
      const call = { model, method, args, context }
      return await this.#breaker.guard(() => session.wire.execute(call, this.#limit(options.signal)))
    } catch (error) {
      this.#learnFrom(error)
      throw error
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new OdooFailure('unreachable'))
    await this.#http.close()
  }

  #context({ languages, company }: Session, language: string | undefined): Record<string, unknown> {
    const { lang, tz } = this.#settings
    return { lang: odooLanguage(language, languages, lang), tz, allowed_company_ids: [company] }
  }

  /** One session for all callers; a failed one is tried again by the next caller, a refused one after a minute. */
  #open(signal: AbortSignal | undefined): Promise<Session> {
    if (this.#refused && this.#refused.untilMs > this.#now()) return Promise.reject(this.#refused.failure)
    if (!this.#session) {
      const { secret, database, username, company } = this.#settings
      const credentials = { secret, database, username, company }
      this.#session = this.#breaker.guard(() => openSession(this.#http, credentials, this.#limit(undefined)))
      this.#session.catch((error) => {
        this.#session = undefined
        this.#learnFrom(error)
      })
    }
    return unlessAborted(this.#session, signal)
  }

  #learnFrom(error: unknown): void {
    if (!(error instanceof OdooFailure)) return
    if (error.kind === 'bug') this.#fields.clear()
    if (error.kind !== 'credentials') return
    this.#session = undefined
    this.#refused = { failure: error, untilMs: this.#now() + REFUSAL_KEPT_MS }
  }

  async #fieldNames(model: string): Promise<ReadonlySet<string>> {
    const session = await this.#open(undefined)
    const call = { model, method: 'fields_get', args: { attributes: ['type'] }, context: {} }
    try {
      return new Set(Object.keys((await session.wire.execute(call, this.#limit(undefined))) ?? {}))
    } catch (error) {
      // Here a UserError (16-19, JSON-RPC) or a 404 (JSON-2) can only say that the model is not installed.
      if (error instanceof OdooFailure && (error.kind === 'business' || error.kind === 'missing')) return new Set()
      throw error
    }
  }

  #limit(signal: AbortSignal | undefined): AbortSignal {
    const timeout = AbortSignal.timeout(this.#settings.readTimeoutMs ?? READ_TIMEOUT_MS)
    return AbortSignal.any([timeout, this.#closing.signal, ...(signal ? [signal] : [])])
  }
}

/** `shared`, but rejected as soon as the caller's own signal aborts. */
function unlessAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return shared
  if (signal.aborted) return Promise.reject(signal.reason)
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  return promise
}
