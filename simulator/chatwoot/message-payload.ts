import { attachmentAddress, thumbAddress } from './blob-addresses.ts'
import { unreadCount } from './conversation-facts.ts'
import { epoch, iso } from './rails-time.ts'
import type { Attachment, Json, Message } from './records.ts'
import { senderColumns, senderPush, senderWebhook } from './sender-payload.ts'

const TYPE_NAMES = ['incoming', 'outgoing', 'activity', 'template'] as const

/** Root of message events without `conversation` and `event` (Chatwoot app/models/message.rb#webhook_data). */
export function messageRoot(message: Message, conversation: Json, url: string): Json {
  const { account, inbox } = message.conversation
  return {
    account: { id: account.id, name: account.name },
    additional_attributes: message.additional,
    content_attributes: message.contentAttributes,
    content_type: message.contentType,
    content: normalised(message.content),
    conversation,
    created_at: iso(message.createdAtMs),
    id: message.id,
    inbox: { id: inbox.id, name: inbox.name },
    message_type: TYPE_NAMES[message.type],
    private: message.private,
    sender: senderWebhook(message.sender),
    source_id: message.sourceId,
    ...attachments(message, url),
  }
}

/** Element of a conversation's `messages` (Message#webhook_push_event_data): the second encoding of a message. */
export function messagePush(message: Message, url: string): Json {
  const { conversation } = message
  return {
    id: message.id,
    content: normalised(message.content),
    account_id: conversation.account.id,
    inbox_id: conversation.inbox.id,
    conversation_id: conversation.id,
    message_type: message.type,
    created_at: epoch(message.createdAtMs),
    updated_at: iso(message.updatedAtMs),
    private: message.private,
    status: message.status,
    source_id: message.sourceId,
    content_type: message.contentType,
    content_attributes: message.contentAttributes,
    ...senderColumns(message.sender),
    external_source_ids: {},
    additional_attributes: message.additional,
    processed_message_content: message.content,
    sentiment: {},
    conversation: {
      assignee_id: conversation.assignee?.id ?? null,
      unread_count: unreadCount(conversation),
      last_activity_at: epoch(conversation.lastActivityAtMs),
      contact_inbox: { source_id: conversation.contactInbox.sourceId },
    },
    ...attachments(message, url),
    ...(message.sender && { sender: senderPush(message.sender) }),
  }
}

/** A message as REST answers it; without a sender the key is absent. */
export function messageRest(message: Message, url: string, echoId?: string): Json {
  return {
    id: message.id,
    content: message.content,
    inbox_id: message.conversation.inbox.id,
    ...(echoId !== undefined && { echo_id: echoId }),
    conversation_id: message.conversation.id,
    message_type: message.type,
    content_type: message.contentType,
    status: message.status,
    content_attributes: message.contentAttributes,
    created_at: epoch(message.createdAtMs),
    private: message.private,
    source_id: message.sourceId,
    ...(message.sender && { sender: senderPush(message.sender) }),
    ...attachments(message, url),
  }
}

/** Backslashes before a line end and line ends at the close are dropped (messages/webhook_content_normalizer.rb). */
const normalised = (content: string | null): string | null =>
  content === null ? null : content.replace(/\\\n/g, '\n').replace(/\n+$/, '')

function attachments(message: Message, url: string): Json {
  if (message.attachments.length === 0) return {}
  return { attachments: message.attachments.map((attachment) => attachmentPayload(attachment, message, url)) }
}

function attachmentPayload(attachment: Attachment, message: Message, url: string): Json {
  const isAudio = attachment.fileType === 'audio'
  return {
    id: attachment.id,
    message_id: message.id,
    file_type: attachment.fileType,
    account_id: message.conversation.account.id,
    extension: attachment.name.split('.').at(-1) ?? '',
    content_type: attachment.mimeType,
    data_url: `${attachmentAddress(url, attachment)}${isAudio ? '?disposition=inline' : ''}`,
    thumb_url: attachment.fileType === 'image' ? thumbAddress(url, attachment) : '',
    file_size: attachment.size,
    width: null,
    height: null,
    ...(isAudio && { transcribed_text: '' }),
  }
}
