import { Failure } from '../../src/base/failure.ts'
import type { ChatwootConversation } from '../../src/chatwoot/conversation.ts'
import { withMarker } from '../../src/chatwoot/marker.ts'
import type { ChatwootMessage } from '../../src/chatwoot/message.ts'
import { eventOfMessage, type MessageOrigin } from '../../src/chatwoot/message-event.ts'
import { inbound } from '../../src/chatwoot/webhook.ts'
import { DEFAULT_CONNECTION } from '../../src/domain/ids.ts'
import type { ConversationSeen, Inbound } from '../../src/domain/inbound.ts'

export const ACCOUNT = 1
export const BOT = 3

export interface Message {
  readonly id: number
  readonly by: 'customer' | 'bot' | 'human'
  readonly text: string
  readonly isPrivate: boolean
  readonly marker: string | null
  readonly atMs: number
  readonly version: number
  status: 'sent' | 'failed'
  /** Why it failed. */
  error: string | null
}

/** Who has the conversation, at each of its versions. */
export interface Version {
  readonly owner: 'crew' | 'human'
  /** The version at which this owner got it. */
  readonly since: number
  /** Whether its status and assignee alone show that it is not the crew's. */
  readonly isShown: boolean
}

export class Conversation {
  readonly id: number
  status: ConversationSeen['status'] = 'pending'
  assignee: ConversationSeen['assignee'] = 'none'
  updatedAtMs = 0
  hasHumanSpoken = false
  readonly messages: Message[] = []
  readonly labels = new Set<string>()
  readonly versions: Version[] = []

  constructor(id: number) {
    this.id = id
  }

  get isOurs(): boolean {
    return this.status === 'pending' && this.assignee !== 'human'
  }

  get owner(): Version['owner'] {
    return this.isOurs && !this.hasHumanSpoken ? 'crew' : 'human'
  }

  get version(): number {
    return this.versions.length - 1
  }
}

/** What a delivery shows, as it was when its event happened. */
export interface Shown {
  readonly conversation: number
  readonly version: number
  /** The version in which a human said it, however much later it is shown; null: no human's word. */
  readonly humansWord: number | null
  /** An echo of what the bot said. */
  readonly isOurs: boolean
}

export interface Delivery extends Shown {
  readonly read: (at: { receivedAtMs: number; signed: boolean }) => Inbound | null
}

export interface FakeChatwootOptions {
  readonly nowMs: () => number
  /** Chatwoot ≥ 4.9. */
  readonly keepsMarkers: boolean
}

/** A Chatwoot of a few conversations, as far as exactly-once depends on it. Its own time is always right. */
export class FakeChatwoot {
  readonly conversations: readonly Conversation[]
  readonly deliveries: Delivery[] = []
  /** What each delivery, and each look at a conversation, showed. */
  readonly shown = new WeakMap<Inbound | ConversationSeen, Shown>()
  isRevoked = false
  readonly #options: FakeChatwootOptions
  #lastId = 100
  #lastMs = 0

  constructor(options: FakeChatwootOptions, conversations = 2) {
    this.#options = options
    this.conversations = Array.from({ length: conversations }, (_, at) => new Conversation(10_001 + at))
    for (const conversation of this.conversations) this.#changed(conversation)
  }

  at(id: number): Conversation {
    const found = this.conversations.find((each) => each.id === id)
    if (!found) throw new Failure('CHATWOOT_REFUSED', { status: 404, problem: 'Resource could not be found' })
    return found
  }

  customerWrites(conversation: Conversation, isFinished: boolean): void {
    if (conversation.status === 'resolved') this.setStatus(conversation, 'pending')
    this.#add(conversation, { by: 'customer', text: isFinished ? 'done' : 'open', isPrivate: false, marker: null })
  }

  humanSpeaks(conversation: Conversation): void {
    conversation.hasHumanSpoken = true
    this.#add(conversation, { by: 'human', text: 'Oi, sou a Marina', isPrivate: false, marker: null })
  }

