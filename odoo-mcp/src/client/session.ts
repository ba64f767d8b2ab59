import type { Http } from './http.ts'
import { Json2 } from './json-2.ts'
import { JsonRpc } from './json-rpc.ts'
import { OdooFailure } from './odoo-failure.ts'
import { probeSeries } from './probe.ts'
import type { Credentials, Wire } from './wire.ts'

/** What is known once logged in; the same for every call. */
export interface Session {
  readonly wire: Wire
  readonly major: number
  /** The one company of this connection: sent with each call, so that reads do not mix companies. */
  readonly company: number
  /** Odoo's codes of the installed languages (`pt_BR`). */
  readonly languages: readonly string[]
}

const JSON_2_SINCE = 19

/** @throws {OdooFailure} */
export async function openSession(
  http: Http,
  credentials: Credentials & { company?: number | undefined },
  signal: AbortSignal,
): Promise<Session> {
  const major = await probeSeries(http, signal)
  const { wire, uid } = await loggedIn({ http, credentials, major }, signal)
  const read = (model: string, method: string, args: Record<string, unknown>) =>
    wire.execute({ model, method, args, context: {} }, signal)
  const [company, languages] = await Promise.all([
    credentials.company ?? read('res.users', 'read', { ids: [uid], fields: ['company_id'] }).then(companyOf),
    read('res.lang', 'get_installed', {}).then(codesOf),
  ])
  return { wire, major, company, languages }
}

/** JSON-2 takes API keys only: a shop on 19 that still gave us a password is served over JSON-RPC. */
async function loggedIn(
  { http, credentials, major }: { http: Http; credentials: Credentials; major: number },
  signal: AbortSignal,
): Promise<{ wire: Wire; uid: number }> {
  const rpc = new JsonRpc(http, credentials)
  if (major < JSON_2_SINCE) return { wire: rpc, uid: await rpc.login(signal) }
  const json2 = new Json2(http, credentials)
  try {
    return { wire: json2, uid: await json2.login(signal) }
  } catch (error) {
    if (!(error instanceof OdooFailure) || error.kind !== 'credentials' || !credentials.username) throw error
    return { wire: rpc, uid: await rpc.login(signal) }
  }
}

function companyOf(users: unknown): number {
  const company = (users as readonly { company_id?: readonly [number, string] }[])[0]?.company_id?.[0]
  if (company === undefined) throw new OdooFailure('bug')
  return company
}

const codesOf = (pairs: unknown): string[] => (pairs as readonly (readonly [string, string])[]).map(([code]) => code)
