import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Blobs } from './blobs.ts'
import { CHATWOOT_PACE, type DomainEvent, type Engine, type Pace } from './engine.ts'
import { EventStream } from './event-stream.ts'
import { type FaultChange, FaultSwitch } from './faults.ts'
import { RateLimit } from './rate-limit.ts'
import { type Json, OUTGOING } from './records.ts'
import { RestDoor } from './rest-door.ts'
import { SimulatorDoor } from './simulator-door.ts'
import { State } from './state.ts'
import { Timers } from './timers.ts'
import { WebhookRouter } from './webhook-router.ts'
import { WebhookSender, type WebhookStats } from './webhook-sender.ts'
import { World, type WorldInput } from './world.ts'

export interface ChatwootSimulatorOptions {
  readonly world: WorldInput
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** Where the world's bot is called, instead of the world's `outgoingUrl`. */
  readonly botUrl?: string
  readonly pace?: Partial<Pace>
  readonly faults?: FaultChange
  /** Epoch milliseconds. */
  readonly now?: () => number
}

export interface SimulatorStats {
  readonly webhooks: WebhookStats
  /** REST calls by route: `POST conversations/:id/messages`. */
  readonly rest: Readonly<Record<string, number>>
  /** Public messages of bots, by conversation. */
  readonly replies: Readonly<Record<number, number>>
  readonly conversations: number
}

export interface ChatwootSimulator extends AsyncDisposable {
  readonly url: string
  readonly faults: FaultSwitch
  stats(): SimulatorStats
  /** Resolves when no webhook, retry, receipt or late commit is under way. */
  settled(): Promise<void>
}

/**
 * A Chatwoot in one process: its REST, its webhooks, its customers. Listens at once; closing it ends every
 * connection and drops what is under way.
 * @throws when the world is wrong or the port is taken (`EADDRINUSE`).
 */
export async function openChatwootSimulator(options: ChatwootSimulatorOptions): Promise<ChatwootSimulator> {
  const installation = new Installation(options)
  await installation.listen(options.host ?? '127.0.0.1', options.port ?? 0)
  return installation
}

class Installation implements ChatwootSimulator {
  readonly faults: FaultSwitch
  readonly #engine: Engine
  readonly #sender: WebhookSender
  readonly #stream: EventStream
  readonly #blobs = new Blobs()
  readonly #rest: RestDoor
  readonly #own: SimulatorDoor
  readonly #server: http.Server
  readonly #routes = new Map<string, number>()
  #url = ''

  constructor({ world, botUrl, pace, faults, now = Date.now }: ChatwootSimulatorOptions) {
    this.faults = new FaultSwitch(faults)
    const receivers: ((event: DomainEvent) => void)[] = []
    const url = () => this.#url
    this.#engine = {
      ...{ state: new State(World.parse(world), botUrl, now), faults: this.faults, timers: new Timers() },
      ...{ pace: { ...CHATWOOT_PACE, ...pace }, url, now },
      publish: (event) => {
        for (const receive of receivers) receive(event)
      },
    }
    this.#sender = new WebhookSender(this.#engine)
    this.#stream = new EventStream(url)
    const router = new WebhookRouter(this.#engine, this.#sender)
    receivers.push((event) => router.publish(event))
    receivers.push((event) => this.#stream.publish(event))
    this.#rest = this.#openRest()
    this.#own = this.#openOwn()
    this.#server = http.createServer((request, response) => void this.#handle(request, response))
  }

  get url(): string {
    return this.#url
  }

  listen(host: string, port: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#server.once('error', reject)
    this.#server.listen(port, host, 4_096, () => {
      const { port: bound } = this.#server.address() as AddressInfo
      this.#url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
      resolve()
    })
    return promise
  }

  stats(): SimulatorStats {
    const { conversations } = this.#engine.state
    const replies: Record<number, number> = {}
    for (const { id, messages } of conversations.values()) {
      const isReply = messages.filter(
        (row) => row.type === OUTGOING && !row.private && row.sender?.kind === 'agent_bot',
      )
      if (isReply.length > 0) replies[id] = isReply.length
    }
    const rest = Object.fromEntries(this.#routes)
    return { webhooks: this.#sender.stats, rest, replies, conversations: conversations.size }
  }

  async settled(): Promise<void> {
    while (this.#sender.underWay > 0 || this.#engine.timers.count > 0) await wait(2)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#engine.timers.clear()
    this.#sender.reset()
    this.#stream.close()
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
    await closed
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator.example')
    try {
      if (url.pathname.startsWith('/simulator')) await this.#own.handle(request, response, url)
      else if (url.pathname.startsWith('/rails/')) this.#blobs.serve(url.pathname, this.#url, response)
      else if (url.pathname.startsWith('/api')) await this.#rest.handle(request, response, url)
      else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found')
    } catch (error) {
      // A client that has gone away in the middle of its body is no fault of the simulator's.
      if (!response.socket || response.socket.destroyed) return
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ status: 500, error: 'Internal Server Error' }))
    }
  }

  #openRest(): RestDoor {
    const limit = new RateLimit(this.#engine.pace.requestsPerMinute, this.#engine.now)
    const count = (route: string) => this.#routes.set(route, (this.#routes.get(route) ?? 0) + 1)
    return new RestDoor({ engine: this.#engine, blobs: this.#blobs, limit, count })
  }

  #openOwn(): SimulatorDoor {
    return new SimulatorDoor({
      ...{ engine: this.#engine, blobs: this.#blobs, stream: this.#stream },
      stats: () => this.stats() as unknown as Json,
      reset: () => this.#reset(),
      replay: (count) => this.#sender.replay(count),
    })
  }

  #reset(): void {
    this.#engine.timers.clear()
    this.#sender.reset()
    this.#engine.state.forgetConversations()
    this.#blobs.clear()
    this.#routes.clear()
  }
}
