import type { ChannelKind } from '../domain/channel-kind.ts'

export interface ChannelFacts {
  /** Chatwoot's class name, `Channel::Whatsapp`. */
  readonly className: string | null
  /** `contact_inbox.source_id`: what the channel calls the contact. */
  readonly sourceId: string | null
  readonly identifier: string | null
  /** `additional_attributes.type` of the conversation. */
  readonly conversationType: string | null
}

/**
 * Which of our channels a Chatwoot channel is (facts: Chatwoot §5.1). Twilio's WhatsApp is told from its SMS by the
 * contact's source id, Instagram over a Facebook page by the conversation, a WhatsApp gateway behind an API inbox
 * (Evolution, Baileys) by the contact's JID.
 */
export function channelKindOf({ className, sourceId, identifier, conversationType }: ChannelFacts): ChannelKind {
  switch (className) {
    case 'Channel::TwilioSms':
      return sourceId?.startsWith('whatsapp:') ? 'whatsapp' : 'sms'
    case 'Channel::FacebookPage':
      return conversationType === 'instagram_direct_message' ? 'instagram' : 'facebook'
    case API_CHANNEL:
      return identifier?.endsWith('@s.whatsapp.net') ? 'whatsapp' : 'default'
    default:
      return (className && KINDS.get(className)) || 'default'
  }
}

export const API_CHANNEL = 'Channel::Api'

const KINDS: ReadonlyMap<string, ChannelKind> = new Map([
  ['Channel::WebWidget', 'web'],
  ['Channel::Whatsapp', 'whatsapp'],
  ['Channel::Sms', 'sms'],
  ['Channel::Instagram', 'instagram'],
  ['Channel::Telegram', 'telegram'],
  ['Channel::Line', 'line'],
  ['Channel::Tiktok', 'tiktok'],
  ['Channel::Email', 'email'],
])
