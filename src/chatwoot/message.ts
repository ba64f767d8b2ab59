import { attachmentsOf } from './attachment.ts'
import { idAt, type Json, msAt, objectAt } from './json-shape.ts'

/** Who wrote a message. Chatwoot gives contacts no `type`, and templates, automation and echoes no sender at all. */
export type SenderKind = 'contact' | 'user' | 'bot' | 'other' | 'nobody'

/** A Chatwoot message, whichever of its three encodings it came in (webhook root, nested in a conversation, REST). */
export interface ChatwootMessage {
  readonly id: number
  readonly direction: 'incoming' | 'outgoing' | 'activity' | 'template'
  readonly isPrivate: boolean
  readonly content: string | null
  readonly contentType: string | null
  readonly contentAttributes: Json
  readonly additionalAttributes: Json
  readonly sourceId: string | null
  readonly createdAtMs: number | null
  /** Delivery, as far as this encoding shows it (a webhook's root does not). */
  readonly status: DeliveryStatus | null
  readonly sender: { readonly kind: SenderKind; readonly id: number | null; readonly json: Json }
  readonly attachments: ReturnType<typeof attachmentsOf>
}

export type DeliveryStatus = 'sent' | 'delivered' | 'read' | 'failed'

/** The message in `json`; null when it has no id or no direction, and so is none. */
export function readMessage(json: Json): ChatwootMessage | null {
  const id = idAt(json.id)
  const direction = DIRECTIONS.get(json.message_type)
  if (!id || !direction) return null
  return {
    id,
    direction,
    isPrivate: json.private === true,
    content: typeof json.content === 'string' ? json.content : null,
    contentType: typeof json.content_type === 'string' ? json.content_type : null,
    contentAttributes: objectAt(json.content_attributes),
    additionalAttributes: objectAt(json.additional_attributes),
    sourceId: typeof json.source_id === 'string' && json.source_id ? json.source_id : null,
    createdAtMs: msAt(json.created_at),
    status: STATUSES.get(json.status) ?? null,
    sender: senderOf(json.sender, direction),
    attachments: attachmentsOf(json.attachments),
  }
}

function senderOf(value: unknown, direction: ChatwootMessage['direction']): ChatwootMessage['sender'] {
  const json = objectAt(value)
  const id = idAt(json.id)
  if (!id) return { kind: 'nobody', id, json }
  const kind = SENDERS.get(json.type)
  if (kind) return { kind, id, json }
  if (json.type !== undefined) return { kind: 'other', id, json }
  return { kind: direction === 'incoming' ? 'contact' : 'email' in json ? 'user' : 'other', id, json }
}

/** Strings at a webhook's root, integers everywhere else. */
const DIRECTIONS: ReadonlyMap<unknown, ChatwootMessage['direction']> = new Map<unknown, ChatwootMessage['direction']>([
  ['incoming', 'incoming'],
  ['outgoing', 'outgoing'],
  ['activity', 'activity'],
  ['template', 'template'],
  [0, 'incoming'],
  [1, 'outgoing'],
  [2, 'activity'],
  [3, 'template'],
])

const STATUSES: ReadonlyMap<unknown, DeliveryStatus> = new Map(
  (['sent', 'delivered', 'read', 'failed'] as const).map((status) => [status, status]),
)

const SENDERS: ReadonlyMap<unknown, SenderKind> = new Map([
  ['contact', 'contact'],
  ['user', 'user'],
  ['agent_bot', 'bot'],
])
