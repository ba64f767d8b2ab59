import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { join } from 'node:path'
import { openWorld, type World, type WorldOptions } from '../support/world.ts'

export const ADMIN_KEY = 'admin-key-of-the-test'
export const MASTER_KEY = `t1:${Buffer.alloc(32, 7).toString('base64')}`

export interface Told {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server said
  readonly body: any
  readonly text: string
}

export interface Office extends AsyncDisposable {
  readonly world: World
  /** Over the HTTP port. */
  call(
    method: string,
    path: string,
    given?: { key?: string | null; body?: unknown; headers?: Record<string, string> },
  ): Promise<Told>
  /** Over the CLI's socket. */
  cli(method: string, path: string, body?: unknown): Promise<Told>
  /** A key of this tenant alone. */
  keyOf(tenant: string): Promise<string>
}

/** The whole product with an admin key and a master key. */
export async function openOffice({ settings = {}, ...options }: WorldOptions = {}): Promise<Office> {
  const world = await openWorld({ settings: { ADMIN_KEY, CREDENTIAL_MASTER_KEY: MASTER_KEY, ...settings }, ...options })
  const cli: Office['cli'] = (method, path, body) =>
    overSocket(join(world.dir, 'data/control.sock'), method, path, body)
  return {
    world,
    cli,
    async call(method, path, { key = ADMIN_KEY, body, headers = {} } = {}) {
      const answer = await fetch(`${world.app.url}${path}`, {
        method,
        headers: { ...(key === null ? {} : { 'x-api-key': key }), 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      return told(answer.status, await answer.text())
    },
    async keyOf(tenant) {
      const made = await cli('POST', '/keys', { tenant, label: 'test' })
      return made.body.key as string
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

export const signed = (body: string, secret: string): string => createHmac('sha256', secret).update(body).digest('hex')

function overSocket(socketPath: string, method: string, path: string, body: unknown): Promise<Told> {
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const call = request({ socketPath, method, path }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => resolve(told(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'))))
  })
  call.once('error', reject)
  call.end(body === undefined ? undefined : JSON.stringify(body))
  return promise
}

function told(status: number, text: string): Told {
  try {
    return { status, text, body: JSON.parse(text) }
  } catch {
    return { status, text, body: null }
  }
}
