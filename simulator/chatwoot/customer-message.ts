import { incomingAttributes, messageSourceId } from './channel-facts.ts'
import { changeConversation } from './conversation-change.ts'
import type { Engine } from './engine.ts'
import { createMessage } from './message-create.ts'
import { iso } from './rails-time.ts'
import {
  type Attachment,
  type Contact,
  type ContactInbox,
  type Conversation,
  INCOMING,
  type Json,
  type Message,
} from './records.ts'
import { isAtLeast } from './version.ts'

export interface CustomerMessage {
  readonly content: string | null
  readonly attachments?: Attachment[]
  /** Given by a gateway that posts into an API inbox; else the platform's own. */
  readonly sourceId?: string | null
  readonly contentAttributes?: Json
}

/** The customer writes on a channel: finds, reopens or starts the conversation, as the channel's rules say. */
export const customerWrites = (engine: Engine, contactInbox: ContactInbox, written: CustomerMessage): Message =>
  continueConversation(engine, conversationFor(engine, contactInbox), written)

/**
 * The customer writes into this conversation.
 * @throws {MessageRefused}
 */
export function continueConversation(engine: Engine, conversation: Conversation, written: CustomerMessage): Message {
  const { contact, inbox } = conversation
  reopen(engine, conversation)
  const message = createMessage(engine, conversation, {
    ...{ type: INCOMING, content: written.content, attachments: written.attachments ?? [] },
    contentAttributes: { ...incomingAttributes(inbox), ...written.contentAttributes },
    sender: { kind: 'contact', contact },
    sourceId: written.sourceId ?? messageSourceId(inbox, engine.state.nextId(), true),
  })
  noteContactActivity(engine, contact)
  return message
}

/**
 * A channel locked to one conversation uses the last again whatever its status, the web widget too
 * (`allow_messages_after_resolved`); elsewhere a resolved conversation is over and a new one starts.
 */
function conversationFor(engine: Engine, contactInbox: ContactInbox): Conversation {
  const last = engine.state.lastConversation(contactInbox)
  const isReused = last && (contactInbox.inbox.lockToSingleConversation || last.status !== 'resolved')
  return isReused ? last : startConversation(engine, contactInbox)
}

/** Conversation#determine_conversation_status: blocked → resolved, an active bot → pending. */
export function startConversation(engine: Engine, contactInbox: ContactInbox): Conversation {
  const { contact, inbox } = contactInbox
  const conversation = engine.state.addConversation(
    contactInbox,
    contact.blocked ? 'resolved' : inbox.bot ? 'pending' : 'open',
  )
  // From 4.17 on the connected bot is the explicit owner (#14875).
  if (isAtLeast(engine.state.version, '4.17')) conversation.assigneeBot = inbox.bot
  engine.publish({ name: 'conversation_created', conversation })
  return conversation
}

/** Resolved → pending in a bot inbox, else open; snoozed → always open; muted → stays. */
function reopen(engine: Engine, conversation: Conversation): void {
  const { status, inbox, muted } = conversation
  if (muted || (status !== 'resolved' && status !== 'snoozed')) return
  changeConversation(engine, conversation, (row) => {
    row.status = status === 'resolved' && inbox.bot ? 'pending' : 'open'
    row.snoozedUntilMs = null
  })
}

function noteContactActivity(engine: Engine, contact: Contact): void {
  const previous = { activity: contact.lastActivityAtMs, updated: contact.updatedAtMs }
  contact.lastActivityAtMs = engine.now()
  contact.updatedAtMs = engine.now()
  const changed = [
    { last_activity_at: { previous_value: iso(previous.activity), current_value: iso(contact.lastActivityAtMs) } },
    { updated_at: { previous_value: iso(previous.updated), current_value: iso(contact.updatedAtMs) } },
  ]
  engine.publish({ name: 'contact_updated', contact, changed })
}
