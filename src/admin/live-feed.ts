/** Server-Sent Events to whoever watches now. Nobody's watching costs nothing, and nothing is kept for later. */
export class LiveFeed {
  readonly #watchers = new Set<ReadableStreamDefaultController<Uint8Array>>()
  readonly #encoder = new TextEncoder()
  readonly #heartbeat: NodeJS.Timeout

  constructor() {
    this.#heartbeat = setInterval(() => this.#send(': still here\n\n'), 15_000).unref()
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0
  }

  tell(event: string, data: unknown): void {
    if (this.isWatched) this.#send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** A new watcher's stream; it ends when the watcher goes, or at `close`. */
  watch(): Response {
    let mine: ReadableStreamDefaultController<Uint8Array>
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        mine = controller
        this.#watchers.add(controller)
        controller.enqueue(this.#encoder.encode(': welcome\n\n'))
      },
      cancel: () => {
        this.#watchers.delete(mine)
      },
    })
    return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const watcher of this.#watchers) watcher.close()
    this.#watchers.clear()
  }

  #send(text: string): void {
    const bytes = this.#encoder.encode(text)
    for (const watcher of this.#watchers) watcher.enqueue(bytes)
  }
}
