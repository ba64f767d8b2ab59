import type { ContactSeen, ConversationSeen } from '../domain/inbound.ts'
import type { CustomerIdentity } from '../domain/tool.ts'

export interface IdentityContext {
  /** The operator marked this API inbox as a WhatsApp gateway (Evolution, Baileys …): its numbers are proven. */
  readonly isWhatsAppGateway?: boolean
}

export type IdentityOf = (
  shown: { readonly seen: ConversationSeen; readonly signed: boolean },
  context?: IdentityContext,
) => CustomerIdentity

let opened: Promise<IdentityOf> | undefined

/** `identityOf`, once the tables of phone numbers are loaded: with the first turn, for a start does not need them. */
export function openIdentity(): Promise<IdentityOf> {
  opened ??= import('libphonenumber-js/min').then(({ parsePhoneNumberFromString: parse }) => {
    const e164: E164 = (number) => {
      const written = number?.trim() ?? ''
      if (!/^\+?[\d\s().-]{6,30}$/.test(written)) return null
      const parsed = parse(written.startsWith('+') ? written : `+${written}`)
      return parsed?.isPossible() ? parsed.number : null
    }
    return (shown, context = {}) => identityOf(shown, context, e164)
  })
  return opened
}

/** E.164 of a number written with its country, `+` or not; null when it cannot be one (Meta's BSUIDs are not). */
type E164 = (number: string | null | undefined) => string | null

const NOBODY: CustomerIdentity = { strength: 'none', phone: null, email: null, name: null }

/**
 * Who the customer is, and how surely (DESIGN §7). Proven is only what the channel itself says: the number WhatsApp,
 * Twilio or an SMS provider gave the conversation (never the contact's phone field, which people edit), a marked
 * gateway's, and the phone of a web visitor whose HMAC was right. What an unsigned delivery says proves nothing.
 */
function identityOf(
  { seen, signed }: Parameters<IdentityOf>[0],
  { isWhatsAppGateway = false }: IdentityContext,
  e164: E164,
): CustomerIdentity {
  const { contact } = seen
  if (!contact || !signed) return NOBODY
  const { email, name } = contact
  const proven = provenOf(seen, { contact, isWhatsAppGateway, e164 })
  if (proven) return { strength: 'proven', phone: proven, email, name }
  const phone = e164(contact.phone)
  return { strength: phone || email ? 'claimed' : 'none', phone, email, name }
}

interface Proof {
  readonly contact: ContactSeen
  readonly isWhatsAppGateway: boolean
  readonly e164: E164
}

function provenOf(seen: ConversationSeen, { contact, isWhatsAppGateway, e164 }: Proof): string | null {
  if (seen.isApiInbox) return isWhatsAppGateway ? (e164(ofJid(contact.identifier)) ?? e164(contact.phone)) : null
  if (seen.channel === 'whatsapp' || seen.channel === 'sms') return e164(contact.sourceId?.replace(/^whatsapp:/, ''))
  return seen.channel === 'web' && contact.hmacVerified ? e164(contact.phone) : null
}

/** WhatsApp's own names: `5511955550100@s.whatsapp.net`, with `:12` for a second device. */
const ofJid = (identifier: string | null): string | undefined =>
  /^(\d{6,15})(?::\d+)?@s\.whatsapp\.net$/.exec(identifier ?? '')?.[1]
