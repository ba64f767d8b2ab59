import type { ConversationSeen, Inbound } from '../../src/domain/inbound.ts'
import type { OutboxRow } from '../../src/domain/outbox.ts'
import type { TurnRecord } from '../../src/domain/turn-record.ts'
import type { Conversation, FakeChatwoot, Message } from './fake-chatwoot.ts'
import { answeredBy } from './small-crew.ts'

/** What the server was told of a conversation: the newest version, and the newest in which a human's word was told. */
interface Told {
  readonly version: number
  readonly word: number
}

/**
 * The reference model. Every customer message is answered exactly once at Chatwoot, whole, or the conversation was
 * with a human at some time since it was written; what we say is said in the order it was planned; nothing is begun
 * to be said once the server was told that a human has the conversation; a human is not called without a cause. What
 * could not be delivered is followed by a human, or by one template, which is never followed by another.
 */
export class Promises {
  readonly broken: string[] = []
  readonly #chatwoot: FakeChatwoot
  readonly #planned = new Map<number, string[]>()
  readonly #told = new Map<number, Told>()
  readonly #faults = new Map<number, string[]>()

  constructor(chatwoot: FakeChatwoot) {
    this.#chatwoot = chatwoot
  }

  /** Something that may end with a human happened to this conversation. */
  noteFault(conversation: number, fault: string): void {
    this.#faults.set(conversation, [...(this.#faults.get(conversation) ?? []), fault])
  }

  /** The server has taken in what these deliveries or looks showed. */
  told(all: readonly (Inbound | ConversationSeen)[]): void {
    for (const each of all) {
      const shown = this.#chatwoot.shown.get(each)
      if (!shown || ('signed' in each && !each.signed)) continue
      const { version, word } = this.#told.get(shown.conversation) ?? { version: 0, word: -1 }
      this.#told.set(shown.conversation, {
        version: Math.max(version, shown.version),
        word: Math.max(word, shown.humansWord ?? -1),
      })
    }
  }

  committed({ lane, actions, handsOver, result }: TurnRecord): void {
    const markers = this.#planned.get(lane.conversation) ?? []
    for (const { marker, action } of actions)
      if (action.kind === 'message' || action.kind === 'note') markers.push(marker)
    this.#planned.set(lane.conversation, markers)
    // The hub's own rules on old messages and on circles, which clocks and customers bring about.
    const isByRule = result.reason === 'late' || result.reason === 'loop'
    if (handsOver && !isByRule && !this.#faults.has(lane.conversation))
      this.#break(lane, `calls a human for ${result.reason}`)
  }

  beganToSend(row: OutboxRow): void {
    if (row.action.kind === 'message' && this.#knowsOfHuman(row.conversation)) this.#break(row, 'talks over a human')
  }

  /** What must hold at every moment. */
  checkNow(): void {
    for (const conversation of this.#chatwoot.conversations) {
      this.#checkOrder(conversation)
      this.#checkOnce(conversation)
      if (conversation.messages.filter(isKnock).length > 1)
        this.#break({ conversation: conversation.id }, 'answers a template that did not help with another')
    }
  }

  /** What must hold once nothing is left to do. */
  checkAtRest(): void {
    this.checkNow()
    for (const conversation of this.#chatwoot.conversations)
      for (const message of conversation.messages) {
        const isOver = isAnswered(conversation, message) || isKnockedFor(conversation, message)
        if (message.by === 'customer' && !isOver && !hadHuman(conversation, message.version))
          this.#break({ conversation: conversation.id }, `leaves #${message.id} unanswered and alone`)
        const isHelped = hadHuman(conversation, message.version) || isKnocked(conversation, message)
        if (message.by === 'bot' && message.status === 'failed' && !isHelped)
          this.#break({ conversation: conversation.id }, `says nothing of a failed delivery: ${message.text}`)
      }
  }

  #knowsOfHuman(id: number): boolean {
    const told = this.#told.get(id)
    const version = told && this.#chatwoot.at(id).versions[told.version]
    if (!told || version?.owner !== 'human') return false
    return version.isShown || told.word >= version.since
  }

  #checkOrder(conversation: Conversation): void {
    const planned = this.#planned.get(conversation.id) ?? []
    let last = -1
    for (const { by, marker, text } of conversation.messages) {
      if (by !== 'bot' || marker === null) continue
      const at = planned.indexOf(marker)
      if (at === last) this.#break({ conversation: conversation.id }, `says twice: ${text}`)
      else if (at < last) this.#break({ conversation: conversation.id }, `says out of order: ${text}`)
      last = at
    }
  }

  #checkOnce(conversation: Conversation): void {
    const seen = new Set<string>()
    for (const { by, isPrivate, text } of conversation.messages) {
      const answer = by === 'bot' && !isPrivate ? answeredBy(text) : null
      for (const id of answer?.ids ?? []) {
        const key = `#${id} part ${answer?.part}`
        if (seen.has(key)) this.#break({ conversation: conversation.id }, `answers twice: ${key}`)
        seen.add(key)
      }
    }
  }

  #break({ conversation }: { conversation: number }, what: string): void {
    const line = `${conversation} ${what}`
    if (!this.broken.includes(line)) this.broken.push(line)
  }
}

const isKnock = ({ by, marker }: Message): boolean => by === 'bot' && (marker?.startsWith('knock:') ?? false)

/** A template came after what failed, and did not fail itself. */
const isKnocked = ({ messages }: Conversation, { id }: Message): boolean =>
  messages.some((message) => isKnock(message) && message.id > id && message.status !== 'failed')

/** A part of the answer met a closed window, and a template was said in the place of all of it. */
const isKnockedFor = (conversation: Conversation, message: Message): boolean =>
  isKnocked(conversation, message) &&
  conversation.messages.some(
    ({ by, text, status }) => by === 'bot' && status === 'failed' && answeredBy(text)?.ids.includes(message.id),
  )

function isAnswered({ messages }: Conversation, { id }: Message): boolean {
  const answers = messages
    .filter(({ by, isPrivate }) => by === 'bot' && !isPrivate)
    .map(({ text }) => answeredBy(text))
    .filter((answer) => answer?.ids.includes(id))
  return answers.length > 0 && answers.length === answers[0]?.of
}

const hadHuman = ({ versions }: Conversation, since: number): boolean =>
  versions.slice(since).some(({ owner }) => owner === 'human')
