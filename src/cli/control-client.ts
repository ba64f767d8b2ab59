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
  const call = request({ socketPath: controlSocketIn(dataDir), method, path }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => {
      const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as T & { error?: { message: string } }
      if (answer.error) reject(new Error(answer.error.message))
      else resolve(answer)
    })
  })
  call.once('error', () =>
    reject(new Error(`no server runs on the data directory ${dataDir}: start it, or set DATA_DIR`)),
  )
  call.end(body === undefined ? undefined : JSON.stringify(body))
  return promise
}
