import { request } from 'node:http'
import { join } from 'node:path'

/** Where a running server listens for its CLI, in its data directory. */
export const controlSocketIn = (dataDir: string): string => join(dataDir, 'control.sock')

/**
 * Asks a running server, over the socket in its data directory; the CLI never opens the server's files.
 * @throws an error whose message a person can act on
 */
export function askServer<T>(
  dataDir: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const call = request({ socketPath: controlSocketIn(dataDir), method, path, agent: false }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => {
      const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as T & { error?: { message: string } }
      if (answer.error) reject(new Error(answer.error.message))
      else resolve(answer)
    })
  })
  call.once('error', ({ code }: NodeJS.ErrnoException) =>
    reject(NOBODY_THERE.has(code ?? '') ? new NoServer(dataDir) : new Error(`the server in ${dataDir}: ${code}`)),
  )
  call.end(body === undefined ? undefined : JSON.stringify(body))
  return promise
}

/** No socket, or one that a server left when it was killed. */
const NOBODY_THERE = new Set(['ENOENT', 'ECONNREFUSED'])

class NoServer extends Error {
  constructor(dataDir: string) {
    super(`no server runs on the data directory ${dataDir}: start it, or set DATA_DIR`)
  }
}

/** What a running server answers to a GET; null: none runs. @throws as `askServer`, but for want of a server */
export async function askIfRunning(dataDir: string, path: string): Promise<unknown> {
  try {
    return await askServer(dataDir, 'GET', path)
  } catch (error) {
    if (error instanceof NoServer) return null
    throw error
  }
}
