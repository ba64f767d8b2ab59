import type { IncomingHttpHeaders } from 'node:http'
import type { Engine } from './engine.ts'
import { type Actor, notFound, RestError, type RestRoute } from './rest-call.ts'
import { isAtLeast } from './version.ts'

/**
 * Whose token came with the request, as `api_access_token` or `Api-Access-Token`.
 * @throws {RestError} 401 without one or with an unknown one.
 */
export function actorOf({ state, faults }: Engine, headers: IncomingHttpHeaders): Actor {
  const token = headers['api-access-token'] ?? headers.api_access_token
  if (typeof token !== 'string' || token === '') {
    throw new RestError(401, { errors: ['You need to sign in or sign up before continuing.'] })
  }
  const user = state.users.values().find((row) => row.token === token)
  if (user) return { kind: 'user', user }
  const bot = faults.current.unauthorizedBot ? undefined : state.bots.values().find((row) => row.token === token)
  if (!bot) throw new RestError(401, { error: 'Invalid Access Token' })
  return { kind: 'agent_bot', bot }
}

/**
 * Chatwoot's access_token_auth_helper.rb and policies: what a bot may call is a short list; refusals are 401.
 * @throws {RestError}
 */
export function checkRights(
  { state }: Engine,
  actor: Actor,
  { route, account }: { route: RestRoute; account: number },
): void {
  if (actor.kind === 'user') {
    if (!state.accounts.has(account)) throw notFound()
    if (!route.isAdministratorOnly || actor.user.role === 'administrator') return
    throw new RestError(401, { error: 'You are not authorized to do this action' })
  }
  if (route.botsSince === undefined || !isAtLeast(state.version, route.botsSince)) {
    throw new RestError(401, { error: 'Access to this endpoint is not authorized for bots' })
  }
  const row = state.accounts.get(account)
  if (!row) throw notFound()
  const isLinked = actor.bot.account === account || row.inboxes.values().some((inbox) => inbox.bot === actor.bot)
  if (!isLinked) throw new RestError(401, { error: 'Bot is not authorized to access this account' })
}
