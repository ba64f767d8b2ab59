import type { ChannelKind } from '../domain/channel-kind.ts'
import type { ConversationSeen } from '../domain/inbound.ts'

/** What a text must be like to arrive as it was meant (facts: Chatwoot §5.2–5.4). Lengths in UTF-16 units. */
export interface Surface {
  readonly channel: ChannelKind
  /** Longest text of one message. */
  readonly textLimit: number
  /** Longest text beside an image; 0: an image goes alone. */
  readonly captionLimit: number
  /** `rich`: links with labels; `whatsapp`: its bold, italic, strike and code; `plain`: none of them. */
  readonly markup: 'rich' | 'whatsapp' | 'plain'
  /** Chatwoot parses the text as CommonMark and writes it anew; otherwise it is delivered as posted. */
  readonly isReparsed: boolean
  /** Null: the channel drops the buttons of an `input_select`. */
  readonly buttons: ButtonRules | null
}

export interface ButtonRules {
  readonly most: number
  /** Longest title: of so few buttons that they stand below the text, and of more, which open a list. */
  readonly titleLimit: readonly [few: number, more: number]
  readonly few: number
  readonly textLimit: number
  /** Beside buttons, this channel takes the text as posted even where it re-parses texts alone. */
  readonly isTextRaw?: boolean
}

/** How to write to this conversation. Twilio's WhatsApp and API inboxes differ from the channel they look like. */
export function surfaceOf({
  channel,
  contact,
  isApiInbox,
}: Pick<ConversationSeen, 'channel' | 'contact' | 'isApiInbox'>): Surface {
  const surface = SURFACES[channel]
  if (isApiInbox) return { ...surface, isReparsed: false, buttons: null }
  return isTwilioWhatsApp({ channel, contact })
    ? { ...surface, textLimit: 1_600, captionLimit: 1_600, buttons: null }
    : surface
}

/** Told from Chatwoot's own WhatsApp inboxes by what Twilio calls the contact. */
export const isTwilioWhatsApp = ({ channel, contact }: Pick<ConversationSeen, 'channel' | 'contact'>): boolean =>
  channel === 'whatsapp' && (contact?.sourceId?.startsWith('whatsapp:') ?? false)

const buttons = (most: number, titleLimit: number, textLimit: number): ButtonRules => ({
  most,
  few: most,
  titleLimit: [titleLimit, titleLimit],
  textLimit,
})

const SURFACES: Readonly<Record<ChannelKind, Surface>> = {
  whatsapp: {
    channel: 'whatsapp',
    textLimit: 4_096,
    captionLimit: 1_024,
    markup: 'whatsapp',
    isReparsed: true,
    // Meta refuses longer ones after Chatwoot has answered 200 (chatwoot#8288).
    buttons: { most: 10, few: 3, titleLimit: [20, 24], textLimit: 1_024 },
  },
  web: surface('web', 10_000, 'rich', buttons(50, 500, 10_000)),
  telegram: { ...surface('telegram', 4_096, 'rich', buttons(20, 64, 4_096)), captionLimit: 1_024 },
  email: surface('email', 25_000, 'rich', null),
  facebook: surface('facebook', 2_000, 'plain', { ...buttons(13, 20, 2_000), isTextRaw: true }),
  instagram: surface('instagram', 1_000, 'plain', null),
  sms: surface('sms', 320, 'plain', null),
  line: { ...surface('line', 2_000, 'plain', { ...buttons(10, 20, 2_000), isTextRaw: true }), captionLimit: 0 },
  tiktok: { ...surface('tiktok', 6_000, 'plain', null), isReparsed: false, captionLimit: 0 },
  // An API inbox may take 10,000; what its gateway speaks to is unknown, and most of those take no more than WhatsApp.
  default: { ...surface('default', 4_096, 'plain', null), isReparsed: false },
}

function surface(
  channel: ChannelKind,
  textLimit: number,
  markup: Surface['markup'],
  buttons: ButtonRules | null,
): Surface {
  return { channel, textLimit, captionLimit: textLimit, markup, isReparsed: true, buttons }
}
