import type { Engine } from './engine.ts'
import { ACTIVITY, type Conversation, type Json, type Message, type Status } from './records.ts'

/** Adds one of Chatwoot's grey lines: visible in the history, never sent to a webhook. */
export function addActivity(engine: Engine, conversation: Conversation, content: string, attributes: Json = {}): void {
  const nowMs = engine.now()
  const message: Message = {
    ...{ id: engine.state.nextMessageId(), conversation, type: ACTIVITY, private: false, content },
    ...{ contentType: 'text', contentAttributes: attributes, additional: {}, status: 'sent', sourceId: null },
    ...{ sender: null, attachments: [], createdAtMs: nowMs, updatedAtMs: nowMs },
  }
  engine.state.addMessage(message)
  conversation.lastActivityAtMs = nowMs
  engine.publish({ name: 'message_created', message })
}

const STATUS_LINES: Record<Status, (who: string) => string> = {
  open: (who) => `Conversation was reopened by ${who}`,
  pending: (who) => `Conversation was marked as pending by ${who}`,
  resolved: (who) => `Conversation was marked resolved by ${who}`,
  snoozed: (who) => `Conversation was snoozed by ${who}`,
}

export function addStatusActivity(engine: Engine, conversation: Conversation, who: string): void {
  const { status } = conversation
  const activity = { type: 'conversation_status_changed', status }
  addActivity(engine, conversation, STATUS_LINES[status](who), { activity })
}
