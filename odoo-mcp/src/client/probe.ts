import type { Http } from './http.ts'
import { askJsonRpc } from './json-rpc.ts'
import { OdooFailure } from './odoo-failure.ts'

/**
 * The major series of the Odoo behind `http`, asked without a login: `common.version` (16-21), else `/web/version`
 * (19 on, when `/jsonrpc` is gone).
 * @throws {OdooFailure} unreachable: nobody there speaks like an Odoo
 */
export async function probeSeries(http: Http, signal: AbortSignal): Promise<number> {
  try {
    const version = await askJsonRpc(http, { service: 'common', method: 'version', args: [] }, signal)
    return majorOf((version as { server_version_info?: unknown }).server_version_info)
  } catch (error) {
    // A closed door is closed for both questions; only an answer that was no JSON-RPC is worth the second one.
    if (!(error instanceof OdooFailure) || error.cause !== undefined) throw error
  }
  const { json } = await http.ask({ path: '/web/version', body: undefined }, signal)
  return majorOf((json as { version_info?: unknown } | undefined)?.version_info)
}

/** Odoo Online may send a name there: `["saas~19", 1, 0, "final", 0, "e"]`. */
function majorOf(info: unknown): number {
  const major = Array.isArray(info) ? /\d+/.exec(String(info[0]))?.[0] : undefined
  if (major === undefined) throw new OdooFailure('unreachable')
  return Number(major)
}
