import { randomBytes } from 'node:crypto'
import type { AccountWebhook, Json } from './records.ts'
import { isObject } from './request-body.ts'
import { notFound, ok, type RestAnswer, type RestCall, RestError, type RestRoute, textField } from './rest-call.ts'

const ALLOWED_EVENTS = [
  ...['conversation_status_changed', 'conversation_updated', 'conversation_created', 'contact_created'],
  ...['contact_updated', 'message_created', 'message_updated', 'webwidget_triggered', 'inbox_created'],
  ...['inbox_updated', 'conversation_typing_on', 'conversation_typing_off'],
]
const DEFAULT_EVENTS = ALLOWED_EVENTS.slice(0, 8)

/** Account webhooks; the body may be wrapped in `webhook` or flat. */
export const WEBHOOK_ROUTES: readonly RestRoute[] = [
  { method: 'GET', path: 'webhooks', isAdministratorOnly: true, run: list },
  { method: 'POST', path: 'webhooks', isAdministratorOnly: true, run: create },
  { method: 'PATCH', path: 'webhooks/:id', isAdministratorOnly: true, run: update },
  { method: 'DELETE', path: 'webhooks/:id', isAdministratorOnly: true, run: remove },
]

function list({ account }: RestCall): RestAnswer {
  const webhooks = [...account.webhooks.values()].map((webhook) => row(webhook, account.id))
  return ok({ payload: { webhooks } })
}

function create(call: RestCall): RestAnswer {
  const { account, engine } = call
  const fields = webhookFields(call)
  const webhook: AccountWebhook = {
    id: engine.state.nextId(),
    url: freeUrl(call, textField(fields.url) ?? '', null),
    name: textField(fields.name),
    secret: randomBytes(18).toString('base64url'),
    subscriptions: events(fields.subscriptions) ?? DEFAULT_EVENTS,
  }
  account.webhooks.set(webhook.id, webhook)
  return ok({ payload: { webhook: row(webhook, account.id) } })
}

function update(call: RestCall): RestAnswer {
  const webhook = webhookOf(call)
  const fields = webhookFields(call)
  if (fields.url !== undefined) webhook.url = freeUrl(call, textField(fields.url) ?? '', webhook)
  if (fields.name !== undefined) webhook.name = textField(fields.name)
  webhook.subscriptions = events(fields.subscriptions) ?? webhook.subscriptions
  return ok({ payload: { webhook: row(webhook, call.account.id) } })
}

function remove(call: RestCall): RestAnswer {
  call.account.webhooks.delete(webhookOf(call).id)
  return ok()
}

const webhookFields = ({ fields }: RestCall): Json => (isObject(fields.webhook) ? fields.webhook : fields)

function webhookOf({ account, params }: RestCall): AccountWebhook {
  const webhook = account.webhooks.get(Number(params.id))
  if (!webhook) throw notFound()
  return webhook
}

function freeUrl({ account }: RestCall, url: string, own: AccountWebhook | null): string {
  if (!/^https?:\/\//.test(url)) throw new RestError(422, { message: 'Url is invalid', attributes: ['url'] })
  const isTaken = account.webhooks.values().some((webhook) => webhook !== own && webhook.url === url)
  if (isTaken) throw new RestError(422, { message: 'Url has already been taken', attributes: ['url'] })
  return url
}

function events(given: unknown): string[] | null {
  if (!Array.isArray(given)) return null
  const names = given.map(String)
  if (names.length > 0 && names.every((name) => ALLOWED_EVENTS.includes(name))) return names
  throw new RestError(422, { message: 'Subscriptions Invalid events', attributes: ['subscriptions'] })
}

const row = ({ id, name, url, subscriptions, secret }: AccountWebhook, account: number): Json => ({
  ...{ id, name, url, account_id: account, subscriptions, secret },
})
