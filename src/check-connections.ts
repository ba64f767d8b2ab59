import { Failure } from './base/failure.ts'
import { Secret } from './base/secret.ts'
import { AdminApi, isBotTokenKnown } from './chatwoot/admin-api.ts'
import type { Connection } from './chatwoot/connection.ts'
import { ChatwootHost } from './chatwoot/host.ts'
import { gapsOf } from './chatwoot/versions.ts'
import type { CheckView } from './wire/doctor-view.ts'

/** Chatwoot signs with its clock and we compare with ours; at 300 s apart nothing is believed any more. */
const SKEW_NOTED_MS = 60_000
const ODOO_TIMEOUT_MS = 10_000

/** One connection: whether it answers, what it lacks, whose the tokens are, how far apart the clocks. Never throws. */
export async function checkConnection(connection: Connection, now: () => number): Promise<CheckView[]> {
  const what = `connection ${connection.id}`
  const host = new ChatwootHost({ baseUrl: connection.baseUrl, connections: 2 })
  const api = new AdminApi(host, connection.userToken ?? connection.botToken)
  try {
    const { version, clockMs } = await api.about()
    const skewMs = clockMs === null ? 0 : Math.abs(now() - clockMs)
    return [
      { what, status: 'ok', says: `${connection.baseUrl} answers, Chatwoot ${version ?? 'of an unknown version'}` },
      ...(version === null ? [] : gapsOf(version)).map(
        ({ since, without }): CheckView => ({ what, status: 'note', says: `older than ${since}: ${without}` }),
      ),
      ...(skewMs > SKEW_NOTED_MS ? [skewed(what, skewMs)] : []),
      await botToken(host, connection),
      await userToken(api, connection),
    ]
  } catch (error) {
    return [{ what, status: 'problem', says: sentence(error) }]
  } finally {
    await host.close()
  }
}

const skewed = (what: string, skewMs: number): CheckView => ({
  ...{ what, status: 'problem' },
  says: `its clock and ours are ${Math.round(skewMs / 1_000)} s apart: signatures fail at 300 s; set both by NTP`,
})

async function botToken(host: ChatwootHost, { id, account, botToken: token }: Connection): Promise<CheckView> {
  const isKnown = await isBotTokenKnown(host, account ?? 1, token)
  const says = isKnown ? 'the bot token is known' : 'the bot token is unknown there: make a new one and set it'
  return { what: `connection ${id}`, status: isKnown ? 'ok' : 'problem', says }
}

async function userToken(api: AdminApi, { id, account, userToken: token }: Connection): Promise<CheckView> {
  const what = `connection ${id}`
  if (!token)
    return { what, status: 'note', says: 'there is no user token: nothing is read back, lost webhooks stay lost' }
  const { name, accounts } = await api.profile()
  const rights = accounts.map((each) => `${each.role} of ${each.id}`).join(', ')
  const isIn = account == null || accounts.some((each) => each.id === account)
  if (!isIn) return { what, status: 'problem', says: `the user token's ${name} is not in account ${account}` }
  return { what, status: 'ok', says: `the user token is ${name}'s: ${rights}` }
}

/** Whether an account answers to what the connection has. Never throws. */
export async function checkAccount(
  found: Connection | null,
  { connection, account }: { connection: string; account: number },
): Promise<CheckView> {
  const what = `Chatwoot account ${account}`
  if (!found?.userToken)
    return { what, status: 'note', says: `not tried: connection ${connection} has no user token to read with` }
  const host = new ChatwootHost({ baseUrl: found.baseUrl, connections: 1 })
  try {
    const inboxes = await new AdminApi(host, found.userToken).inboxes(account)
    return { what, status: 'ok', says: `answers, with ${inboxes.length} inboxes` }
  } catch (error) {
    return { what, status: 'problem', says: sentence(error) }
  } finally {
    await host.close()
  }
}

export interface OdooToTry {
  readonly url: string
  readonly database: string
  readonly username: string
  readonly password: string
}

/** Signs in to an Odoo and looks for one product. Never throws. */
export async function checkOdoo({ password, ...odoo }: OdooToTry): Promise<CheckView> {
  const what = `Odoo ${odoo.url}`
  const { openOdooTools } = await import('./backends/mcp/odoo-tools.ts')
  try {
    const tools = await openOdooTools({
      ...{ ...odoo, lang: 'pt-BR', tz: 'America/Sao_Paulo', accessLevel: 'read' },
      password: new Secret(password),
    })
    try {
      const customer = { strength: 'none', phone: null, email: null, name: null } as const
      const signal = AbortSignal.timeout(ODOO_TIMEOUT_MS)
      const call = { id: 'check', tool: 'find_products', args: { query: 'a', limit: 1 } }
      const { ok, problem } = await tools.call(call, { customer, language: 'pt-BR', signal })
      return { what, status: ok ? 'ok' : 'problem', says: ok ? 'signs in and answers' : (problem ?? 'refused') }
    } finally {
      await tools.close()
    }
  } catch (error) {
    return { what, status: 'problem', says: sentence(error) }
  }
}

const sentence = (error: unknown): string =>
  error instanceof Failure ? error.message : `it does not answer (${(error as Error).message})`
