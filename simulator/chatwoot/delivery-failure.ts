import { addActivity } from './activity.ts'
import { changeConversation } from './conversation-change.ts'
import type { Engine } from './engine.ts'
import type { Conversation, Message } from './records.ts'

/**
 * A bot's message webhook has failed for good: a pending conversation is opened to the humans
 * (Chatwoot lib/webhooks/trigger.rb), unless the account keeps it pending.
 */
export function failBotDelivery(engine: Engine, conversation: Conversation): void {
  if (conversation.status !== 'pending' || conversation.account.keepPendingOnBotFailure) return
  if (engine.state.conversations.get(conversation.id) !== conversation) return
  changeConversation(engine, conversation, (row) => {
    row.status = 'open'
  })
  addActivity(engine, conversation, 'Conversation was marked open by system due to an error with the agent bot.')
}

/** An API inbox's message webhook has failed: the message is marked failed, even an incoming one. */
export function failInboxDelivery(engine: Engine, message: Message, error: string): void {
  if (message.status === 'failed') return
  message.status = 'failed'
  message.contentAttributes = { ...message.contentAttributes, external_error: error }
  message.updatedAtMs = engine.now()
  engine.publish({ name: 'message_updated', message })
}
