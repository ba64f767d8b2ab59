import { randomBytes } from 'node:crypto'
import type { Bot } from './records.ts'
import { notFound, ok, type RestAnswer, type RestCall, RestError, type RestRoute, textField } from './rest-call.ts'
import { botRest } from './rest-payload.ts'

const secretText = (): string => randomBytes(18).toString('base64url')

/** Agent bots of the account; system bots are listed without url and secret and cannot be changed. */
export const BOT_ROUTES: readonly RestRoute[] = [
  { method: 'GET', path: 'agent_bots', run: list },
  { method: 'GET', path: 'agent_bots/:id', run: (call) => ok(botRest(visible(call))) },
  { method: 'POST', path: 'agent_bots', isAdministratorOnly: true, run: create },
  { method: 'PATCH', path: 'agent_bots/:id', isAdministratorOnly: true, run: update },
  { method: 'DELETE', path: 'agent_bots/:id', isAdministratorOnly: true, run: remove },
  { method: 'POST', path: 'agent_bots/:id/reset_access_token', isAdministratorOnly: true, run: resetToken },
  { method: 'POST', path: 'agent_bots/:id/reset_secret', isAdministratorOnly: true, run: resetSecret },
]

function list({ engine, account }: RestCall): RestAnswer {
  const bots = [...engine.state.bots.values()].filter((bot) => bot.account === null || bot.account === account.id)
  return ok(bots.map(botRest))
}

function create({ engine, account, fields }: RestCall): RestAnswer {
  const bot: Bot = {
    ...{ id: engine.state.nextId(), account: account.id, name: textField(fields.name) ?? '' },
    description: textField(fields.description) ?? '',
    outgoingUrl: webAddress(textField(fields.outgoing_url) ?? ''),
    ...{ token: secretText(), secret: secretText() },
  }
  engine.state.bots.set(bot.id, bot)
  return ok(botRest(bot))
}

function update(call: RestCall): RestAnswer {
  const bot = own(call)
  bot.name = textField(call.fields.name) ?? bot.name
  bot.description = textField(call.fields.description) ?? bot.description
  bot.outgoingUrl = webAddress(textField(call.fields.outgoing_url) ?? bot.outgoingUrl)
  return ok(botRest(bot))
}

function remove(call: RestCall): RestAnswer {
  const bot = own(call)
  call.engine.state.bots.delete(bot.id)
  for (const inbox of call.engine.state.inboxes.values()) if (inbox.bot === bot) inbox.bot = null
  return ok()
}

function resetToken(call: RestCall): RestAnswer {
  const bot = own(call)
  bot.token = secretText()
  return ok(botRest(bot))
}

function resetSecret(call: RestCall): RestAnswer {
  const bot = own(call)
  bot.secret = secretText()
  return ok(botRest(bot))
}

function visible({ engine, account, params }: RestCall): Bot {
  const bot = engine.state.bots.get(Number(params.id))
  if (!bot || (bot.account !== null && bot.account !== account.id)) throw notFound()
  return bot
}

function own(call: RestCall): Bot {
  const bot = visible(call)
  if (bot.account === null) throw notFound()
  return bot
}

/** @throws {RestError} 422 when it is no http(s) address. */
function webAddress(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url
  throw new RestError(422, { message: 'Outgoing url is invalid', attributes: ['outgoing_url'] })
}
