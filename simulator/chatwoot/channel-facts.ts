import { randomUUID } from 'node:crypto'
import type { Contact, Inbox, Json } from './records.ts'

/** How one of Chatwoot's channels behaves towards the customer's app. */
export interface ChannelFacts {
  /** Short name used in the simulator's own API. */
  readonly key: string
  /** After this many hours without a word from the customer free text is refused by the platform. */
  readonly windowHours: number | null
  /** Longest text the platform takes, in characters; Chatwoot itself does not check it. */
  readonly textLimit: number
  /** Whether messages leave Chatwoot for a platform that gives them an id and receipts. */
  readonly isExternal: boolean
  /** Which receipts the platform sends after the message has its id. */
  readonly receipts: readonly ('delivered' | 'read')[]
  /** Whether the customer is known by phone number. */
  readonly hasPhone: boolean
}

const facts = (
  key: string,
  textLimit: number,
  more: Partial<Omit<ChannelFacts, 'key' | 'textLimit'>> = {},
): ChannelFacts => ({
  key,
  textLimit,
  windowHours: null,
  isExternal: true,
  receipts: [],
  hasPhone: false,
  ...more,
})

const WHATSAPP = facts('whatsapp', 4_096, { windowHours: 24, receipts: ['delivered', 'read'], hasPhone: true })
const TABLE: Record<string, ChannelFacts> = {
  'Channel::Whatsapp': WHATSAPP,
  'Channel::WebWidget': facts('web', 10_000, { isExternal: false }),
  'Channel::Instagram': facts('instagram', 1_000, { windowHours: 24, receipts: ['read'] }),
  'Channel::FacebookPage': facts('facebook', 2_000, { windowHours: 24, receipts: ['delivered', 'read'] }),
  'Channel::Telegram': facts('telegram', 4_096),
  'Channel::Line': facts('line', 2_000, { receipts: ['delivered'] }),
  'Channel::Tiktok': facts('tiktok', 6_000, { windowHours: 48, receipts: ['delivered'] }),
  'Channel::Sms': facts('sms', 1_600, { receipts: ['delivered'], hasPhone: true }),
  'Channel::Email': facts('email', 150_000),
  'Channel::Api': facts('api', 150_000, { isExternal: false, hasPhone: true }),
}
const TWILIO_WHATSAPP: ChannelFacts = { ...WHATSAPP, key: 'twilio_whatsapp', textLimit: 1_600 }
const TWILIO_SMS = facts('twilio_sms', 1_600, { receipts: ['delivered'], hasPhone: true })
/** Twilio tells it of the conversation and of the contact. */
const TWILIO_PLACE = { from_zip_code: '01001', from_country: 'BR', from_state: 'SP' }
const UNKNOWN = facts('default', 150_000, { isExternal: false, hasPhone: true })

export function channelFacts(inbox: Pick<Inbox, 'channel' | 'medium'>): ChannelFacts {
  if (inbox.channel === 'Channel::TwilioSms') return inbox.medium === 'whatsapp' ? TWILIO_WHATSAPP : TWILIO_SMS
  return TABLE[inbox.channel] ?? UNKNOWN
}

/** `contact_inbox.source_id`: who the customer is to the platform. */
export function contactSourceId(inbox: Inbox, contact: Contact): string {
  const phone = contact.phone ?? `+1202555${String(contact.id).padStart(4, '0')}`
  switch (channelFacts(inbox).key) {
    case 'whatsapp':
      return phone.slice(1)
    case 'twilio_whatsapp':
      return `whatsapp:${phone}`
    case 'twilio_sms':
    case 'sms':
      return phone
    case 'facebook':
      return `73${String(contact.id).padStart(14, '0')}`
    case 'instagram':
      return `1784${String(contact.id).padStart(13, '0')}`
    case 'telegram':
      return String(700_000_000 + contact.id)
    case 'line':
      return `U${String(contact.id).padStart(32, '0')}`
    case 'email':
      return contact.email ?? `contact${contact.id}@mail.example`
    default:
      return randomUUID()
  }
}

/** The platform's id of a message; `null` on channels that have none of their own. */
export function messageSourceId(inbox: Inbox, id: number, isIncoming: boolean): string | null {
  const digits = String(id).padStart(12, '0')
  switch (channelFacts(inbox).key) {
    case 'whatsapp':
      return `wamid.${Buffer.from(`sim${isIncoming ? 'in' : 'out'}${digits}`).toString('base64')}`
    case 'twilio_whatsapp':
    case 'twilio_sms':
      return `SM${digits.padStart(32, '0')}`
    case 'sms':
      return `sms-${digits}`
    case 'facebook':
      return `m_sim${digits}`
    case 'instagram':
      return Buffer.from(`ig_message_${digits}`).toString('base64url')
    case 'telegram':
      return String(id)
    case 'line':
    case 'tiktok':
      return digits
    case 'email':
      return `message-${digits}@mail.example`
    default:
      return null
  }
}

/** What the channel itself writes into `content_attributes` of a customer's message. */
export function incomingAttributes(inbox: Inbox): Json {
  const { key } = channelFacts(inbox)
  if (key === 'web') return { in_reply_to: null }
  return key === 'facebook' || key === 'instagram' ? { in_reply_to_external_id: null } : {}
}

/** `conversation.additional_attributes` at the start of a conversation. */
export function startAttributes(inbox: Inbox, contact: Contact, nowMs: number): Json {
  switch (channelFacts(inbox).key) {
    case 'web':
      return { ...widgetVisit(nowMs - 2_000), browser_language: 'pt' }
    case 'telegram':
      return { chat_id: 700_000_000 + contact.id, business_connection_id: null }
    case 'twilio_sms':
      return TWILIO_PLACE
    default:
      return {}
  }
}

/** What the web widget tells about the visitor's page and browser. */
export function widgetVisit(atMs: number): { browser: Json; referer: string; initiated_at: Json } {
  const moment = new Date(atMs).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, '$1 $3 $2 $4 $5')
  return {
    browser: {
      device_name: 'Unknown',
      browser_name: 'Chrome',
      platform_name: 'macOS',
      browser_version: '138.0.0.0',
      platform_version: '10.15.7',
    },
    referer: 'https://shop.example/',
    initiated_at: { timestamp: `${moment} GMT+0000 (Coordinated Universal Time)` },
  }
}

/** `contact.additional_attributes` that the platform knows about a customer. */
export function contactAttributes(inbox: Inbox, contactId: number, name: string): Json {
  const handle = name.toLowerCase().replace(/\s+/g, '.')
  switch (channelFacts(inbox).key) {
    case 'instagram':
      return {
        social_profiles: { instagram: handle },
        social_instagram_user_name: handle,
        social_instagram_follower_count: 100,
        social_instagram_is_user_follow_business: true,
        social_instagram_is_business_follow_user: false,
        social_instagram_is_verified_user: false,
      }
    case 'telegram':
      return {
        username: handle,
        language_code: 'pt',
        social_telegram_user_id: 700_000_000 + contactId,
        social_telegram_user_name: handle,
      }
    case 'twilio_sms':
      return TWILIO_PLACE
    default:
      return {}
  }
}
