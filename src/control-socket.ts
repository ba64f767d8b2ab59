import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'

/** The CLI's way in: a Unix socket in the data directory, for whoever may enter that directory. */
export async function openControlSocket(
  dataDir: string,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<AsyncDisposable> {
  const path = join(dataDir, 'control.sock')
  rmSync(path, { force: true })
  const server = createServer(getRequestListener(fetch))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  return {
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
