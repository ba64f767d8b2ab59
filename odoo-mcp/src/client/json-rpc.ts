import type { Http } from './http.ts'
import { kindOf, OdooFailure } from './odoo-failure.ts'
import type { Credentials, Wire, WireCall } from './wire.ts'

/**
 * Odoo 16-18 (and 19-21, deprecated): `POST /jsonrpc`. Everything is HTTP 200, an answer with neither `result` nor
 * `error` means that the method returned nothing, and `error.data.name` is the only stable thing about an error
 * (odoo/http.py, odoo/service/model.py).
 */
export class JsonRpc implements Wire {
  readonly #http: Http
  readonly #credentials: Credentials
  #uid: number | undefined

  constructor(http: Http, credentials: Credentials) {
    this.#http = http
    this.#credentials = credentials
  }

  async login(signal: AbortSignal): Promise<number> {
    const { database, username, secret } = this.#credentials
    const args = [database, username, secret(), {}]
    // An unknown database is PostgreSQL's own error here.
    const uid = await askJsonRpc(this.#http, { service: 'common', method: 'authenticate', args }, signal).catch(
      (error) => {
        if (!isNoDatabase(error)) throw error
        throw new OdooFailure('credentials', { odooClass: error.odooClass, cause: error })
      },
    )
    if (typeof uid !== 'number') throw new OdooFailure('credentials')
    this.#uid = uid
    return uid
  }

  execute({ model, method, args: { ids, ...named }, context }: WireCall, signal: AbortSignal): Promise<unknown> {
    const { database, secret } = this.#credentials
    const args = [database, this.#uid, secret(), model, method, ids ? [ids] : [], { ...named, context }]
    return askJsonRpc(this.#http, { service: 'object', method: 'execute_kw', args }, signal)
  }
}

const isNoDatabase = (error: unknown): error is OdooFailure & { odooClass: string } =>
  error instanceof OdooFailure && error.odooClass === 'psycopg2.OperationalError'

interface Question {
  readonly service: 'common' | 'object'
  readonly method: string
  readonly args: readonly unknown[]
}

/** @throws {OdooFailure} by the class of the error; `unreachable` for an answer that is not JSON-RPC */
export async function askJsonRpc(http: Http, params: Question, signal: AbortSignal): Promise<unknown> {
  const { json } = await http.ask({ path: '/jsonrpc', body: { jsonrpc: '2.0', method: 'call', params, id: 1 } }, signal)
  if (!isAnswer(json)) throw new OdooFailure('unreachable')
  if (json.error === undefined) return json.result ?? null
  const odooClass = json.error.data?.name
  if (typeof odooClass === 'string') throw new OdooFailure(kindOf(odooClass), { odooClass })
  throw new OdooFailure(json.error.code === 100 ? 'credentials' : 'bug')
}

interface Answer {
  readonly jsonrpc: '2.0'
  readonly result?: unknown
  readonly error?: { readonly code?: number; readonly data?: { readonly name?: unknown } }
}

const isAnswer = (json: unknown): json is Answer =>
  typeof json === 'object' && json !== null && (json as { jsonrpc?: unknown }).jsonrpc === '2.0'
