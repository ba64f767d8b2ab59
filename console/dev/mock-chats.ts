import type { TurnView } from '../../src/wire/turn-view.ts'
import { mockAnswer, mockSteps } from './mock-answers.ts'

interface MockMessage {
  id: number
  content: string
  message_type: number
  private: boolean
  status: string
  items: readonly { title: string; value: string }[]
  submitted: unknown
  rendered?: { format: string; body: string }
  attachments: { kind: string; url: string; name: string }[]
  sender: { kind: string; name: string }
  created_at_ms: number
}

export interface MockChat {
  id: number
  account: number
  key: string
  status: string
  assignee: { id: number; name: string } | null
  messages: MockMessage[]
  turns: TurnView[]
}

type Tell = (stream: 'turns' | 'simulator', event: string, data: unknown) => void
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Chats in memory and a crew that knows six answers: enough to build the page against. */
export class MockChats {
  readonly chats: MockChat[] = []
  readonly #tell: Tell
  #lastId = 100

  constructor(tell: Tell) {
    this.#tell = tell
  }

  at(account: number, id: number): MockChat | undefined {
    return this.chats.find((chat) => chat.account === account && chat.id === id)
  }

  customerWrites(account: number, key: string, text: string): { chat: MockChat; message: MockMessage } {
    const chat = this.chats.findLast((one) => one.key === key && one.status !== 'resolved') ?? this.#open(account, key)
    const message = this.say(chat, { content: text, message_type: 0, sender: { kind: 'contact', name: 'Ana Souza' } })
    if (chat.status === 'pending' && !chat.assignee) void this.#answer(chat, text)
    return { chat, message }
  }

  say(chat: MockChat, said: Partial<MockMessage>): MockMessage {
    this.#lastId += 1
    const message: MockMessage = {
      ...{ id: this.#lastId, content: '', message_type: 1, private: false, status: 'sent', items: [], submitted: null },
      ...{ attachments: [], sender: { kind: 'agent_bot', name: 'Assistente' }, created_at_ms: Date.now(), ...said },
    }
    chat.messages.push(message)
    this.changed(chat, 'message')
    return message
  }

  changed(chat: MockChat, type: string, data: unknown = {}): void {
    this.#tell('simulator', 'message', { type, account: chat.account, conversation: chat.id, data })
  }

  #open(account: number, key: string): MockChat {
    const chat = { id: this.chats.length + 1, account, key, status: 'pending', assignee: null, messages: [], turns: [] }
    this.chats.push(chat)
    return chat
  }

  async #answer(chat: MockChat, text: string): Promise<void> {
    const startedAtMs = Date.now()
    const stage = (name: string) =>
      this.#tell('turns', 'stage', { account: chat.account, conversation: chat.id, stage: name })
    stage('gathering')
    this.changed(chat, 'typing', { on: true, by: { kind: 'agent_bot', name: 'Assistente' } })
    await pause(700)
    stage('running')
    await pause(150)
    const answer = mockAnswer(text)
    stage('sending')
    const turn: TurnView = {
      ...{ id: `t${this.#lastId}`, tenant: '', account: chat.account, conversation: chat.id, channel: 'whatsapp' },
      ...{ engine: 'built-in', startedAtMs, gateMs: 704, crewMs: 13.2, sendMs: 31 },
      ...{ outcome: answer.outcome, reason: answer.reason, intent: answer.intent, confidence: answer.confidence },
      ...{ language: 'pt-BR', slots: answer.slots, text, reply: [...answer.reply] },
      ...{ modelCalls: 0, inputTokens: 0, outputTokens: 0, steps: mockSteps(text, answer) },
      ...{ passages: answer.passages, tools: answer.tools },
    }
    chat.turns.unshift(turn)
    this.#tell('turns', 'turn', turn)
    const attachments = answer.picture
      ? [{ kind: 'image', url: 'http://127.0.0.1:4100/rails/batom.svg', name: answer.picture }]
      : []
    for (const [index, content] of answer.reply.entries()) {
      const isLast = index === answer.reply.length - 1
      this.say(chat, {
        ...{ content, rendered: { format: 'whatsapp', body: content.replaceAll('**', '*') } },
        ...{ items: isLast ? answer.items : [], attachments: index === 0 ? attachments : [], status: 'read' },
      })
    }
    if (answer.note) {
      this.say(chat, { content: answer.note, private: true })
      chat.status = 'open'
      this.say(chat, { content: 'A conversa foi aberta por Assistente', message_type: 2 })
    }
    this.changed(chat, 'conversation')
    stage('idle')
  }
}
