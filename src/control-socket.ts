import { rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'

/** The CLI's way in: a Unix socket in the data directory, for whoever may enter that directory. */
export async function openControlSocket(
  dataDir: string,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<AsyncDisposable> {
  const path = join(dataDir, 'control.sock')
  rmSync(path, { force: true })
  let answer: Promise<RequestListener> | null = null
  // Loaded when somebody asks: it takes Node's own fetch with it, which a start does not need.
  const server = createServer(async (request, response) => {
    answer ??= import('@hono/node-server').then(({ getRequestListener }) => getRequestListener(fetch))
    const listen = await answer
    listen(request, response)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  return {
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