  setStatus(conversation: Conversation, status: ConversationSeen['status']): void {
    this.#change(conversation, () => {
      conversation.status = status
    })
  }

  assign(conversation: Conversation, assignee: ConversationSeen['assignee']): void {
    this.#change(conversation, () => {
      conversation.assignee = assignee
    })
  }

  giveBack(conversation: Conversation): void {
    this.#change(conversation, () => {
      conversation.status = 'pending'
      conversation.assignee = 'none'
    })
  }

  botPosts(conversation: Conversation, post: { text: string; isPrivate: boolean; marker: string }): Message {
    return this.#add(conversation, { by: 'bot', ...post })
  }

  deliveryFails(conversation: Conversation, message: Message, error: string): void {
    message.status = 'failed'
    message.error = error
    this.#changed(conversation)
    this.#announce(conversation, message, 'updated')
  }

  /** What reading it back with the user token shows now: the conversation, and these of its messages. */
  readBack(conversation: Conversation, ids: readonly number[] | null, receivedAtMs: number): Inbound[] {
    const messages = conversation.messages.filter(({ id }) => ids === null || ids.includes(id))
    const deliveries = [null, ...messages].map((message) => this.#delivery(conversation, message, 'read-back'))
    return deliveries.flatMap((delivery) => this.received(delivery, { receivedAtMs, signed: true }) ?? [])
  }

  /** What a look at the conversation shows now. */
  look(conversation: Conversation): ConversationSeen {
    const seen = seenOf(conversation)
    const { id, version } = conversation
    this.shown.set(seen, { conversation: id, version, humansWord: null, isOurs: false })
    return seen
  }

  received(delivery: Delivery, at: { receivedAtMs: number; signed: boolean }): Inbound | null {
    const read = delivery.read(at)
    if (read) this.shown.set(read, delivery)
    return read
  }

  #add(conversation: Conversation, given: Pick<Message, 'by' | 'text' | 'isPrivate' | 'marker'>): Message {
    this.#lastId += 1
    const id = this.#lastId
    const text = given.by === 'customer' ? `#${id} ${given.text}` : given.text
    this.#changed(conversation)
    const { version, updatedAtMs: atMs } = conversation
    const message: Message = { ...given, id, text, atMs, version, status: 'sent', error: null }
    conversation.messages.push(message)
    this.#announce(conversation, message, 'created')
    return message
  }

  #change(conversation: Conversation, change: () => void): void {
    const wasOurs = conversation.isOurs
    const before = JSON.stringify([conversation.status, conversation.assignee])
    change()
    if (before === JSON.stringify([conversation.status, conversation.assignee])) return
    if (!wasOurs && conversation.isOurs) conversation.hasHumanSpoken = false
    this.#changed(conversation)
    this.deliveries.push(this.#delivery(conversation, null, 'updated'))
  }

  /** Every change has a time of its own. */
  #changed(conversation: Conversation): void {
    this.#lastMs = Math.max(this.#options.nowMs(), this.#lastMs + 1)
    conversation.updatedAtMs = this.#lastMs
    const { owner, versions } = conversation
    const last = versions.at(-1)
    const since = last?.owner === owner ? last.since : versions.length
    versions.push({ owner, since, isShown: !conversation.isOurs })
  }

  #announce(conversation: Conversation, message: Message, origin: MessageOrigin): void {
    this.deliveries.push(this.#delivery(conversation, message, origin))
  }

  #delivery(conversation: Conversation, message: Message | null, origin: MessageOrigin): Delivery {
    const snapshot = conversationOf(conversation)
    const said = message && this.#messageOf(message)
    return {
      conversation: conversation.id,
      version: conversation.version,
      humansWord: message?.by === 'human' ? message.version : null,
      isOurs: message?.by === 'bot' && message.status === 'sent',
      read: ({ receivedAtMs, signed }) => {
        const context = { connection: DEFAULT_CONNECTION, receivedAtMs, signed }
        const event = said
          ? eventOfMessage(said, { origin, conversation: snapshot, botIds: [BOT], receivedAtMs })
          : ({ kind: 'conversation-changed' } as const)
        if (!event) return null
        const isFirst = origin === 'created' || (origin === 'read-back' && (said?.status ?? 'sent') === 'sent')
        return inbound(event, snapshot, { ...context, isFirst })
      },
    }
  }

  #messageOf({ id, by, text, isPrivate, marker, atMs, status, error }: Message): ChatwootMessage {
    const kind = { customer: 'contact', bot: 'bot', human: 'user' } as const
    return {
      id,
      direction: by === 'customer' ? 'incoming' : 'outgoing',
      isPrivate,
      content: text,
      contentType: 'text',
      contentAttributes: {
        ...(marker && this.#options.keepsMarkers ? withMarker(marker) : {}),
        ...(error ? { external_error: error } : {}),
      },
      additionalAttributes: {},
      sourceId: null,
      createdAtMs: atMs,
      status,
      sender: { kind: kind[by], id: by === 'bot' ? BOT : 7, json: {} },
      attachments: [],
    }
  }

  /** The conversation's messages as the API lists them, oldest first. */
  messagesAfter(conversation: Conversation, afterId: number): readonly ChatwootMessage[] {
    return conversation.messages.filter(({ id }) => id > afterId).map((message) => this.#messageOf(message))
  }
}

function conversationOf(conversation: Conversation): ChatwootConversation {
  return {
    id: conversation.id,
    account: ACCOUNT,
    inbox: 101,
    isAutoReply: false,
    lastMessage: {},
    seen: seenOf(conversation),
  }
}

const seenOf = ({ status, assignee, labels, updatedAtMs }: Conversation): ConversationSeen => ({
  channel: 'whatsapp',
  status,
  assignee,
  labels: [...labels],
  canReply: true,
  updatedAtMs,
  contact: null,
})
