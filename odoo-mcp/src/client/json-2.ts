import type { Http } from './http.ts'
import { kindOf, OdooFailure } from './odoo-failure.ts'
import type { Credentials, Wire, WireCall } from './wire.ts'

/**
 * Odoo 19 on: `POST /json/2/<model>/<method>`, named arguments only, a bearer key, real HTTP status codes. An unknown
 * field or argument is a 500, a wrong database a 404 in HTML (addons/rpc/controllers/json2.py).
 */
export class Json2 implements Wire {
  readonly #http: Http
  readonly #credentials: Credentials

  constructor(http: Http, credentials: Credentials) {
    this.#http = http
    this.#credentials = credentials
  }

  async login(signal: AbortSignal): Promise<number> {
    const call: WireCall = { model: 'res.users', method: 'context_get', args: {}, context: {} }
    const { uid } = ((await this.execute(call, signal)) ?? {}) as { uid?: unknown }
    if (typeof uid !== 'number') throw new OdooFailure('credentials')
    return uid
  }

  async execute({ model, method, args, context }: WireCall, signal: AbortSignal): Promise<unknown> {
    const headers = {
      authorization: `bearer ${this.#credentials.secret()}`,
      'x-odoo-database': this.#credentials.database,
    }
    const { status, json } = await this.#http.ask(
      { path: `/json/2/${model}/${method}`, headers, body: { ...args, context } },
      signal,
    )
    if (status === 200 && json !== undefined) return json
    throw failureOf(status, json)
  }
}

function failureOf(status: number, json: unknown): OdooFailure {
  const odooClass = (json as { name?: unknown } | undefined)?.name
  if (typeof odooClass === 'string') return new OdooFailure(kindOf(odooClass), { odooClass })
  // No JSON: at 404 Odoo found no such database on this host; anything else is a proxy's page.
  return new OdooFailure(status === 404 ? 'credentials' : 'unreachable')
}
