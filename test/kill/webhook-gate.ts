import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What became of one webhook at the server. */
export type Delivery = 'acknowledged' | 'not-acknowledged' | 'refused'

/**
 * Stands between the simulated Chatwoot and the server, and hears which webhooks were acknowledged. What did not get
 * through is answered 500, so that the simulator sends it again after 3 s, as Chatwoot does for an agent bot.
 */
export class WebhookGate implements AsyncDisposable {
  readonly counts: Record<Delivery, number> = { acknowledged: 0, 'not-acknowledged': 0, refused: 0 }
  readonly #server = createServer((incoming, answer) => void this.#pass(incoming, answer))
  readonly #toPort: () => number
  /** As Chatwoot: a connection of its own for each webhook. */
  readonly #agent = new Agent({ keepAlive: false })
  readonly #taken = new Set<string>()

  /** @param toPort where the server listens now */
  constructor(toPort: () => number) {
    this.#toPort = toPort
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}/webhooks/kill`
  }

  /** Order numbers of the customer messages that were acknowledged. */
  get taken(): ReadonlySet<string> {
    return this.#taken
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #pass(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = Buffer.concat(await Array.fromAsync(incoming as AsyncIterable<Buffer>))
    const status = await this.#forward(incoming, body)
    const delivery =
      status === 'refused' ? 'refused' : status >= 200 && status < 300 ? 'acknowledged' : 'not-acknowledged'
    this.counts[delivery] += 1
    if (delivery === 'acknowledged') this.#note(body)
    answer.writeHead(delivery === 'acknowledged' ? 200 : 500).end()
  }

  #forward({ headers, url }: IncomingMessage, body: Buffer): Promise<number | 'refused'> {
    return new Promise((resolve) => {
      const target = { host: '127.0.0.1', port: this.#toPort(), path: url ?? '/', agent: this.#agent }
      const outgoing = request({ ...target, method: 'POST', headers, timeout: 5_000 }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
        response.once('error', () => resolve(0))
      })
      outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in 5 s')))
      outgoing.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'refused' : 0))
      outgoing.end(body)
    })
  }

  #note(body: Buffer): void {
    const { event, message_type: type, content } = JSON.parse(body.toString('utf8'))
    if (event !== 'message_created' || type !== 'incoming') return
    for (const reference of String(content).match(/SO\d{7}/g) ?? []) this.#taken.add(reference)
  }
}
