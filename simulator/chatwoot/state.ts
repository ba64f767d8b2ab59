import { randomBytes, randomUUID } from 'node:crypto'
import { channelFacts, contactAttributes, contactSourceId, startAttributes } from './channel-facts.ts'
import type { Account, Bot, Contact, ContactInbox, Conversation, Inbox, Message, Status, User } from './records.ts'
import type { Person, World } from './world.ts'

/** Forgetting the oldest keeps a long benchmark's memory bounded. */
const KEPT_CONVERSATIONS = 50_000
const KEPT_MESSAGES = 1_000
/** Display ids are account × 10,000 + n, so that a conversation's id is unique over all accounts. */
const IDS_PER_ACCOUNT = 10_000
const OVERFLOW_IDS = 1_000_000_000

/** Everything the simulated installation knows. No rules here, only rows and how they are found. */
export class State {
  readonly version: string
  readonly users = new Map<number, User>()
  readonly bots = new Map<number, Bot>()
  readonly accounts = new Map<number, Account>()
  readonly inboxes = new Map<number, Inbox>()
  readonly contacts = new Map<number, Contact>()
  readonly conversations = new Map<number, Conversation>()
  readonly #contactsByKey = new Map<string, Contact>()
  readonly #people = new Map<string, Person>()
  readonly #contactInboxes = new Map<string, ContactInbox>()
  readonly #lastConversation = new Map<ContactInbox, Conversation>()
  readonly #now: () => number
  #lastId = 500
  #lastMessageId = 9_000
  #overflow = 0

  constructor(world: World, botUrl: string | undefined, now: () => number) {
    this.#now = now
    this.version = world.version
    const bot: Bot = { ...world.bot, account: null, description: '', outgoingUrl: botUrl ?? world.bot.outgoingUrl }
    this.bots.set(bot.id, bot)
    for (const user of world.users) this.users.set(user.id, user)
    for (const account of world.accounts) this.#addAccount(account, bot)
    for (const { account, ...webhook } of world.webhooks) {
      const id = this.nextId()
      this.accounts.get(account)?.webhooks.set(id, { id, name: null, ...webhook })
    }
  }

  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  nextMessageId(): number {
    this.#lastMessageId += 1
    return this.#lastMessageId
  }

  accountOf(tenantOrId: string | number): Account | undefined {
    if (typeof tenantOrId === 'number') return this.accounts.get(tenantOrId)
    return this.accounts.values().find((account) => account.tenant === tenantOrId)
  }

  contactOf(account: Account, key: string, inbox: Inbox): Contact | undefined {
    return this.#contactsByKey.get(contactKey(account, key, inbox))
  }

  /** The world file's person behind a key, however the channel knows them. */
  personOf(account: Account, key: string): Person | undefined {
    return this.#people.get(`${account.id}:${key}`)
  }

  addContact(account: Account, person: Person, inbox: Inbox | undefined): Contact {
    const id = this.nextId()
    const nowMs = this.#now()
    const contact: Contact = {
      ...{ id, account, key: person.key, name: person.name, identifier: null, blocked: false, custom: {} },
      phone: !inbox || channelFacts(inbox).hasPhone ? person.phone : null,
      email: !inbox || channelFacts(inbox).key === 'email' ? person.email : null,
      additional: inbox ? contactAttributes(inbox, id, person.name) : {},
      ...{ createdAtMs: nowMs, updatedAtMs: nowMs, lastActivityAtMs: null },
    }
    this.contacts.set(id, contact)
    this.#contactsByKey.set(contactKey(account, person.key, inbox), contact)
    return contact
  }

