import { contactWebhook } from './contact-payload.ts'
import { conversationPayload } from './conversation-payload.ts'
import type { DomainEvent, Engine } from './engine.ts'
import { messageRoot } from './message-payload.ts'
import type { Conversation, Json } from './records.ts'
import { senderWebhook } from './sender-payload.ts'

/** The whole body of a webhook for an event, computed from the state as it is now. */
export function eventPayload(engine: Engine, event: DomainEvent): Json {
  const conversation = (of: Conversation): Json => conversationPayload(engine, of)
  switch (event.name) {
    case 'message_created':
    case 'message_updated': {
      const { message } = event
      return { ...messageRoot(message, conversation(message.conversation), engine.url()), event: event.name }
    }
    case 'conversation_created':
    case 'conversation_opened':
    case 'conversation_resolved':
      return { ...conversation(event.conversation), event: event.name }
    case 'conversation_status_changed':
      // Chatwoot passes a change that is already cleared after the commit: always null.
      return { ...conversation(event.conversation), event: event.name, changed_attributes: null }
    case 'conversation_updated':
      return { ...conversation(event.conversation), event: event.name, changed_attributes: event.changed }
    case 'contact_created':
      return { ...contactWebhook(event.contact), event: event.name }
    case 'contact_updated':
      return { ...contactWebhook(event.contact), event: event.name, changed_attributes: event.changed }
    case 'conversation_typing_on':
    case 'conversation_typing_off':
      return {
        event: event.name,
        user: senderWebhook(event.by),
        conversation: conversation(event.conversation),
        is_private: event.isPrivate,
      }
    case 'webwidget_triggered':
      return widgetPayload(engine, event)
  }
}

function widgetPayload(engine: Engine, event: Extract<DomainEvent, { name: 'webwidget_triggered' }>): Json {
  const { contactInbox, info, name } = event
  const { contact, inbox } = contactInbox
  const current = engine.state.lastConversation(contactInbox)
  return {
    id: contactInbox.id,
    contact: contactWebhook(contact),
    inbox: { id: inbox.id, name: inbox.name },
    account: { id: inbox.account.id, name: inbox.account.name },
    current_conversation: current ? conversationPayload(engine, current) : null,
    source_id: contactInbox.sourceId,
    event: name,
    event_info: info,
  }
}
