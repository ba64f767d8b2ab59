import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { ContactSeen, ConversationSeen } from '../domain/inbound.ts'
import type { CustomerIdentity } from '../domain/tool.ts'

export interface IdentityContext {
  /** The operator marked this API inbox as a WhatsApp gateway (Evolution, Baileys …): its numbers are proven. */
  readonly isWhatsAppGateway?: boolean
}

const NOBODY: CustomerIdentity = { strength: 'none', phone: null, email: null, name: null }

/**
 * Who the customer is, and how surely (DESIGN §7). Proven is only what the channel itself says: the number WhatsApp,
 * Twilio or an SMS provider gave the conversation (never the contact's phone field, which people edit), a marked
 * gateway's, and the phone of a web visitor whose HMAC was right. What an unsigned delivery says proves nothing.
 */
export function identityOf(
  { seen, signed }: { readonly seen: ConversationSeen; readonly signed: boolean },
  { isWhatsAppGateway = false }: IdentityContext = {},
): CustomerIdentity {
  const { contact } = seen
  if (!contact || !signed) return NOBODY
  const { email, name } = contact
  const proven = provenPhone(seen, contact, isWhatsAppGateway)
  if (proven) return { strength: 'proven', phone: proven, email, name }
  const phone = e164(contact.phone)
  return { strength: phone || email ? 'claimed' : 'none', phone, email, name }
}

function provenPhone(seen: ConversationSeen, contact: ContactSeen, isWhatsAppGateway: boolean): string | null {
  if (seen.isApiInbox) return isWhatsAppGateway ? (ofJid(contact.identifier) ?? e164(contact.phone)) : null
  if (seen.channel === 'whatsapp' || seen.channel === 'sms') return e164(contact.sourceId?.replace(/^whatsapp:/, ''))
  return seen.channel === 'web' && contact.hmacVerified ? e164(contact.phone) : null
}

/** WhatsApp's own names: `5511955550100@s.whatsapp.net`, with `:12` for a second device. */
const ofJid = (identifier: string | null): string | null =>
  e164(/^(\d{6,15})(?::\d+)?@s\.whatsapp\.net$/.exec(identifier ?? '')?.[1])

/** E.164 of a number written with its country, `+` or not; null when it cannot be one (Meta's BSUIDs are not). */
function e164(number: string | null | undefined): string | null {
  const written = number?.trim() ?? ''
  if (!/^\+?[\d\s().-]{6,30}$/.test(written)) return null
  const parsed = parsePhoneNumberFromString(written.startsWith('+') ? written : `+${written}`)
  return parsed?.isPossible() ? parsed.number : null
}
