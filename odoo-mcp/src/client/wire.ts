import type { MethodArgs } from './odoo-client.ts'

/** One call of a public method. `context` goes with every one. */
export interface WireCall {
  readonly model: string
  readonly method: string
  readonly args: MethodArgs
  readonly context: Readonly<Record<string, unknown>>
}

/** How a series of Odoo is spoken to: `json-rpc.ts` (16-18, deprecated but present to 21) and `json-2.ts` (19 on). */
export interface Wire {
  /**
   * Who we are: the user's id. Deliberately slow in Odoo (a password hash), so it is asked once.
   * @throws {OdooFailure} credentials
   */
  login(signal: AbortSignal): Promise<number>
  execute(call: WireCall, signal: AbortSignal): Promise<unknown>
}

export interface Credentials {
  readonly database: string
  /** Not needed for JSON-2, where the key says who it is. */
  readonly username: string
  /** A password or an API key; asked for at each use, never kept in the clear. */
  readonly secret: () => string
}
