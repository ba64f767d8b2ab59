import type { InboundEvent, SkipReason } from '../domain/inbound.ts'
import type { ChatwootConversation } from './conversation.ts'
import { idAt, keepText, listAt, objectAt, textAt } from './json-shape.ts'
import { markerOf } from './marker.ts'
import type { ChatwootMessage } from './message.ts'

/** Where a message was met: in its two webhooks, or by reading it back (which tells neither). */
export type MessageOrigin = 'created' | 'updated' | 'read-back'

export interface MessageContext {
  readonly origin: MessageOrigin
  readonly conversation: ChatwootConversation
  /** Our agent bots' ids: how Chatwoot < 4.9, which drops markers, tells our echoes. */
  readonly botIds: readonly number[]
  /** Stands in for a message without a time. */
  readonly receivedAtMs: number
}

/** What one message means to us; null: nothing. */
export function eventOfMessage(message: ChatwootMessage, context: MessageContext): InboundEvent | null {
  if (message.direction === 'activity') return null
  if (message.direction === 'incoming') return customerMessage(message, context)
  const answered = context.origin === 'created' ? null : customerAnswered(message, context)
  if (answered) return answered
  if (isOurs(message, context.botIds)) return receipt(message)
  return context.origin === 'updated' ? null : humanSpoke(message, context)
}

const MESSAGE_BYTES = 64 * 1024

function customerMessage(message: ChatwootMessage, context: MessageContext): InboundEvent | null {
  if (message.isPrivate) return null
  const skip = skipOf(message, context.conversation)
  // An incoming message is updated for its transcript, its file or its status; only taking it back is news.
  if (context.origin === 'updated' && skip !== 'deleted') return null
  return {
    kind: 'customer-message',
    messageId: message.id,
    text: message.contentType === 'sticker' ? '' : keepText(message.content ?? '', MESSAGE_BYTES),
    attachments: message.attachments,
    createdAtMs: message.createdAtMs ?? context.receivedAtMs,
    inReplyTo: idAt(message.contentAttributes.in_reply_to),
    skip,
  }
}

function skipOf(message: ChatwootMessage, { seen, isAutoReply }: ChatwootConversation): SkipReason | null {
  const { contentAttributes, contentType, sender } = message
  if (contentAttributes.deleted === true) return 'deleted'
  if (seen.contact?.blocked || sender.json.blocked === true) return 'blocked'
  const mailIsAutoReply = objectAt(contentAttributes.email).auto_reply
  if (typeof mailIsAutoReply === 'boolean' ? mailIsAutoReply : isAutoReply) return 'auto-reply'
  const names = [seen.contact?.identifier, seen.contact?.sourceId].filter((name) => typeof name === 'string')
  if (names.some((name) => CROWDS.test(name))) return 'group'
  // Evolution talks to its operators (init, status, disconnect) through a contact of this number.
  if (seen.isApiInbox && [...names, seen.contact?.phone].some((name) => name && CONTROL_CONTACT.test(name)))
    return 'control-contact'
  return contentAttributes.is_unsupported === true || contentType === 'voice_call' ? 'unsupported' : null
}

const CROWDS = /@(?:g\.us|broadcast|newsletter)$/
const CONTROL_CONTACT = /^\+?123456(?:@s\.whatsapp\.net)?$/

function customerAnswered(message: ChatwootMessage, context: MessageContext): InboundEvent | null {
  const submitted = message.contentAttributes.submitted_values
  const survey = objectAt(objectAt(submitted).csat_survey_response)
  const rating = typeof survey.rating === 'number' && Number.isFinite(survey.rating) ? survey.rating : null
  const feedback = textAt(survey.feedback_message, ANSWER_BYTES)
  const values = rating !== null && feedback ? [{ title: 'feedback', value: feedback }] : answersOf(submitted)
  if (rating === null && values.length === 0) return null
  const createdAtMs =
    context.origin === 'updated' ? context.receivedAtMs : (message.createdAtMs ?? context.receivedAtMs)
  return { kind: 'customer-answered', messageId: message.id, values, rating, createdAtMs }
}

const ANSWER_BYTES = 4_096

/** `[{title,value}]` of buttons, `[{name,value}]` of a form. */
const answersOf = (submitted: unknown) =>
  listAt(submitted, 50).flatMap((element) => {
    const { title, name, value } = objectAt(element)
    const label = textAt(title ?? name, ANSWER_BYTES)
    const said = textAt(typeof value === 'number' || typeof value === 'boolean' ? String(value) : value, ANSWER_BYTES)
    return said || label ? [{ title: label ?? said ?? '', value: said ?? label ?? '' }] : []
  })

/** An inbox has one agent bot: while we do not know our number, its bot is us. */
function isOurs({ contentAttributes, sender }: ChatwootMessage, botIds: readonly number[]): boolean {
  if (markerOf(contentAttributes) !== null) return true
  return sender.kind === 'bot' && (botIds.length === 0 || (sender.id !== null && botIds.includes(sender.id)))
}

function receipt({ id, contentAttributes, status }: ChatwootMessage): InboundEvent {
  const error = textAt(contentAttributes.external_error, 2_000)
  const arrived = status === 'delivered' || status === 'read'
  const failed = status === 'failed' || (error !== null && !arrived)
  return {
    kind: 'receipt',
    messageId: id,
    marker: markerOf(contentAttributes),
    status: failed ? 'failed' : (status ?? 'sent'),
    error: failed ? (error ?? 'failed') : null,
  }
}

/** A user's own words, in Chatwoot or on the phone: not a rule's, a campaign's, a template's, or another bot's. */
function humanSpoke(message: ChatwootMessage, context: MessageContext): InboundEvent | null {
  const { contentAttributes, additionalAttributes, sender, sourceId } = message
  if (message.direction !== 'outgoing' || isMachined(message)) return null
  if (contentAttributes.automation_rule_id || additionalAttributes.campaign_id) return null
  const isEcho = contentAttributes.external_echo === true || (sender.kind === 'nobody' && sourceId !== null)
  // Evolution posts what was typed on the phone as its token's owner.
  const isGatewayEcho = sender.kind === 'user' && (sourceId?.startsWith('WAID:') ?? false)
  if (sender.kind !== 'user' && !isEcho) return null
  return {
    kind: 'human-spoke',
    messageId: message.id,
    text: keepText(message.content ?? '', MESSAGE_BYTES),
    isPrivate: message.isPrivate,
    by: isEcho || isGatewayEcho ? 'phone' : 'user',
    createdAtMs: message.createdAtMs ?? context.receivedAtMs,
  }
}

const isMachined = ({ sender }: ChatwootMessage): boolean => sender.kind === 'bot' || sender.kind === 'other'
