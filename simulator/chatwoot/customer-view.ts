import { channelFacts } from './channel-facts.ts'
import { renderHtml } from './html-text.ts'
import { renderText } from './markdown-text.ts'
import { ACTIVITY, INCOMING, type Message } from './records.ts'
import { templateSend } from './template-send.ts'
import { LINE, MESSENGER, PLAIN, TELEGRAM, WHATSAPP } from './text-styles.ts'

/** WhatsApp's limits for interactive messages; Chatwoot checks none of them. */
const MOST_BUTTONS = 3
const MOST_ROWS = 10
const BUTTON_TITLE = 20
const ROW_TITLE = 24
const INTERACTIVE_BODY = 1_024
const LIST_BUTTON = 'Choose an item'

export interface Choice {
  readonly title: string
  readonly value: string
}

/** What the customer's app shows of a message. */
export interface CustomerView {
  /** How `body` is to be read: `html` is safe to insert, `telegram` is Telegram's HTML, `whatsapp` has its marks. */
  readonly format: 'whatsapp' | 'messenger' | 'telegram' | 'line' | 'plain' | 'html' | 'markdown'
  readonly body: string
  readonly buttons?: readonly Choice[]
  /** WhatsApp's list: `button` opens it. */
  readonly list?: { readonly button: string; readonly rows: readonly Choice[] }
  /** Why the platform refuses it: the customer sees nothing. */
  readonly refused?: string
}

/** Renders a message for its channel as Chatwoot does (facts: Messages::MarkdownRendererService and Send*Service). */
export function customerView(message: Message): CustomerView {
  const { key } = channelFacts(message.conversation.inbox)
  const content = message.content ?? ''
  // What the customer wrote, and what only the agents see, is not Markdown to anybody.
  if (message.type === INCOMING || message.type === ACTIVITY || message.private)
    return { format: 'plain', body: content }
  const template = templateSend(message)
  if (template && 'body' in template) return { format: 'whatsapp', body: template.body }
  const choices = message.contentType === 'input_select' ? choicesOf(message) : []
  const text = body(key, content, choices.length > 0)
  if (choices.length === 0) return text
  if (key === 'whatsapp') return whatsAppChoices(text, choices)
  // Instagram, Twilio, SMS, TikTok and e-mail ignore the items: only the text is sent.
  return ['web', 'telegram', 'facebook', 'line', 'api'].includes(key) ? { ...text, buttons: choices } : text
}

function body(key: string, content: string, hasChoices: boolean): CustomerView {
  switch (key) {
    case 'whatsapp':
    case 'twilio_whatsapp':
      return { format: 'whatsapp', body: renderText(content, WHATSAPP) }
    case 'facebook':
      return { format: 'messenger', body: hasChoices ? content : renderText(content, MESSENGER) }
    case 'instagram':
      return { format: 'messenger', body: renderText(content, MESSENGER) }
    case 'telegram':
      return { format: 'telegram', body: renderText(content, TELEGRAM) }
    case 'line':
      return { format: 'line', body: hasChoices ? content : renderText(content, LINE) }
    case 'sms':
    case 'twilio_sms':
      return { format: 'plain', body: renderText(content, PLAIN) }
    case 'web':
    case 'email':
      return { format: 'html', body: renderHtml(content) }
    default:
      return { format: 'markdown', body: content }
  }
}

/** Up to three items are reply buttons, more are a list. */
function whatsAppChoices(text: CustomerView, choices: readonly Choice[]): CustomerView {
  const isList = choices.length > MOST_BUTTONS
  const refused = refusal(text.body, choices, isList)
  const shown = isList ? { ...text, list: { button: LIST_BUTTON, rows: choices } } : { ...text, buttons: choices }
  return refused === null ? shown : { ...shown, refused }
}

function refusal(text: string, choices: readonly Choice[], isList: boolean): string | null {
  const longest = isList ? ROW_TITLE : BUTTON_TITLE
  if (choices.length > MOST_ROWS) return `(#131009) Parameter value is not valid: more than ${MOST_ROWS} rows`
  if (choices.some(({ title }) => title.length > longest)) {
    return `(#131009) Parameter value is not valid: title longer than ${longest} characters`
  }
  if (text.length > INTERACTIVE_BODY)
    return `(#131009) Parameter value is not valid: body longer than ${INTERACTIVE_BODY}`
  return null
}

/** `content_attributes.items` of an input_select, checked when the message was created. */
export function choicesOf({ contentAttributes }: Message): Choice[] {
  const items = Array.isArray(contentAttributes.items) ? (contentAttributes.items as Record<string, unknown>[]) : []
  return items.map((item) => ({ title: String(item.title ?? ''), value: String(item.value ?? item.title ?? '') }))
}
