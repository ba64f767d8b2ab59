import { canReply } from './conversation-facts.ts'
import type { Engine } from './engine.ts'
import { createMessage } from './message-create.ts'
import { type Conversation, type Message, TEMPLATE } from './records.ts'

/**
 * Chatwoot's own survey (CsatSurveyService): when a conversation is resolved, in an inbox that has it, while the window
 * is open, and once: any `input_csat` that is there already counts.
 */
export function askForRating(engine: Engine, conversation: Conversation): void {
  const { inbox, messages, status } = conversation
  const isAsked = messages.some(({ contentType }) => contentType === 'input_csat')
  if (status !== 'resolved' || !inbox.hasCsat || isAsked || !canReply(conversation, engine.now())) return
  createMessage(engine, conversation, {
    ...{ type: TEMPLATE, sender: null, content: 'Please rate the conversation', contentType: 'input_csat' },
    contentAttributes: { display_type: 'emoji' },
  })
}

/** The customer rates: the last request is updated with the answer. `null`: nobody asked. */
export function rate(
  engine: Engine,
  conversation: Conversation,
  { rating, feedback }: { rating: number; feedback: string },
): Message | null {
  const asked = conversation.messages.findLast(({ contentType }) => contentType === 'input_csat')
  if (!asked) return null
  const csat_survey_response = { rating, feedback_message: feedback }
  asked.contentAttributes = { ...asked.contentAttributes, submitted_values: { csat_survey_response } }
  asked.updatedAtMs = engine.now()
  engine.publish({ name: 'message_updated', message: asked })
  return asked
}
