import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** One request, whole. */
export interface TinyRequest {
  readonly method: string
  readonly path: string
  readonly body: string
}

export type Reply = (status: number, body: string) => void

export interface TinyServer extends AsyncDisposable {
  readonly port: number
}

const HEAD_END = Buffer.from('\r\n\r\n')

/**
 * An HTTP/1.1 server for fakes only, on loopback: a third of `node:http`'s CPU per request, so that the fakes leave
 * the machine to what is measured. Kept connections, bodies by Content-Length, one request at a time on each.
 * @param port 0: any free one
 */
export async function openTinyServer(
  answer: (request: TinyRequest, reply: Reply) => void,
  port = 0,
): Promise<TinyServer> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    speak(socket, answer)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port, host: '127.0.0.1', backlog: 4_096 }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function speak(socket: Socket, answer: (request: TinyRequest, reply: Reply) => void): void {
  let waiting: Buffer | null = null
  let isBusy = false
  const next = (): void => {
    const taken = waiting && !isBusy ? takeRequest(waiting) : null
    if (!taken) return
    waiting = taken.rest
    isBusy = true
    answer(taken.request, (status, body) => {
      isBusy = false
      if (!socket.destroyed) socket.write(responseOf(status, body))
      if (waiting) setImmediate(next)
    })
  }
  socket.on('error', () => socket.destroy())
  socket.on('data', (data) => {
    waiting = waiting ? Buffer.concat([waiting, data]) : data
    next()
  })
}

function takeRequest(bytes: Buffer): { request: TinyRequest; rest: Buffer | null } | null {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return null
  const head = bytes.toString('latin1', 0, headEnd)
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
  const bodyAt = headEnd + HEAD_END.length
  const end = bodyAt + length
  if (bytes.length < end) return null
  const [method = '', path = ''] = head.slice(0, head.indexOf('\r\n')).split(' ')
  return {
    request: { method, path, body: bytes.toString('utf8', bodyAt, end) },
    rest: bytes.length > end ? bytes.subarray(end) : null,
  }
}

const responseOf = (status: number, body: string): string =>
  `HTTP/1.1 ${status} ${status < 400 ? 'OK' : 'Refused'}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
