import type { ContactSeen, ConversationSeen } from '../domain/inbound.ts'
import { API_CHANNEL, channelKindOf } from './channel.ts'
import { idAt, type Json, listAt, msAt, objectAt, textAt } from './json-shape.ts'

/** A Chatwoot conversation in our words, from a webhook or from REST (whose `channel` sits in `meta`). */
export interface ChatwootConversation {
  /** The display id that REST paths use. */
  readonly id: number
  /** Null in conversation events before Chatwoot 4.14.2. */
  readonly account: number | null
  readonly inbox: number | null
  readonly seen: ConversationSeen
  /** An e-mail that opened it was sent by a machine. */
  readonly isAutoReply: boolean
  /** The newest message that is neither private nor activity, as JSON; an object without keys when there is none. */
  readonly lastMessage: Json
}

/** The conversation in `json`; null without an id. `contact` is who wrote, where the message says so. */
export function readConversation(json: Json, contact: Json = objectAt(null)): ChatwootConversation | null {
  const id = idAt(json.id)
  if (!id) return null
  const lastMessage = objectAt(listAt(json.messages, 1)[0] ?? json.last_non_activity_message)
  const account = idAt(objectAt(json.account).id) ?? idAt(json.account_id) ?? idAt(lastMessage.account_id)
  return {
    id,
    account,
    inbox: idAt(json.inbox_id),
    seen: seenOf(json, lastMessage, contact),
    isAutoReply: objectAt(json.additional_attributes).auto_reply === true,
    lastMessage,
  }
}

function seenOf(json: Json, lastMessage: Json, writer: Json): ConversationSeen {
  const meta = objectAt(json.meta)
  const contact = contactOf(json, idAt(objectAt(meta.sender).id) ? objectAt(meta.sender) : writer, lastMessage)
  const className = textAt(json.channel ?? meta.channel, 100)
  const labels = listAt(json.labels, 100)
    .map((label) => textAt(label, 255))
    .filter((label) => label !== null)
  return {
    channel: channelKindOf({
      className,
      sourceId: contact?.sourceId ?? null,
      identifier: contact?.identifier ?? null,
      conversationType: textAt(objectAt(json.additional_attributes).type, 100),
    }),
    status: STATUSES.get(json.status) ?? 'open',
    assignee: labels.includes(STOP_LABEL) ? 'human' : assigneeOf(meta),
    labels,
    canReply: json.can_reply !== false,
    updatedAtMs: msAt(json.updated_at) ?? msAt(json.last_activity_at) ?? msAt(json.timestamp) ?? 0,
    contact,
    ...(className === API_CHANNEL ? { isApiInbox: true } : {}),
  }
}

/** The stop button of one conversation: while it has this label it is a human's, whoever is assigned. */
export const STOP_LABEL = 'bot-off'

function contactOf(json: Json, sender: Json, lastMessage: Json): ContactSeen | null {
  const id = idAt(sender.id)
  if (!id) return null
  const link = objectAt(json.contact_inbox)
  // REST shows no contact_inbox; its last message names the contact's source id.
  const lastLink = objectAt(objectAt(lastMessage.conversation).contact_inbox)
  return {
    id,
    name: textAt(sender.name, 255),
    phone: textAt(sender.phone_number, 40),
    email: textAt(sender.email, 320),
    identifier: textAt(sender.identifier, 255),
    sourceId: textAt(link.source_id, 255) ?? textAt(lastLink.source_id, 255),
    hmacVerified: (link.hmac_verified ?? objectAt(json.meta).hmac_verified) === true,
    blocked: sender.blocked === true,
  }
}

/**
 * Captain is not us: a conversation it owns is somebody else's, as a human's is. Chatwoot before 4.8 gives neither
 * `type` nor `assignee_type`, and knows only humans.
 */
function assigneeOf(meta: Json): ConversationSeen['assignee'] {
  const assignee = objectAt(meta.assignee)
  if (!idAt(assignee.id)) return 'none'
  return assignee.type === 'agent_bot' || (!assignee.type && meta.assignee_type === 'AgentBot') ? 'bot' : 'human'
}

/** An unknown status is read as `open`: the conversation is with its humans, and we stay silent. */
const STATUSES: ReadonlyMap<unknown, ConversationSeen['status']> = new Map(
  (['open', 'resolved', 'pending', 'snoozed'] as const).map((status) => [status, status]),
)
