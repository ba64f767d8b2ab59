import http, { type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from './records.ts'

export interface ReceivedWebhook {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly body: Json
  readonly remotePort: number
}

/** As a status: the connection stays open without an answer. */
export const NEVER = 0

/** A bot for the simulator's own tests: keeps every webhook it is sent. */
export interface RecordingReceiver extends AsyncDisposable {
  readonly url: string
  readonly received: ReceivedWebhook[]
  /** The status for the next answers; the last one stays. Default 200. */
  answerWith(...statuses: number[]): void
  /** The last body with this event, and, when given, that passes. */
  last(event: string, isWanted?: (body: Json) => boolean): Json
  events(): string[]
}

export async function openRecordingReceiver(): Promise<RecordingReceiver> {
  const received: ReceivedWebhook[] = []
  let statuses: number[] = [200]
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8')
      const { url: path = '', headers, socket } = request
      received.push({ path, headers, raw, body: JSON.parse(raw) as Json, remotePort: socket.remotePort ?? 0 })
      const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200
      if (status !== NEVER) response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answerWith: (...given) => {
      statuses = given
    },
    last: (event, isWanted = () => true) => {
      const found = received.findLast(({ body }) => body.event === event && isWanted(body))
      if (!found) throw new Error(`No ${event} among ${received.map(({ body }) => body.event).join(', ')}`)
      return found.body
    },
    events: () => received.map(({ body }) => String(body.event)),
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
