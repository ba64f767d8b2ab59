import { channelFacts } from './channel-facts.ts'
import { customerView } from './customer-view.ts'
import type { Message } from './records.ts'

const CLOSED_WINDOW: Record<string, string> = {
  // Chatwoot turns free text outside the window into a template send.
  whatsapp: 'Template not found or invalid template name',
  twilio_whatsapp: 'Failed to send freeform message because you are outside the allowed window. Error code: 63016',
  facebook: '(#10) This message is sent outside of allowed window.',
  instagram: '(#10) This message is sent outside of allowed window.',
  tiktok: 'This message is sent outside of allowed window.',
}

/** Why the platform will not take a message that Chatwoot has accepted with 200; `null` when it will. */
export function platformRefusal(message: Message, isWindowOpen: boolean): string | null {
  const facts = channelFacts(message.conversation.inbox)
  const isTemplate = 'template_params' in message.additional
  if (!isWindowOpen && !isTemplate) return CLOSED_WINDOW[facts.key] ?? 'The reply window is closed'
  const view = customerView(message)
  if (view.refused !== undefined) return view.refused
  return view.body.length > facts.textLimit ? `(#100) Message text is longer than ${facts.textLimit} characters` : null
}
