import { connect, type Socket } from 'node:net'

export interface ClientOptions {
  readonly port: number
  /** false: a new connection for each request, as Chatwoot makes them. */
  readonly keepsConnections: boolean
  readonly timeoutMs?: number
}

export interface ClientAnswer {
  /** 0: refused or cut; -1: no answer in time. */
  readonly status: number
  /** Whether a connection could be made at all. */
  readonly wasConnected: boolean
}

/** POSTs to one port on loopback over bare sockets, so that the load costs little beside what it measures. */
export class LoadClient {
  readonly #options: ClientOptions
  readonly #free: Socket[] = []

  constructor(options: ClientOptions) {
    this.#options = options
  }

  /** Never rejects. A kept connection that the server had closed meanwhile is replaced. */
  async post(path: string, headers: string, body: Buffer): Promise<ClientAnswer> {
    const kept = this.#free.pop()
    if (!kept) return this.#exchange(this.#connect(), path, headers, body)
    const answer = await this.#exchange(kept, path, headers, body)
    return answer.status === 0 ? this.#exchange(this.#connect(), path, headers, body) : answer
  }

  async get(path: string): Promise<number> {
    const { status } = await this.#exchange(this.#connect(), path, '', null)
    return status
  }

  close(): void {
    for (const socket of this.#free.splice(0)) socket.destroy()
  }

  #connect(): Socket {
    return connect({ port: this.#options.port, host: '127.0.0.1', noDelay: true })
  }

  #exchange(socket: Socket, path: string, headers: string, body: Buffer | null): Promise<ClientAnswer> {
    const { keepsConnections, timeoutMs = 5_000 } = this.#options
    return new Promise((resolve) => {
      let wasConnected = !socket.connecting
      const end = (status: number, isKept = false): void => {
        clearTimeout(timer)
        socket.removeAllListeners()
        socket.on('error', () => {})
        if (isKept) this.#keep(socket)
        else socket.destroy()
        resolve({ status, wasConnected })
      }
      const timer = setTimeout(() => end(-1), timeoutMs)
      socket.once('connect', () => {
        wasConnected = true
      })
      socket.once('error', () => end(0))
      socket.once('close', () => end(0))
      // Answers to webhooks are far below a segment: one chunk is the whole.
      socket.once('data', (data) => end(Number(data.toString('latin1', 9, 12)), keepsConnections))
      socket.write(headOf(path, headers, body))
      if (body) socket.write(body)
    })
  }

  #keep(socket: Socket): void {
    socket.once('close', () => {
      const at = this.#free.indexOf(socket)
      if (at >= 0) this.#free.splice(at, 1)
    })
    this.#free.push(socket)
  }
}

const headOf = (path: string, headers: string, body: Buffer | null): string =>
  body
    ? `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nUser-Agent: rest-client/2.1.0\r\n${headers}Content-Length: ${body.length}\r\n\r\n`
    : `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`
