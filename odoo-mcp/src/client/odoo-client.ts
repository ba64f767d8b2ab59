/** A search in Odoo's own notation: triples, with `&`, `|` and `!` before what they join. */
export type Domain = readonly (DomainLeaf | '&' | '|' | '!')[]
export type DomainLeaf = readonly [field: string, operator: string, value: unknown]

/** Fields as Odoo sends them: empty is `false`, a many2one is `[id, label]`, an x2many a list of ids, times are naive UTC. */
export type OdooRecord = Readonly<Record<string, unknown>> & { readonly id: number }

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** The customer's language as BCP 47 (`pt-BR`, `es`, `en`); `base` asks for the untranslated terms. */
  readonly language?: string | undefined
}

export interface ReadQuery {
  /** Wanted fields. Those this Odoo does not have, or the bot may not see, are left out of the question. */
  readonly fields: readonly string[]
  readonly domain: Domain
  readonly limit?: number
  readonly order?: string
}

/**
 * One shop's Odoo, whatever its series: the few things tools ask of it. Every call carries language, time zone and
 * the one company of the connection. Logs in on first use, once.
 * @throws {OdooFailure} from every method
 */
export interface OdooClient {
  /** The major series: 16, 17, 18, 19, … */
  version(options?: CallOptions): Promise<number>
  /** Names of the fields of `model` the bot may see; empty where the model is not installed. Kept for an hour. */
  fieldsGet(model: string, options?: CallOptions): Promise<ReadonlySet<string>>
  searchRead(model: string, query: ReadQuery, options?: CallOptions): Promise<readonly OdooRecord[]>
  /** Any public method by named arguments; `ids` for methods of records. A method that returns nothing gives null. */
  call(model: string, method: string, args: MethodArgs, options?: CallOptions): Promise<unknown>
  close(): Promise<void>
}

export interface MethodArgs {
  readonly ids?: readonly number[]
  readonly [name: string]: unknown
}
