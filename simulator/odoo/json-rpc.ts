import type { Database } from './database.ts'
import { accessDenied, errorData, keyError, typeError, unknownDatabase } from './errors.ts'
import { execute, type Kwargs, type Series } from './orm/execute.ts'

export interface Rpc {
  readonly databases: ReadonlyMap<string, Database>
  readonly series: Series
}

/** `POST /jsonrpc`: services `common` and `object`. Every error is HTTP 200; None gives neither result nor error. */
export function answerJsonRpc(rpc: Rpc, request: Record<string, unknown>): Record<string, unknown> {
  const head = { jsonrpc: '2.0', id: request.id ?? null }
  try {
    const result = dispatch(rpc, request.params)
    return result === undefined ? head : { ...head, result }
  } catch (error) {
    const code = rpc.series === '18.0' ? 200 : 0
    return { ...head, error: { code, message: 'Odoo Server Error', data: errorData(error) } }
  }
}

export function versionOf(series: Series): Record<string, unknown> {
  return {
    server_version: series,
    server_version_info: [Number.parseInt(series, 10), 0, 0, 'final', 0, ''],
    server_serie: series,
    protocol_version: 1,
  }
}

function dispatch(rpc: Rpc, params: unknown): unknown {
  const { service, method, args } = (params ?? {}) as { service?: string; method?: string; args?: readonly unknown[] }
  if (method === undefined || args === undefined)
    throw typeError("RPC.jsonrpc() missing 2 required positional arguments: 'method' and 'args'")
  if (service === 'common') return common(rpc, method, args)
  if (service === 'object') return object(rpc, method, args)
  throw keyError(String(service))
}

function common(rpc: Rpc, method: string, args: readonly unknown[]): unknown {
  if (method === 'version') return versionOf(rpc.series)
  if (method !== 'authenticate' && method !== 'login') throw keyError(method)
  const [database, login, secret] = args as [string, string, string]
  const user = databaseOf(rpc, database).users.find((each) => each.login === login)
  return user?.secrets.includes(secret) ? user.uid : false
}

function object(rpc: Rpc, method: string, args: readonly unknown[]): unknown {
  if (method !== 'execute_kw') throw keyError(method)
  const [name, uid, secret, model, called, positional = [], kwargs = {}] = args as [
    ...[string, number, string, string, string],
    ...[(readonly unknown[])?, Kwargs?],
  ]
  const database = databaseOf(rpc, name)
  if (!database.users.some((user) => user.uid === uid && user.secrets.includes(secret))) throw accessDenied()
  return execute(callerOf(database, uid, rpc.series), model, called, positional, kwargs)
}

function databaseOf({ databases }: Rpc, name: string): Database {
  const database = databases.get(name)
  if (!database) throw unknownDatabase(name)
  return database
}

export const callerOf = ({ models }: Database, uid: number, series: Series) => ({
  uid,
  models,
  series,
  languages: ['pt_BR'],
  companies: [1],
  user: { lang: 'pt_BR', tz: 'America/Sao_Paulo' },
})
