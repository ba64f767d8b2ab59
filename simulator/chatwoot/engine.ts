import type { FaultSwitch } from './faults.ts'
import type { Contact, ContactInbox, Conversation, Json, Message, Sender } from './records.ts'
import type { State } from './state.ts'
import type { Timers } from './timers.ts'

/** `[{ "status": { previous_value, current_value } }, …]` as Chatwoot's BaseListener builds it. */
export type ChangedAttributes = { [column: string]: { previous_value: unknown; current_value: unknown } }[]

/** What happened in the installation. Webhooks and the event stream are made from these. */
export type DomainEvent =
  | { readonly name: 'message_created' | 'message_updated'; readonly message: Message }
  | {
      readonly name:
        | 'conversation_created'
        | 'conversation_opened'
        | 'conversation_resolved'
        | 'conversation_status_changed'
      readonly conversation: Conversation
    }
  | { readonly name: 'conversation_updated'; readonly conversation: Conversation; readonly changed: ChangedAttributes }
  | { readonly name: 'contact_created'; readonly contact: Contact }
  | { readonly name: 'contact_updated'; readonly contact: Contact; readonly changed: ChangedAttributes }
  | { readonly name: 'webwidget_triggered'; readonly contactInbox: ContactInbox; readonly info: Json }
  | {
      readonly name: 'conversation_typing_on' | 'conversation_typing_off'
      readonly conversation: Conversation
      readonly by: Sender
      readonly isPrivate: boolean
    }

/** How the simulated outside world behaves in time and number. */
export interface Pace {
  /** Between the tries of a bot webhook. Chatwoot: 3,000. */
  readonly retryDelayMs: number
  /** To connect and to read an answer. Chatwoot: 5,000. */
  readonly webhookTimeoutMs: number
  /** After an outgoing message: until the platform's id, "delivered" and "read" come back. */
  readonly receiptMs: readonly [sourceId: number, delivered: number, read: number]
  /** Messages a minute in one conversation, past which Chatwoot answers 422; 0 is off. Chatwoot: 200. */
  readonly messagesPerMinute: number
  /** REST calls a minute from one address, past which Chatwoot answers 429; 0 is off. Chatwoot: 3,000. */
  readonly requestsPerMinute: number
}

export const CHATWOOT_PACE: Pace = {
  retryDelayMs: 3_000,
  webhookTimeoutMs: 5_000,
  receiptMs: [30, 200, 900],
  messagesPerMinute: 200,
  requestsPerMinute: 3_000,
}

/** What every rule of the simulator works with. */
export interface Engine {
  readonly state: State
  readonly faults: FaultSwitch
  readonly timers: Timers
  readonly pace: Pace
  /** Address under which the simulator itself is reached, without a slash at the end. */
  readonly url: () => string
  readonly now: () => number
  readonly publish: (event: DomainEvent) => void
}
