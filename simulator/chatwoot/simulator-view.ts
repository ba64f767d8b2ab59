import { attachmentAddress } from './blob-addresses.ts'
import { channelFacts } from './channel-facts.ts'
import { unreadCount } from './conversation-facts.ts'
import { type CustomerView, choicesOf, customerView } from './customer-view.ts'
import type { Account, Attachment, Conversation, Json, Message, Sender } from './records.ts'
import type { State } from './state.ts'

const TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const

/** A message in the simulator's own API: what is stored, and `rendered`, what the customer's app shows. */
export interface MessageView {
  readonly id: number
  readonly content: string | null
  readonly rendered: CustomerView
  readonly message_type: (typeof TYPES)[number]
  readonly private: boolean
  readonly status: Message['status']
  readonly content_type: string
  readonly items: readonly { title: string; value: string }[]
  /** What the customer tapped or filled in: `[{ title, value }]`; `null` before. */
  readonly submitted: unknown
  readonly attachments: readonly { kind: Attachment['fileType']; url: string; name: string }[]
  readonly sender: { kind: 'contact' | 'user' | 'agent_bot' | 'system'; name: string }
  readonly source_id: string | null
  readonly created_at_ms: number
  readonly content_attributes: Json
}

export function messageView(message: Message, url: string): MessageView {
  const { id, content, status, contentAttributes, createdAtMs, sourceId } = message
  return {
    ...{ id, content, rendered: customerView(message), message_type: TYPES[message.type], private: message.private },
    ...{ status, content_type: message.contentType, items: choicesOf(message) },
    submitted: contentAttributes.submitted_values ?? null,
    attachments: message.attachments.map((attachment) => ({
      ...{ kind: attachment.fileType, url: attachmentAddress(url, attachment), name: attachment.name },
    })),
    sender: senderView(message.sender),
    ...{ source_id: sourceId, created_at_ms: createdAtMs, content_attributes: contentAttributes },
  }
}

/** A conversation in lists and events. */
export function conversationView(conversation: Conversation): Json {
  const { id, account, inbox, contact, status, labels, priority, assignee, assigneeBot, custom } = conversation
  return {
    ...{ id, account: account.id, tenant: account.tenant, inbox: inbox.id, channel: channelFacts(inbox).key },
    contact: { id: contact.id, key: contact.key, name: contact.name, phone: contact.phone },
    ...{ status, labels, priority, custom_attributes: custom },
    assignee: assignee ? { kind: 'user', id: assignee.id, name: assignee.name } : botOwner(assigneeBot),
    ...{ team: conversation.team?.name ?? null, unread_count: unreadCount(conversation) },
    messages: conversation.messages.length,
    last_message: conversation.messages.at(-1)?.content ?? null,
    last_activity_at_ms: conversation.lastActivityAtMs,
    created_at_ms: conversation.createdAtMs,
  }
}

/** The installation without tokens and secrets. */
export const worldView = ({ accounts, users, bots, version, contacts }: State): Json => ({
  version,
  bots: [...bots.values()].map(({ id, name, account }) => ({ id, name, account })),
  users: [...users.values()].map(({ id, name, role }) => ({ id, name, role })),
  accounts: [...accounts.values()].map((account) => accountView(account, contacts)),
})

function accountView({ id, tenant, name, inboxes, teams }: Account, contacts: State['contacts']): Json {
  const known = [...contacts.values()].filter((contact) => contact.account.id === id)
  return {
    ...{ id, tenant, name, teams: [...teams.values()] },
    inboxes: [...inboxes.values()].map((inbox) => ({
      ...{ id: inbox.id, name: inbox.name, channel: channelFacts(inbox).key, class: inbox.channel },
      hasBot: inbox.bot !== null,
    })),
    contacts: known.map(({ id: contact, key, name: called, phone }) => ({ id: contact, key, name: called, phone })),
  }
}

const botOwner = (bot: Conversation['assigneeBot']): Json | null =>
  bot && { kind: 'agent_bot', id: bot.id, name: bot.name }

export function senderView(sender: Sender | null): MessageView['sender'] {
  switch (sender?.kind) {
    case 'contact':
      return { kind: 'contact', name: sender.contact.name }
    case 'user':
      return { kind: 'user', name: sender.user.name }
    case 'agent_bot':
      return { kind: 'agent_bot', name: sender.bot.name }
    default:
      return { kind: 'system', name: 'Chatwoot' }
  }
}
