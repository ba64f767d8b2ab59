import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HttpOdoo, type OdooSettings } from './client/http-odoo.ts'

/**
 * For tests: a server that answers as a recorded Odoo did (`test/fixtures/odoo`), from the first of `cases` whose
 * request asked the same of the same model, and clients of it. `asked` is what it was asked, in order.
 */
export async function replay(series: string, cases: readonly string[]) {
  const recordings = recordingsOf(series)
  const asked: Required<Asked>[] = []
  const server = createServer(async (request, response) => {
    const question = await questionOf(request)
    asked.push(question)
    if (question.method === 'fields_get') return send(response, 200, fieldsSeen(recordings, question))
    const played = cases.flatMap((name) => recordings.filter((one) => one.case === name))
    const { status, body } = answerTo(question, played)
    send(response, status, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const odoos: HttpOdoo[] = []
  return {
    asked,
    odoo: (change: Partial<OdooSettings> = {}) => {
      const odoo = new HttpOdoo({ ...SETTINGS, url, ...change })
      odoos.push(odoo)
      return odoo
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(odoos.map((odoo) => odoo.close()))
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const SETTINGS: OdooSettings = {
  url: '',
  database: 'odoo',
  username: 'bot@example.test',
  secret: () => 'API_KEY_OF_bot_example_test',
  lang: 'pt-BR',
  tz: 'America/Sao_Paulo',
  company: 1,
}

interface Recording {
  readonly case: string
  readonly transport: string
  readonly request: { readonly path: string; readonly body?: unknown }
  readonly response: { readonly status: number; readonly body?: unknown; readonly body_text?: string }
}

const FIXTURES = new URL('../../test/fixtures/odoo/', import.meta.url)

const recordingsOf = (series: string): readonly Recording[] =>
  readdirSync(new URL(`${series}/`, FIXTURES)).map((file) =>
    JSON.parse(readFileSync(new URL(`${series}/${file}`, FIXTURES), 'utf8')),
  )

interface Asked {
  readonly path: string
  readonly model: string
  readonly method: string
  readonly kwargs: Record<string, unknown>
  readonly headers?: IncomingMessage['headers']
}

async function questionOf(request: IncomingMessage): Promise<Required<Asked>> {
  let text = ''
  for await (const chunk of request) text += chunk
  const path = request.url ?? ''
  return { ...calledBy({ path, body: text ? JSON.parse(text) : {} }), headers: request.headers }
}

/** Which method of which model (or service) a request calls; recorded bodies may be no JSON. */
function calledBy({ path, body }: Recording['request']): Asked {
  const [, , , model = '', method = ''] = path.split('/')
  if (path !== '/jsonrpc') return { path, model, method, kwargs: (body ?? {}) as Record<string, unknown> }
  const { service = '', method: outer = '', args = [] } = (body as { params?: Params }).params ?? {}
  if (service !== 'object') return { path, model: service, method: outer, kwargs: {} }
  return { path, model: String(args[3]), method: String(args[4]), kwargs: (args[6] ?? {}) as Record<string, unknown> }
}

interface Params {
  readonly service?: string
  readonly method?: string
  readonly args?: readonly unknown[]
}

const isSame = (one: Asked, other: Asked): boolean =>
  one.path.split('/')[1] === other.path.split('/')[1] && one.model === other.model && one.method === other.method

/** Nothing recorded over JSON-2 for a question: what JSON-RPC answered, bare. */
function answerTo(question: Asked, played: readonly Recording[]): { status: number; body: unknown } {
  const found = played.find(({ request }) => isSame(calledBy(request), question))
  if (found) return { status: found.response.status, body: found.response.body_text ?? found.response.body }
  const same = played.find(({ request }) => isSame({ ...calledBy(request), path: question.path }, question))
  if (!same || question.path === '/jsonrpc') return { status: 404, body: '<html>' }
  return { status: 200, body: (same.response.body as { result: unknown }).result }
}

/** The fields any recording shows of the model: all that is known of this database. */
function fieldsSeen(recordings: readonly Recording[], { path, model }: Asked): unknown {
  const rows = recordings
    .filter(({ request }) => calledBy(request).model === model)
    .flatMap(({ response: { body } }) => (Array.isArray(body) ? body : ((body as { result?: unknown })?.result ?? [])))
  const names = rows.flatMap((row) => (typeof row === 'object' && row ? Object.keys(row) : []))
  const fields = Object.fromEntries(names.map((name) => [name, { type: 'char' }]))
  return path === '/jsonrpc' ? { jsonrpc: '2.0', id: 1, result: fields } : fields
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const isJson = typeof body !== 'string'
  response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/html' })
  response.end(isJson ? JSON.stringify(body) : body)
}

/** For tests: the method that was recorded under `name`. */
export function recordedCall(series: string, name: string): Asked {
  const found = recordingsOf(series).find((one) => one.case === name && one.transport === 'jsonrpc')
  if (!found) throw new Error(`no recording ${name} for ${series}`)
  return calledBy(found.request)
}
