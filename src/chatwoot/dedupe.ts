import { hash } from 'node:crypto'
import type { ConversationSeen, InboundEvent } from '../domain/inbound.ts'

export interface Fact {
  readonly event: InboundEvent
  readonly conversation: number
  readonly seen: ConversationSeen
  /** The fact is of a message's first appearance, rather than of a later state of it. */
  readonly isFirst: boolean
  readonly signed: boolean
}

/**
 * The name of a fact: bot and account webhooks tell the same one, Chatwoot tells it twice under load, and a read-back
 * tells it again. `m:<message>`, `u:<message>:<hash of its state>` (of what it says to us only: a delivery status that
 * moves does not make a button pressed twice), `c:<conversation>:<hash of its state>`.
 * A hint has names of its own (`h:…`), or anybody could keep a message out by announcing its number first.
 */
export function dedupeOf(fact: Fact): string {
  return fact.signed ? nameOf(fact) : `h:${nameOf(fact)}`
}

function nameOf({ event, conversation, seen, isFirst }: Fact): string {
  switch (event.kind) {
    case 'conversation-changed':
      return `c:${conversation}:${short([seen.status, seen.assignee, [...seen.labels].sort(), seen.updatedAtMs])}`
    case 'customer-answered':
      return `u:${event.messageId}:${short([event.values, event.rating])}`
    case 'receipt':
      if (isFirst) return `m:${event.messageId}`
      return `u:${event.messageId}:${short([event.marker, event.status, event.error])}`
    default:
      return isFirst ? `m:${event.messageId}` : `u:${event.messageId}:deleted`
  }
}

const short = (state: unknown): string => hash('sha256', JSON.stringify(state), 'hex').slice(0, 16)
