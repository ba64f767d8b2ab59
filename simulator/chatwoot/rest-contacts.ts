import type { ChangedAttributes, Engine } from './engine.ts'
import { iso } from './rails-time.ts'
import type { Contact } from './records.ts'
import { isObject } from './request-body.ts'
import { notFound, ok, type RestAnswer, type RestCall, RestError, type RestRoute, textField } from './rest-call.ts'
import { contactRest, conversationRest } from './rest-payload.ts'

const PAGE = 15
const SHOWN_CONVERSATIONS = 20

export const CONTACT_ROUTES: readonly RestRoute[] = [
  { method: 'GET', path: 'contacts', run: list },
  { method: 'GET', path: 'contacts/search', run: search },
  { method: 'POST', path: 'contacts', run: create },
  { method: 'GET', path: 'contacts/:id', run: (call) => ok({ payload: contactRest(contactOf(call)) }) },
  { method: 'PUT', path: 'contacts/:id', run: update },
  { method: 'PATCH', path: 'contacts/:id', run: update },
  { method: 'GET', path: 'contacts/:id/conversations', run: conversations },
]

function list(call: RestCall): RestAnswer {
  const all = contactsOf(call)
  const page = Math.max(1, Number(call.query.get('page') ?? 1))
  const payload = all.slice((page - 1) * PAGE, page * PAGE).map(contactRest)
  return ok({ meta: { count: all.length, current_page: page }, payload })
}

function search(call: RestCall): RestAnswer {
  const asked = call.query.get('q')?.trim().toLowerCase() ?? ''
  if (asked === '') throw new RestError(422, { error: 'Specify search string with parameter q' })
  const page = Math.max(1, Number(call.query.get('page') ?? 1))
  const found = contactsOf(call).filter(({ name, email, phone, identifier }) =>
    [name, email, phone, identifier].some((value) => value?.toLowerCase().includes(asked)),
  )
  const payload = found.slice((page - 1) * PAGE, page * PAGE).map(contactRest)
  return ok({ meta: { count: payload.length, current_page: page, has_more: found.length > page * PAGE }, payload })
}

function create(call: RestCall): RestAnswer {
  const { engine, account, fields } = call
  const inbox = account.inboxes.get(Number(fields.inbox_id))
  const name = textField(fields.name) ?? ''
  const phone = textField(fields.phone_number)
  if (phone !== null && contactsOf(call).some((contact) => contact.phone === phone)) {
    throw new RestError(422, { message: 'Phone number has already been taken', attributes: ['phone_number'] })
  }
  const key = phone ?? (name === '' ? `contact-${engine.state.nextId()}` : name)
  const person = { key, name, phone, email: textField(fields.email) }
  const contact = engine.state.addContact(account, person, undefined)
  contact.identifier = textField(fields.identifier)
  engine.publish({ name: 'contact_created', contact })
  const row = inbox && engine.state.contactInbox(contact, inbox, textField(fields.source_id) ?? undefined)
  const contactInbox = row ? { inbox: { id: row.inbox.id, name: row.inbox.name }, source_id: row.sourceId } : null
  return ok({ payload: { contact: contactRest(contact), contact_inbox: contactInbox } })
}

/** `additional_attributes` and `custom_attributes` are merged, the rest replaced. */
function update(call: RestCall): RestAnswer {
  const contact = contactOf(call)
  const { fields } = call
  changeContact(call.engine, contact, () => {
    if ('name' in fields) contact.name = textField(fields.name) ?? ''
    if ('email' in fields) contact.email = textField(fields.email)
    if ('phone_number' in fields) contact.phone = textField(fields.phone_number)
    if ('identifier' in fields) contact.identifier = textField(fields.identifier)
    if ('blocked' in fields) contact.blocked = fields.blocked === true
    if (isObject(fields.custom_attributes)) contact.custom = { ...contact.custom, ...fields.custom_attributes }
    if (isObject(fields.additional_attributes)) {
      contact.additional = { ...contact.additional, ...fields.additional_attributes }
    }
  })
  return ok({ payload: contactRest(contact) })
}

const columns = (contact: Contact): Record<string, unknown> => ({
  name: contact.name,
  email: contact.email,
  phone_number: contact.phone,
  identifier: contact.identifier,
  blocked: contact.blocked,
  additional_attributes: contact.additional,
  custom_attributes: contact.custom,
})

/** One save of a contact: contact_updated names what changed, and is not sent when nothing did. */
export function changeContact(engine: Engine, contact: Contact, change: () => void): void {
  const before = columns(contact)
  change()
  const after = columns(contact)
  const changed: ChangedAttributes = Object.keys(after)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ [name]: { previous_value: before[name], current_value: after[name] } }))
  if (changed.length === 0) return
  const previous = iso(contact.updatedAtMs)
  contact.updatedAtMs = engine.now()
  changed.push({ updated_at: { previous_value: previous, current_value: iso(contact.updatedAtMs) } })
  engine.publish({ name: 'contact_updated', contact, changed })
}

function conversations(call: RestCall): RestAnswer {
  const contact = contactOf(call)
  const found = [...call.engine.state.conversations.values()]
    .filter((conversation) => conversation.contact === contact)
    .sort((one, other) => other.lastActivityAtMs - one.lastActivityAtMs)
    .slice(0, SHOWN_CONVERSATIONS)
  return ok({ payload: found.map((conversation) => conversationRest(call.engine, conversation)) })
}

function contactsOf({ engine, account }: RestCall): Contact[] {
  return [...engine.state.contacts.values()].filter((contact) => contact.account === account)
}

function contactOf({ engine, account, params }: RestCall): Contact {
  const found = engine.state.contacts.get(Number(params.id))
  if (!found || found.account !== account) throw notFound()
  return found
}
