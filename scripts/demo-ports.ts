import { once } from 'node:events'
import { createServer } from 'node:net'

const HOST = '127.0.0.1'

/** The port a setting names, or the usual one. @throws {Error} when it is no port */
export function portOf(name: string, given: string | undefined, usual: number): number {
  const port = Number(given || usual)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${name} must be a port between 1 and 65535, got "${given}".`)
}

export async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, HOST)
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
