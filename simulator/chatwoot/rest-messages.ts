import { contactPush } from './contact-payload.ts'
import { checkContent } from './content-checks.ts'
import { continueConversation } from './customer-message.ts'
import type { Engine } from './engine.ts'
import { createMessage, MessageRefused, type NewMessage } from './message-create.ts'
import { messageRest } from './message-payload.ts'
import { iso } from './rails-time.ts'
import { type Conversation, INCOMING, type Json, type Message, OUTGOING, type Sender } from './records.ts'
import { isObject } from './request-body.ts'
import {
  conversationOf,
  isTrue,
  notFound,
  ok,
  type RestAnswer,
  type RestCall,
  RestError,
  type RestRoute,
  textField,
} from './rest-call.ts'
import { userPush } from './sender-payload.ts'
import { isAtLeast } from './version.ts'

const PAGE = 20
const NEWER = 100
const RANGE = 1_000
const MOST_ATTACHMENTS = 15
/** All that versions before 4.9 kept of an API message's `content_attributes`. */
const KEPT_BEFORE_49 = ['items', 'in_reply_to']

export const MESSAGE_ROUTES: readonly RestRoute[] = [
  { method: 'POST', path: 'conversations/:id/messages', botsSince: '0.0.0', run: create },
  { method: 'GET', path: 'conversations/:id/messages', run: list },
  { method: 'DELETE', path: 'conversations/:id/messages/:message', run: remove },
  { method: 'PATCH', path: 'conversations/:id/messages/:message', run: updateStatus },
]

function create(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  const { engine, fields, files, blobs } = call
  const fresh = freshMessage(call, conversation)
  if (files.length > MOST_ATTACHMENTS) {
    throw new RestError(422, { error: 'Validation failed: Attachments exceeded maximum allowed' })
  }
  const attachments = files.map((file) => blobs.add({ ...file, id: engine.state.nextId() }))
  const echoId = textField(fields.echo_id) ?? undefined
  try {
    const message =
      fresh.type === INCOMING
        ? continueConversation(engine, conversation, { ...fresh, attachments })
        : createMessage(engine, conversation, { ...fresh, attachments })
    return ok(messageRest(message, engine.url(), echoId))
  } catch (error) {
    if (error instanceof MessageRefused) throw new RestError(422, { error: error.message })
    throw error
  }
}

/** Messages::MessageBuilder. */
function freshMessage(call: RestCall, conversation: Conversation): NewMessage {
  const { engine, fields } = call
  const type = textField(fields.message_type) === 'incoming' ? INCOMING : OUTGOING
  if (type === INCOMING && conversation.inbox.channel !== 'Channel::Api') {
    throw new RestError(422, { error: 'Incoming messages are only allowed in Api inboxes' })
  }
  const contentType = textField(fields.content_type) ?? 'text'
  const content = textField(fields.content)
  const given = quoted(conversation, jsonField(fields.content_attributes))
  const contentAttributes = isAtLeast(engine.state.version, '4.9') ? given : only(given, KEPT_BEFORE_49)
  checkContent(contentType, contentAttributes, content)
  const template = jsonField(fields.template_params)
  return {
    ...{ type, content, contentType, contentAttributes, private: isTrue(fields.private) },
    additional: {
      ...(Object.keys(template).length > 0 && { template_params: template }),
      ...(fields.campaign_id !== undefined && { campaign_id: fields.campaign_id }),
    },
    sender: type === INCOMING ? { kind: 'contact', contact: conversation.contact } : senderOf(call),
    sourceId: textField(fields.source_id),
  }
}

/** A user's token may speak as a bot. */
function senderOf({ engine, actor, fields }: RestCall): Sender {
  const bot = fields.sender_type === 'AgentBot' ? engine.state.bots.get(Number(fields.sender_id)) : undefined
  return bot && actor.kind === 'user' ? { kind: 'agent_bot', bot } : actor
}

function quoted(conversation: Conversation, attributes: Json): Json {
  if (attributes.in_reply_to === undefined) return attributes
  const original = conversation.messages.find((message) => message.id === Number(attributes.in_reply_to))
  return { ...attributes, in_reply_to_external_id: original?.sourceId ?? null }
}

function list(call: RestCall): RestAnswer {
  const conversation = conversationOf(call)
  const { engine, query } = call
  const isInternalHidden = isTrue(query.get('filter_internal_messages'))
  const shown = conversation.messages.filter((message) => !isInternalHidden || (!message.private && message.type !== 2))
  const payload = pageOf(shown, query).map((message) => messageRest(message, engine.url()))
  return ok({ meta: listMeta(conversation), payload })
}

/** MessageFinder: the last 20; `before`: 20 older; `after`: up to 100 newer; both: up to 1,000 between. */
function pageOf(messages: readonly Message[], query: URLSearchParams): readonly Message[] {
  const before = Number(query.get('before') ?? 0)
  const after = Number(query.get('after') ?? 0)
  if (before > 0 && after > 0) return messages.filter(({ id }) => id >= after && id < before).slice(0, RANGE)
  if (before > 0) return messages.filter(({ id }) => id < before).slice(-PAGE)
  if (after > 0) return messages.filter(({ id }) => id > after).slice(0, NEWER)
  return messages.slice(-PAGE)
}

const listMeta = (conversation: Conversation): Json => ({
  labels: conversation.labels,
  additional_attributes: conversation.additional,
  contact: contactPush(conversation.contact),
  ...(conversation.assignee && { assignee: userPush(conversation.assignee) }),
  agent_last_seen_at: iso(conversation.agentSeenAtMs),
  assignee_last_seen_at: iso(conversation.assigneeSeenAtMs),
})

/** Deleting marks: the platform keeps what it has delivered. */
function remove(call: RestCall): RestAnswer {
  const message = messageOf(call)
  message.content = 'This message was deleted'
  message.contentAttributes = { deleted: true }
  message.attachments = []
  publishUpdate(call.engine, message)
  return ok(messageRest(message, call.engine.url()))
}

function updateStatus(call: RestCall): RestAnswer {
  const message = messageOf(call)
  const { fields, engine } = call
  if (message.conversation.inbox.channel !== 'Channel::Api') {
    throw new RestError(403, { error: 'Message status update is only allowed for API inboxes' })
  }
  const status = (['sent', 'delivered', 'read', 'failed'] as const).find((name) => name === fields.status)
  const isStepBack = message.status === 'read' && status === 'delivered'
  if (status && !isStepBack) {
    message.status = status
    if (fields.external_error !== undefined) {
      message.contentAttributes = { ...message.contentAttributes, external_error: fields.external_error }
    }
    publishUpdate(engine, message)
  }
  return ok(messageRest(message, engine.url()))
}

function messageOf(call: RestCall): Message {
  const found = conversationOf(call).messages.find(({ id }) => id === Number(call.params.message))
  if (!found) throw notFound()
  return found
}

function publishUpdate(engine: Engine, message: Message): void {
  message.updatedAtMs = engine.now()
  engine.publish({ name: 'message_updated', message })
}

/** An object, or the JSON of one: multipart has no other way. */
function jsonField(value: unknown): Json {
  if (isObject(value)) return value
  if (typeof value !== 'string') return {}
  try {
    const parsed: unknown = JSON.parse(value)
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

const only = (attributes: Json, keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(attributes).filter(([key]) => keys.includes(key)))
