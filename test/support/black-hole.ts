import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface BlackHole extends AsyncDisposable {
  readonly url: string
  /** Connections that wait for it. */
  readonly waiting: number
}

/** Takes connections and never answers. */
export async function openBlackHole(): Promise<BlackHole> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get waiting() {
      return sockets.size
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
