import { addStatusActivity } from './activity.ts'
import type { Blobs } from './blobs.ts'
import { channelFacts, widgetVisit } from './channel-facts.ts'
import { changeConversation } from './conversation-change.ts'
import { askForRating } from './csat.ts'
import { continueConversation, customerWrites } from './customer-message.ts'
import { choicesOf } from './customer-view.ts'
import type { Engine } from './engine.ts'
import { createMessage } from './message-create.ts'
import type { Account, ContactInbox, Conversation, Inbox, Message, Status, User } from './records.ts'
import { OUTGOING } from './records.ts'
import type { CustomerSays, WidgetOpened } from './simulator-requests.ts'

/** What was asked for is not in the world; the message says what. */
export class NotInWorld extends Error {}

/** A customer writes, as the channel would hand it over. */
export function say(engine: Engine, blobs: Blobs, request: CustomerSays): Message {
  const contactInbox = whose(engine, request)
  const attachments = request.attachments.map(({ name, mimeType, base64 }) =>
    blobs.add({ id: engine.state.nextId(), name, mimeType, bytes: Buffer.from(base64, 'base64') }),
  )
  const { text, contentAttributes } = request
  return customerWrites(engine, contactInbox, { content: text, attachments, contentAttributes })
}

/** A visitor opens the web widget. */
export function openWidget(engine: Engine, request: WidgetOpened): void {
  const contactInbox = whose(engine, { channel: 'web', ...request })
  const { browser, referer, initiated_at } = widgetVisit(engine.now())
  const seen = Object.fromEntries(Object.entries(browser).sort(([one], [other]) => one.localeCompare(other)))
  const info = { initiated_at, referer, widget_language: 'pt', browser_language: 'pt', browser: seen }
  engine.publish({ name: 'webwidget_triggered', contactInbox, info })
}

/** A human writes from the dashboard, and so has seen the conversation. */
export function humanSays(
  engine: Engine,
  conversation: Conversation,
  { text, private: isPrivate, user }: { text: string; private: boolean; user?: number | undefined },
): Message {
  conversation.agentSeenAtMs = engine.now()
  const sender = { kind: 'user', user: userOf(engine, user) } as const
  return createMessage(engine, conversation, { type: OUTGOING, content: text, private: isPrivate, sender })
}

export function setStatus(
  engine: Engine,
  conversation: Conversation,
  { status, by }: { status: Status; by: string },
): void {
  const changed = changeConversation(engine, conversation, (row) => {
    row.status = status
    row.snoozedUntilMs = null
  })
  if (changed.length === 0) return
  if (by === 'user') addStatusActivity(engine, conversation, userOf(engine).name)
  askForRating(engine, conversation)
}

/**
 * The customer taps an option: on the web the bot's own message is updated with `submitted_values`;
 * elsewhere a new text comes in, the title, or the value on Telegram and LINE.
 */
export function submit(
  engine: Engine,
  conversation: Conversation,
  { message: id, title }: { message: number; title: string },
): Message {
  const message = conversation.messages.find((row) => row.id === id)
  const choice = message && choicesOf(message).find((item) => item.title === title)
  if (!message || !choice) throw new NotInWorld(`Message ${id} has no option "${title}".`)
  const { key } = channelFacts(conversation.inbox)
  if (key !== 'web') {
    const content = key === 'telegram' || key === 'line' ? choice.value : choice.title
    return continueConversation(engine, conversation, { content })
  }
  message.contentAttributes = { ...message.contentAttributes, submitted_values: [choice] }
  message.updatedAtMs = engine.now()
  engine.publish({ name: 'message_updated', message })
  return message
}

/** Lets time pass since the customer last wrote, so that a reply window closes. */
export function age(conversation: Conversation, hours: number): void {
  if (conversation.customerWroteAtMs !== null) conversation.customerWroteAtMs -= hours * 3_600_000
}

/** The given user, or the first of the world file: the human of the demo. */
export function userOf({ state }: Engine, id?: number): User {
  const user = id === undefined ? state.users.values().next().value : state.users.get(id)
  if (!user) throw new NotInWorld(`There is no user ${id}.`)
  return user
}

function whose(engine: Engine, { tenant, account: id, channel, inbox: number, contact }: WidgetOpened): ContactInbox {
  const account = engine.state.accountOf(tenant ?? id ?? '')
  if (!account) throw new NotInWorld(`There is no shop ${tenant ?? id ?? ''}.`)
  const inbox = inboxOf(account, channel, number)
  return engine.state.contactInbox(contactOf(engine, { account, inbox, contact }), inbox)
}

function inboxOf(account: Account, channel: string | undefined, id: number | undefined): Inbox {
  const inbox =
    id === undefined
      ? account.inboxes.values().find((row) => channelFacts(row).key === (channel ?? 'whatsapp'))
      : account.inboxes.get(id)
  if (!inbox) throw new NotInWorld(`${account.tenant} has no inbox ${id ?? channel ?? 'whatsapp'}.`)
  return inbox
}

function contactOf(
  engine: Engine,
  { account, inbox, contact }: { account: Account; inbox: Inbox; contact: WidgetOpened['contact'] },
) {
  const key = typeof contact === 'string' ? contact : (contact.key ?? contact.phone ?? contact.name)
  const found = engine.state.contactOf(account, key, inbox)
  if (found) return found
  // Known by phone, but new on a channel that knows no phone: another contact with the same name.
  const person = typeof contact === 'string' ? engine.state.personOf(account, contact) : contact
  if (!person) throw new NotInWorld(`${account.tenant} knows no contact "${key}".`)
  const fresh = engine.state.addContact(account, { email: null, ...person, key }, inbox)
  engine.publish({ name: 'contact_created', contact: fresh })
  return fresh
}
