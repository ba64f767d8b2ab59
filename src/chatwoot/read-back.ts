import type { ConnectionId } from '../domain/ids.ts'
import type { Inbound } from '../domain/inbound.ts'
import type { ChatwootConversation } from './conversation.ts'
import { withoutEscapes } from './liquid.ts'
import { markerOf } from './marker.ts'
import type { ChatwootMessage } from './message.ts'
import { eventOfMessage } from './message-event.ts'
import { inbound } from './webhook.ts'

export interface ReadBackContext {
  readonly connection: ConnectionId
  readonly account: number
  readonly receivedAtMs: number
  readonly botIds?: readonly number[]
}

/**
 * What a message read with the user token means to us: the same fact, under the same name, as the signed webhook that
 * was lost or only hinted at. Without a message: the conversation's own state. Null: nothing for us.
 */
export function inboundFromRest(
  conversation: ChatwootConversation,
  message: ChatwootMessage | null,
  context: ReadBackContext,
): Inbound | null {
  const { receivedAtMs, botIds = [] } = context
  const event = message
    ? eventOfMessage(message, { origin: 'read-back', conversation, botIds, receivedAtMs })
    : ({ kind: 'conversation-changed' } as const)
  if (!event) return null
  const isFirst = event.kind !== 'receipt' || event.status === 'sent'
  return inbound(event, { ...conversation, account: context.account }, { ...context, signed: true, isFirst })
}

/** Our message with this marker; null: not among them. */
export const findMarker = (messages: readonly ChatwootMessage[], marker: string): ChatwootMessage | null =>
  messages.find(({ contentAttributes }) => markerOf(contentAttributes) === marker) ?? null

/** For Chatwoot < 4.9, which drops markers: the first bot message after `afterId` that says `text`. */
export function findText(
  messages: readonly ChatwootMessage[],
  { text, afterId }: { text: string; afterId: number },
): ChatwootMessage | null {
  const wanted = asStored(text)
  return (
    messages.find(
      ({ id, sender, content }) => id > afterId && sender.kind === 'bot' && asStored(content ?? '') === wanted,
    ) ?? null
  )
}

/** Chatwoot drops backslashes before line ends, and trailing newlines (its messages/webhook_content_normalizer.rb). */
const asStored = (text: string): string => withoutEscapes(text).replaceAll('\\\n', '\n').trimEnd()
