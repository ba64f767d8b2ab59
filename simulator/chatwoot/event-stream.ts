import type { ServerResponse } from 'node:http'
import type { DomainEvent } from './engine.ts'
import type { Conversation } from './records.ts'
import { conversationView, messageView, senderView } from './simulator-view.ts'

const HEARTBEAT_MS = 15_000
/** A listener that does not read is dropped before it fills the memory. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024

/** `GET /simulator/events`: what happens, as Server-Sent Events, for the demo page. */
export class EventStream {
  readonly #listeners = new Set<ServerResponse>()
  readonly #heartbeat: NodeJS.Timeout
  readonly #url: () => string

  constructor(url: () => string) {
    this.#url = url
    this.#heartbeat = setInterval(() => this.#write(': still here\n\n'), HEARTBEAT_MS)
    this.#heartbeat.unref()
  }

  open(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
    response.write(': open\n\n')
    this.#listeners.add(response)
    response.on('close', () => this.#listeners.delete(response))
  }

  publish(event: DomainEvent): void {
    if (this.#listeners.size === 0) return
    if ('message' in event) {
      const type = event.name === 'message_created' ? 'message' : 'message_updated'
      this.#tell(type, event.message.conversation, messageView(event.message, this.#url()))
    } else if ('by' in event) {
      this.#tell('typing', event.conversation, {
        on: event.name === 'conversation_typing_on',
        by: senderView(event.by),
      })
    } else if (event.name === 'conversation_created' || event.name === 'conversation_updated') {
      // A change of status fires two or three events; conversation_updated is among them.
      this.#tell('conversation', event.conversation, conversationView(event.conversation))
    }
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const response of this.#listeners) response.end()
    this.#listeners.clear()
  }

  #tell(type: string, { id, account }: Conversation, data: unknown): void {
    this.#write(`data: ${JSON.stringify({ type, account: account.id, conversation: id, data })}\n\n`)
  }

  #write(text: string): void {
    for (const response of this.#listeners) {
      response.write(text)
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy()
    }
  }
}
