import type { Template } from './world.ts'

/** What the simulator keeps. Times are epoch milliseconds; payloads turn them into Chatwoot's many forms. */

export type Json = Record<string, unknown>
export type Status = 'open' | 'pending' | 'resolved' | 'snoozed'
export type Priority = 'low' | 'medium' | 'high' | 'urgent'

export interface Bot {
  readonly id: number
  /** `null`: a system bot, usable by all accounts, its url and secret hidden from the API. */
  readonly account: number | null
  name: string
  description: string
  token: string
  secret: string
  outgoingUrl: string
}

export interface User {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly token: string
  readonly role: 'administrator' | 'agent'
}

export interface Team {
  readonly id: number
  readonly name: string
}

export interface AccountWebhook {
  readonly id: number
  url: string
  name: string | null
  secret: string
  subscriptions: string[]
}

export interface Account {
  readonly id: number
  readonly tenant: string
  readonly name: string
  readonly keepPendingOnBotFailure: boolean
  readonly inboxes: Map<number, Inbox>
  readonly teams: Map<number, Team>
  readonly webhooks: Map<number, AccountWebhook>
  conversationCount: number
}

export interface Inbox {
  readonly id: number
  readonly account: Account
  readonly name: string
  readonly channel: string
  readonly medium: 'sms' | 'whatsapp' | null
  readonly lockToSingleConversation: boolean
  readonly webhookUrl: string | null
  readonly secret: string | null
  readonly greeting: string | null
  readonly hasCsat: boolean
  readonly templates: readonly Template[]
  bot: Bot | null
}

export interface Contact {
  readonly id: number
  readonly account: Account
  /** The customer's key in the world file, or the phone number or name given with the first message. */
  readonly key: string
  name: string
  phone: string | null
  email: string | null
  identifier: string | null
  blocked: boolean
  additional: Json
  custom: Json
  readonly createdAtMs: number
  updatedAtMs: number
  lastActivityAtMs: number | null
}

export interface ContactInbox {
  readonly id: number
  readonly contact: Contact
  readonly inbox: Inbox
  readonly sourceId: string
  readonly createdAtMs: number
  readonly hmacVerified: boolean
  readonly pubsubToken: string
}

export interface Conversation {
  /** The display id: the number of REST paths and payloads. */
  readonly id: number
  readonly uuid: string
  readonly account: Account
  readonly inbox: Inbox
  readonly contact: Contact
  readonly contactInbox: ContactInbox
  readonly messages: Message[]
  status: Status
  labels: string[]
  custom: Json
  additional: Json
  priority: Priority | null
  assignee: User | null
  assigneeBot: Bot | null
  team: Team | null
  muted: boolean
  snoozedUntilMs: number | null
  firstReplyAtMs: number | null
  waitingSinceMs: number | null
  agentSeenAtMs: number | null
  assigneeSeenAtMs: number | null
  contactSeenAtMs: number | null
  /** When the customer last wrote: the reply window of the channel runs from here. */
  customerWroteAtMs: number | null
  lastActivityAtMs: number
  createdAtMs: number
  updatedAtMs: number
}

export type Sender =
  | { readonly kind: 'contact'; readonly contact: Contact }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'agent_bot'; readonly bot: Bot }

/** Chatwoot's numbers for a message's type. */
export const INCOMING = 0
export const OUTGOING = 1
export const ACTIVITY = 2
export const TEMPLATE = 3
export type MessageType = typeof INCOMING | typeof OUTGOING | typeof ACTIVITY | typeof TEMPLATE

export interface Message {
  readonly id: number
  readonly conversation: Conversation
  readonly type: MessageType
  readonly private: boolean
  readonly contentType: string
  readonly additional: Json
  readonly sender: Sender | null
  content: string | null
  contentAttributes: Json
  status: 'sent' | 'delivered' | 'read' | 'failed'
  sourceId: string | null
  attachments: Attachment[]
  readonly createdAtMs: number
  updatedAtMs: number
}

export interface Attachment {
  readonly id: number
  readonly fileType: 'image' | 'audio' | 'video' | 'file'
  readonly name: string
  readonly mimeType: string
  readonly size: number
  /** Where the bytes are in the blob store, and the unguessable part of its address. */
  readonly blobKey: string
}
