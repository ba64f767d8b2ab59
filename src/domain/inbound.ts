import type { ChannelKind } from './channel-kind.ts'
import type { ConnectionId } from './ids.ts'

/** Which conversation, in Chatwoot's own numbers. `conversation` is the display id that REST paths use. */
export interface ConversationRef {
  readonly connection: ConnectionId
  readonly account: number
  readonly conversation: number
}

/** The key of a lane: one conversation, whose turns run one at a time. */
export const laneOf = ({ connection, account, conversation }: ConversationRef): string =>
  `${connection}/${account}/${conversation}`

/**
 * What a Chatwoot webhook (or a read-back of what one hid) means for us. Plain JSON: it sleeps in the queue.
 * `signed` false is only a hint: the hub re-reads message, contact, status and channel with the user token.
 */
export interface Inbound extends ConversationRef {
  readonly inbox: number | null
  readonly signed: boolean
  /** Epoch ms at which intake took it. */
  readonly receivedAtMs: number
  /** Two deliveries of one fact have the same key: `connection` + `dedupe` is unique in the inbox table. */
  readonly dedupe: string
  /** The conversation as this delivery shows it. */
  readonly seen: ConversationSeen
  readonly event: InboundEvent
}

/** The state of a conversation inside one payload. Deliveries arrive in any order: compare `updatedAtMs`. */
export interface ConversationSeen {
  readonly channel: ChannelKind
  readonly status: 'open' | 'resolved' | 'pending' | 'snoozed'
  readonly assignee: 'human' | 'bot' | 'none'
  readonly labels: readonly string[]
  /** Whether the channel's reply window is open. */
  readonly canReply: boolean
  readonly updatedAtMs: number
  readonly contact: ContactSeen | null
  /** An API inbox: phone, identifier and source id are whatever its gateway wrote, and buttons do not reach the customer. */
  readonly isApiInbox?: boolean
}

export interface ContactSeen {
  readonly id: number
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  /** What the channel or gateway calls the contact (`…@s.whatsapp.net`, a PSID). */
  readonly identifier: string | null
  readonly sourceId: string | null
  /** The web widget's HMAC was right. */
  readonly hmacVerified: boolean
  readonly blocked: boolean
}

export interface Attachment {
  readonly kind: 'image' | 'audio' | 'video' | 'file' | 'location' | 'contact' | 'other'
  readonly url: string | null
  /** File name, place, phone number or transcript; what there is to read. */
  readonly label: string
}

export type InboundEvent =
  | {
      readonly kind: 'customer-message'
      readonly messageId: number
      /** At most 64 KiB are kept. */
      readonly text: string
      readonly attachments: readonly Attachment[]
      readonly createdAtMs: number
      /** How long after it was written it was found, all by Chatwoot's clock; absent: it came by itself. */
      readonly lateMs?: number
      readonly inReplyTo: number | null
      /** Why it must not be answered: an e-mail auto-reply, a group, a gateway's control contact, a blocked contact, … */
      readonly skip: SkipReason | null
    }
  | {
      /** Buttons, form or CSAT answered on one of our own messages (`message_updated` with new `submitted_values`). */
      readonly kind: 'customer-answered'
      readonly messageId: number
      readonly values: readonly { readonly title: string; readonly value: string }[]
      readonly rating: number | null
      readonly createdAtMs: number
    }
  | {
      readonly kind: 'human-spoke'
      readonly messageId: number
      readonly text: string
      readonly isPrivate: boolean
      readonly by: 'user' | 'phone'
      readonly createdAtMs: number
    }
  | { readonly kind: 'conversation-changed' }
  | {
      /** One of our own messages came back: it exists, was delivered, or failed. */
      readonly kind: 'receipt'
      readonly messageId: number
      readonly marker: string | null
      readonly status: 'sent' | 'delivered' | 'read' | 'failed'
      readonly error: string | null
    }

export type SkipReason = 'auto-reply' | 'group' | 'control-contact' | 'blocked' | 'unsupported' | 'deleted'
