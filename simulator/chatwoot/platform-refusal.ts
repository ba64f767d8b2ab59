import { channelFacts } from './channel-facts.ts'
import { customerView } from './customer-view.ts'
import type { Message } from './records.ts'
import { templateSend } from './template-send.ts'

const CLOSED_WINDOW: Record<string, string> = {
  // Chatwoot turns free text outside the window into a template send.
  whatsapp: 'Template not found or invalid template name',
  twilio_whatsapp: 'Failed to send freeform message because you are outside the allowed window. Error code: 63016',
  facebook: '(#10) This message is sent outside of allowed window.',
  instagram: '(#10) This message is sent outside of allowed window.',
  tiktok: 'This message is sent outside of allowed window.',
}

/** What the platform says itself, where Chatwoot still took the window for open. */
const CLOSED_AT_PLATFORM: Record<string, string> = {
  ...CLOSED_WINDOW,
  whatsapp: '131047: Re-engagement message',
}

/** `closed`: Chatwoot knows; `closed at the platform`: only the platform does. */
export type Window = 'open' | 'closed' | 'closed at the platform'

/** Why the platform will not take a message that Chatwoot has accepted with 200; `null` when it will. */
export function platformRefusal(message: Message, window: Window): string | null {
  const facts = channelFacts(message.conversation.inbox)
  const template = templateSend(message)
  if (template) return 'error' in template ? template.error : null
  if (facts.windowHours !== null && window !== 'open') {
    const refusals = window === 'closed' ? CLOSED_WINDOW : CLOSED_AT_PLATFORM
    return refusals[facts.key] ?? 'The reply window is closed'
  }
  const view = customerView(message)
  if (view.refused !== undefined) return view.refused
  return view.body.length > facts.textLimit ? `(#100) Message text is longer than ${facts.textLimit} characters` : null
}