  contactInbox(contact: Contact, inbox: Inbox, sourceId?: string): ContactInbox {
    const key = `${contact.id}:${inbox.id}`
    const found = this.#contactInboxes.get(key)
    if (found) return found
    const made: ContactInbox = {
      ...{ id: this.nextId(), contact, inbox, createdAtMs: this.#now(), hmacVerified: false },
      sourceId: sourceId ?? contactSourceId(inbox, contact),
      pubsubToken: randomBytes(12).toString('hex'),
    }
    this.#contactInboxes.set(key, made)
    return made
  }

  lastConversation(contactInbox: ContactInbox): Conversation | undefined {
    return this.#lastConversation.get(contactInbox)
  }

  addConversation(contactInbox: ContactInbox, status: Status): Conversation {
    const { inbox, contact } = contactInbox
    const nowMs = this.#now()
    const conversation: Conversation = {
      ...{ id: this.#nextConversationId(inbox.account), uuid: randomUUID(), account: inbox.account, inbox, contact },
      ...{ contactInbox, messages: [], status, labels: [], custom: {} },
      additional: startAttributes(inbox, contact, nowMs),
      ...{ priority: null, assignee: null, assigneeBot: null, team: null, muted: false },
      ...{ snoozedUntilMs: null, firstReplyAtMs: null, waitingSinceMs: nowMs, agentSeenAtMs: null },
      ...{ assigneeSeenAtMs: null, contactSeenAtMs: null, customerWroteAtMs: null },
      ...{ lastActivityAtMs: nowMs, createdAtMs: nowMs, updatedAtMs: nowMs },
    }
    this.conversations.set(conversation.id, conversation)
    this.#lastConversation.set(contactInbox, conversation)
    if (this.conversations.size > KEPT_CONVERSATIONS) this.#forgetOldest()
    return conversation
  }

  addMessage(message: Message): void {
    const { messages } = message.conversation
    messages.push(message)
    if (messages.length > KEPT_MESSAGES) messages.splice(0, messages.length - KEPT_MESSAGES)
  }

  /** Forgets conversations and their messages; contacts, webhooks and bots stay, and no id is given twice. */
  forgetConversations(): void {
    this.conversations.clear()
    this.#lastConversation.clear()
  }

  #nextConversationId(account: Account): number {
    account.conversationCount += 1
    if (account.conversationCount < IDS_PER_ACCOUNT) return account.id * IDS_PER_ACCOUNT + account.conversationCount
    this.#overflow += 1
    return OVERFLOW_IDS + this.#overflow
  }

  #forgetOldest(): void {
    const [oldest] = this.conversations.values()
    if (!oldest) return
    this.conversations.delete(oldest.id)
    if (this.#lastConversation.get(oldest.contactInbox) === oldest) this.#lastConversation.delete(oldest.contactInbox)
  }

  #addAccount(world: World['accounts'][number], bot: Bot): void {
    const { id, tenant, name, keepPendingOnBotFailure } = world
    const teams = new Map(world.teams.map((team) => [team.id, team]))
    const counted = { conversationCount: 0, inboxes: new Map(), webhooks: new Map() }
    const account: Account = { id, tenant, name, keepPendingOnBotFailure, teams, ...counted }
    this.accounts.set(id, account)
    for (const inbox of world.inboxes) this.#addInbox(account, inbox, bot)
    for (const person of world.contacts) {
      this.#people.set(`${id}:${person.key}`, person)
      this.addContact(account, person, undefined)
    }
  }

  #addInbox(account: Account, world: World['accounts'][number]['inboxes'][number], bot: Bot): void {
    const { id, name, channel, medium, hasBot, webhookUrl, secret, lockToSingleConversation } = world
    const { greeting = null, hasCsat = false, templates } = world
    const isSingle = lockToSingleConversation ?? !['Channel::Api', 'Channel::Email'].includes(channel)
    const inbox: Inbox = {
      ...{ id, account, name, channel, medium: medium ?? null, bot: hasBot ? bot : null },
      ...{ lockToSingleConversation: isSingle, webhookUrl: webhookUrl ?? null, secret: secret ?? null },
      ...{ greeting, hasCsat, templates },
    }
    account.inboxes.set(id, inbox)
    this.inboxes.set(id, inbox)
  }
}

/** A person is one contact on all channels that know the phone number, and another on each that does not. */
function contactKey(account: Account, key: string, inbox: Inbox | undefined): string {
  const facts = inbox && channelFacts(inbox)
  return `${account.id}:${!facts || facts.hasPhone ? 'phone' : facts.key}:${key}`
}
