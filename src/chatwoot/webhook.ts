import { Failure } from '../base/failure.ts'
import type { ConnectionId } from '../domain/ids.ts'
import type { Inbound, InboundEvent } from '../domain/inbound.ts'
import { type ChatwootConversation, readConversation } from './conversation.ts'
import { dedupeOf } from './dedupe.ts'
import { idAt, type Json, listAt, objectAt } from './json-shape.ts'
import { type ChatwootMessage, type DeliveryStatus, readMessage } from './message.ts'
import { eventOfMessage } from './message-event.ts'

/** A delivery as parsed: its event's name, and the resource that lies flat beside it. */
export interface Webhook {
  readonly event: string
  readonly json: Json
}

export interface WebhookContext {
  readonly connection: ConnectionId
  readonly receivedAtMs: number
  readonly signed: boolean
  /** The connection's own account, where it has one: conversation events name theirs only since Chatwoot 4.14.2. */
  readonly account?: number | null
  /** Our agent bots on this connection, where they are known. */
  readonly botIds?: readonly number[]
}

/**
 * Parses once and looks only at the event's name: what Chatwoot adds, leaves out or sets to null is not our business.
 * @throws {Failure} BAD_PAYLOAD when it is not JSON, or no event
 */
export function readWebhook(raw: Uint8Array | string): Webhook {
  const json = objectAt(parse(raw))
  if (typeof json.event !== 'string') throw new Failure('BAD_PAYLOAD', { problem: '"event" is missing' })
  return { event: json.event, json }
}

/**
 * The one thing a delivery means for us; null: nothing (contacts, typing, the widget opening, inboxes, rules, macros,
 * templates, other bots, events we do not know). A fact stands under one `dedupe` key however often it is told.
 * @throws {Failure} BAD_PAYLOAD when a message or conversation event lacks the numbers it is known by
 */
export function classify({ event, json }: Webhook, context: WebhookContext): Inbound | null {
  if (event === 'message_created' || event === 'message_updated') return ofMessage(event, json, context)
  if (!CONVERSATION_EVENTS.has(event) || isNoise(event, json)) return null
  const conversation = known(readConversation(json), 'conversation')
  return inbound({ kind: 'conversation-changed' }, conversation, { ...context, isFirst: false })
}

/** conversation_opened and conversation_resolved come to agent bots alone, and say what status_changed says. */
const CONVERSATION_EVENTS: ReadonlySet<string> = new Set([
  'conversation_created',
  'conversation_updated',
  'conversation_status_changed',
  'conversation_opened',
  'conversation_resolved',
])

/** conversation_updated follows every message, each way, only to move the waiting time. */
function isNoise(event: string, json: Json): boolean {
  if (event !== 'conversation_updated') return false
  const changed = listAt(json.changed_attributes, 50).flatMap((change) => Object.keys(objectAt(change)))
  return changed.length > 0 && changed.every((key) => NOISE.has(key))
}

const NOISE: ReadonlySet<string> = new Set(['waiting_since', 'first_reply_created_at', 'updated_at'])

function ofMessage(name: string, json: Json, context: WebhookContext): Inbound | null {
  const message = known(readMessage(json), 'message')
  const conversation = known(
    readConversation(objectAt(json.conversation), message.sender.kind === 'contact' ? message.sender.json : undefined),
    'conversation',
  )
  const origin = name === 'message_created' ? 'created' : 'updated'
  const { botIds = [], receivedAtMs } = context
  const event = eventOfMessage(withStatus(message, conversation), { origin, conversation, botIds, receivedAtMs })
  const placed = { ...conversation, account: idAt(objectAt(json.account).id) ?? conversation.account }
  const inbox = conversation.inbox ?? idAt(objectAt(json.inbox).id)
  return event && inbound(event, { ...placed, inbox }, { ...context, isFirst: origin === 'created' })
}

/** A message's delivery is only shown where the conversation repeats it as its last. */
function withStatus(message: ChatwootMessage, { lastMessage }: ChatwootConversation): ChatwootMessage {
  if (lastMessage.id !== message.id || message.status) return message
  const status = lastMessage.status
  return isStatus(status) ? { ...message, status } : message
}

const isStatus = (status: unknown): status is DeliveryStatus =>
  status === 'sent' || status === 'delivered' || status === 'read' || status === 'failed'

/** The fact, with where and when it was told. */
export function inbound(
  event: InboundEvent,
  conversation: ChatwootConversation,
  context: WebhookContext & { readonly isFirst: boolean },
): Inbound {
  const { connection, receivedAtMs, signed, isFirst } = context
  const { id, inbox, seen } = conversation
  const account = known(conversation.account ?? context.account ?? null, 'account')
  const dedupe = dedupeOf({ event, conversation: id, seen, isFirst, signed })
  return { connection, account, conversation: id, inbox, signed, receivedAtMs, dedupe, seen, event }
}

function known<T>(value: T | null, what: string): T {
  if (value === null) throw new Failure('BAD_PAYLOAD', { problem: `"${what}" is missing or has no usable id` })
  return value
}

function parse(raw: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof raw === 'string' ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString())
  } catch (cause) {
    throw new Failure('BAD_PAYLOAD', { problem: 'not JSON' }, { cause })
  }
}
