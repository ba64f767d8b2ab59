import { deliver } from './channel-delivery.ts'
import { changeConversation, touch } from './conversation-change.ts'
import { canReply } from './conversation-facts.ts'
import type { Engine } from './engine.ts'
import { applyLiquid } from './liquid.ts'
import {
  type Attachment,
  type Conversation,
  INCOMING,
  type Json,
  type Message,
  type MessageType,
  OUTGOING,
  type Sender,
  TEMPLATE,
} from './records.ts'

export interface NewMessage {
  readonly type: MessageType
  readonly content: string | null
  readonly private?: boolean
  readonly contentType?: string
  readonly contentAttributes?: Json
  readonly additional?: Json
  readonly sender: Sender | null
  readonly sourceId?: string | null
  readonly attachments?: Attachment[]
}

/** Chatwoot's guard against loops, and the message it answers with. */
export class MessageRefused extends Error {}

/**
 * One message with all that Chatwoot does after its commit, in this order: message_created,
 * `first_reply_created_at` / `waiting_since` (conversation_updated), delivery to the platform.
 * @throws {MessageRefused} when the conversation has had its messages for this minute.
 */
export function createMessage(engine: Engine, conversation: Conversation, fresh: NewMessage): Message {
  refuseFlood(engine, conversation)
  const nowMs = engine.now()
  const { private: isPrivate = false, contentType = 'text', contentAttributes = {}, additional = {} } = fresh
  const message: Message = {
    ...{ id: engine.state.nextMessageId(), conversation, type: fresh.type, private: isPrivate },
    content: fresh.type === INCOMING ? fresh.content : applyLiquid(fresh.content, conversation, fresh.sender),
    ...{ contentType, contentAttributes, additional, status: 'sent', sourceId: fresh.sourceId ?? null },
    ...{ sender: fresh.sender, attachments: fresh.attachments ?? [], createdAtMs: nowMs, updatedAtMs: nowMs },
  }
  engine.state.addMessage(message)
  conversation.lastActivityAtMs = nowMs
  touch(engine, conversation)
  if (message.type === INCOMING) customerWrote(conversation, nowMs)
  const isWindowOpen = canReply(conversation, nowMs)
  engine.publish({ name: 'message_created', message })
  noteReply(engine, message)
  if (!isPrivate && (message.type === OUTGOING || message.type === TEMPLATE)) deliver(engine, message, isWindowOpen)
  return message
}

function refuseFlood({ now, pace }: Engine, { messages }: Conversation): void {
  const limit = pace.messagesPerMinute
  const oldest = messages[messages.length - limit]
  if (limit > 0 && oldest && oldest.createdAtMs >= now() - 60_000) {
    throw new MessageRefused('Validation failed: Too many messages')
  }
}

function customerWrote(conversation: Conversation, nowMs: number): void {
  conversation.customerWroteAtMs = nowMs
  if (conversation.inbox.channel === 'Channel::WebWidget') conversation.contactSeenAtMs = nowMs
}

/** message.rb#dispatch_create_events and #update_waiting_since. */
function noteReply(engine: Engine, { type, private: isPrivate, sender, createdAtMs, conversation }: Message): void {
  if (isPrivate) return
  changeConversation(engine, conversation, (row) => {
    if (type === INCOMING) {
      row.waitingSinceMs ??= createdAtMs
      return
    }
    if (type !== OUTGOING || (sender?.kind !== 'user' && sender?.kind !== 'agent_bot')) return
    if (sender.kind === 'user') row.firstReplyAtMs ??= createdAtMs
    row.waitingSinceMs = null
  })
}
