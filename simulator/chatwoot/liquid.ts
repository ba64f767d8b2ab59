import { Liquid } from 'liquidjs'
import type { Conversation, Json, Sender } from './records.ts'

const liquid = new Liquid()

/**
 * Outgoing text is a Liquid template (Chatwoot app/models/concerns/liquidable.rb): `{{ }}` and `{% %}` are
 * replaced, or emptied when unknown; text in backticks is protected; a syntax error leaves all as it was.
 */
export function applyLiquid(content: string | null, conversation: Conversation, sender: Sender | null): string | null {
  if (content === null || !/\{\{|\{%/.test(content)) return content
  const template = content.replace(/`([^`]*)`/g, '{% raw %}`$1`{% endraw %}')
  try {
    return String(liquid.parseAndRenderSync(template, drops(conversation, sender)))
  } catch {
    return content
  }
}

function drops(conversation: Conversation, sender: Sender | null): Json {
  const { contact, inbox, account, custom, id } = conversation
  return {
    contact: {
      ...person(contact.name),
      email: contact.email,
      phone_number: contact.phone,
      custom_attribute: contact.custom,
    },
    agent: sender?.kind === 'user' ? { ...person(sender.user.name), available_name: sender.user.name } : {},
    conversation: { display_id: id, contact_name: contact.name, custom_attribute: custom },
    inbox: { name: inbox.name },
    account: { name: account.name },
  }
}

function person(fullName: string): Json {
  const words = fullName.split(/\s+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
  return { name: words.join(' '), first_name: words[0] ?? '', last_name: words.length > 1 ? words.at(-1) : '' }
}
