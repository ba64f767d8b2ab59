import type { Contact, Json } from './records.ts'

const core = (contact: Contact) => ({
  email: contact.email,
  id: contact.id,
  identifier: contact.identifier,
  name: contact.name,
  phone_number: contact.phone,
  thumbnail: '',
  blocked: contact.blocked,
})

/** A contact as a message's `sender` and as the root of contact events: with the account, without a `type`. */
export function contactWebhook(contact: Contact): Json {
  const { email, id, identifier, name, phone_number, thumbnail, blocked } = core(contact)
  return {
    account: { id: contact.account.id, name: contact.account.name },
    additional_attributes: contact.additional,
    avatar: '',
    custom_attributes: contact.custom,
    ...{ email, id, identifier, name, phone_number, thumbnail, blocked },
  }
}

/** A contact as `meta.sender` and as the sender of a nested message. */
export const contactPush = (contact: Contact): Json => ({
  additional_attributes: contact.additional,
  custom_attributes: contact.custom,
  ...core(contact),
  type: 'contact',
})
