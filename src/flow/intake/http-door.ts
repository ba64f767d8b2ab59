import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MessagePort } from 'node:worker_threads'
import { Failure, failureBody } from '../../base/failure.ts'
import { type BridgeToDoor, type BridgeToMain, PEER_HEADER } from './bridge.ts'
import type { Answer, WebhookHandler } from './intake.ts'

/** An e-mail carries its HTML up to six times (facts: Chatwoot §1.6). */
const MAX_BODY_BYTES = 8 * 1024 * 1024
const MAX_IN_FLIGHT_BYTES = 64 * 1024 * 1024
/** Chatwoot opens a connection for each webhook: a burst waits in the kernel, not refused. */
const BACKLOG = 4_096

/** Longest that requests under way may take to end at a stop, in ms: the turns need the rest of its 10 s. */
const CLOSE_MS = 1_000

export type Listen = { readonly fd: number } | { readonly host: string; readonly port: number }

export interface HttpDoorDeps {
  readonly listen: Listen
  readonly webhooks: Pick<WebhookHandler, 'take'>
  /** Where everything that is no webhook is answered. */
  readonly bridge: MessagePort
  readonly count: (counted: Answer['counted']) => void
}

/** The one port: webhooks are answered in this thread, everything else is bridged to the main thread. */
export class HttpDoor {
  readonly #server: Server
  readonly #deps: HttpDoorDeps
  readonly #bridged = new Map<number, ServerResponse>()
  #inFlightBytes = 0
  /** Requests whose bodies are being read. */
  #inFlight = 0
  #lastId = 0

  private constructor(deps: HttpDoorDeps) {
    this.#deps = deps
    this.#server = createServer({ requestTimeout: 30_000, keepAliveTimeout: 65_000 }, (request, response) => {
      void this.#handle(request, response).catch(() => response.destroy())
    })
    deps.bridge.on('message', (message: BridgeToDoor) => this.#onBridge(message))
  }

  /** @throws the server's error when it cannot listen (EADDRINUSE) */
  static async open(deps: HttpDoorDeps): Promise<HttpDoor> {
    const door = new HttpDoor(deps)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    door.#server.once('error', reject).listen({ ...deps.listen, backlog: BACKLOG }, resolve)
    await promise
    return door
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Takes no new connection, answers what is under way, then ends; what is slower than `CLOSE_MS` is cut. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const response of this.#bridged.values()) response.destroy()
    this.#server.closeIdleConnections()
    const cut = setTimeout(() => this.#server.closeAllConnections(), CLOSE_MS)
    await closed
    clearTimeout(cut)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    const token = tokenOf(path)
    const isWebhook = request.method === 'POST' && token !== undefined
    try {
      const body = await this.#readBody(request)
      if (isWebhook) return await this.#takeWebhook(response, { token, headers: request.headers, body })
      this.#forward(request, response, body)
    } catch (error) {
      const { status, body } = failureBody(error)
      if (isWebhook && error instanceof Failure) this.#deps.count(error.code)
      response.shouldKeepAlive = false
      // Odoo's addresses tell what is wrong in `detail`; which of the others are Odoo's is not the door's to know.
      sendJson(response, status, isWebhook ? body : { ...body, detail: body.error.message })
    }
  }

  async #takeWebhook(response: ServerResponse, delivery: Parameters<WebhookHandler['take']>[0]): Promise<void> {
    const answer = await this.#deps.webhooks.take(delivery)
    this.#deps.count(answer.counted)
    sendJson(response, answer.status, answer.body)
  }

  /** @throws {Failure} BODY_TOO_LARGE, QUEUE_FULL (too many bytes over all requests) */
  async #readBody(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = []
    let bytes = 0
    this.#inFlight += 1
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length
        this.#inFlightBytes += chunk.length
        if (bytes > MAX_BODY_BYTES) throw new Failure('BODY_TOO_LARGE', { limitMib: MAX_BODY_BYTES / 1024 / 1024 })
        if (this.#inFlightBytes > MAX_IN_FLIGHT_BYTES) throw new Failure('QUEUE_FULL', { waiting: this.#inFlight })
        chunks.push(chunk)
      }
    } finally {
      this.#inFlight -= 1
      this.#inFlightBytes -= bytes
    }
    return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
  }

  #forward(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const id = ++this.#lastId
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(request.headers))
      if (name !== PEER_HEADER && value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
    this.#bridged.set(id, response)
    response.once('close', () => {
      if (this.#bridged.delete(id)) this.#post({ kind: 'gone', id })
    })
    this.#post({
      kind: 'request',
      id,
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers,
      body: body.length > 0 ? body : null,
      peer: request.socket.remoteAddress ?? '',
    })
  }

  #post(message: BridgeToMain): void {
    this.#deps.bridge.postMessage(message)
  }

  #onBridge(message: BridgeToDoor): void {
    const response = this.#bridged.get(message.id)
    if (!response) return
    if (message.kind === 'head') {
      sendHead(response, message)
    } else if (message.kind === 'chunk') {
      response.write(message.chunk)
    } else {
      this.#bridged.delete(message.id)
      response.end()
    }
  }
}

/** A route's headers may be what HTTP does not allow (a line break, a letter beyond Latin-1): a bare 500, not a dead door. */
function sendHead(
  response: ServerResponse,
  { status, headers }: { status: number; headers: [string, string][] },
): void {
  if (response.headersSent) return
  try {
    response.writeHead(status, headers.flat())
  } catch {
    response.writeHead(500)
  }
  response.flushHeaders()
}

/** `/webhooks/<token>` → the token; the old `/webhook` → null; anything else → undefined. */
function tokenOf(path: string): string | null | undefined {
  if (path === '/webhook') return null
  return path.startsWith('/webhooks/') ? path.slice('/webhooks/'.length) : undefined
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
