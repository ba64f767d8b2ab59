import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildDatabase } from './database.ts'
import { errorData, OdooError } from './errors.ts'
import { changedFaults, type Faults, NO_FAULTS } from './faults.ts'
import { answerJson2 } from './json-2.ts'
import { answerJsonRpc, type Rpc, versionOf } from './json-rpc.ts'
import type { Series } from './orm/execute.ts'
import { account1 } from './worlds/account-1.ts'
import { account2 } from './worlds/account-2.ts'
import { account3 } from './worlds/account-3.ts'
import type { World } from './worlds/world.ts'

export interface OdooOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** The databases; default: the three demo shops. */
  readonly worlds?: readonly World[]
  /** Which Odoo it is: 19.0 speaks JSON-2 as well. */
  readonly series?: Series
  readonly now?: () => number
  /** 0-1; decides which calls the fault `errorShare` hits. */
  readonly random?: () => number
}

export interface OdooSimulator extends AsyncDisposable {
  readonly url: string
  /** Calls answered or refused so far. */
  readonly calls: number
  /** Resolves when the next call has arrived, answered or not. */
  nextCall(): Promise<void>
  setFaults(change: Partial<Faults>): void
}

/**
 * A demo Odoo over HTTP: `/jsonrpc` (and `/json/2` as 19.0), read-only, shaped by recordings of real ones.
 * `POST /simulator/faults` changes its faults, `GET` shows them.
 */
export async function openOdooSimulator(options: OdooOptions): Promise<OdooSimulator> {
  const odoo = new DemoOdoo(options)
  const server = createServer((request, response) => {
    odoo.answer(request, response).catch((error) => response.destroy(error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host}:${port}`,
    get calls() {
      return odoo.calls
    },
    nextCall: () => odoo.nextCall(),
    setFaults: (change) => odoo.setFaults(change),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const DEMO_WORLDS = [account1, account2, account3]
const BODY_LIMIT_BYTES = 1024 * 1024

class DemoOdoo {
  readonly #rpc: Rpc
  readonly #random: () => number
  #faults: Faults = NO_FAULTS
  #calls = 0
  #arrival = Promise.withResolvers<void>()

  constructor({ worlds = DEMO_WORLDS, series = '18.0', now = Date.now, random = Math.random }: OdooOptions) {
    this.#random = random
    const databases = new Map(worlds.map((world) => [world.database, buildDatabase(world, now())]))
    this.#rpc = { databases, series }
  }

  get calls(): number {
    return this.#calls
  }

  nextCall(): Promise<void> {
    return this.#arrival.promise
  }

  setFaults(change: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...change }
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://odoo').pathname
    const body = await bodyOf(request)
    if (path === '/simulator/faults') return this.#answerFaults(request, response, body)
    this.#calls += 1
    this.#arrival.resolve()
    this.#arrival = Promise.withResolvers()
    const { down, hang, slowMs, errorShare } = this.#faults
    if (down) return void request.socket.destroy()
    if (hang) return
    if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs))
    if (this.#random() < errorShare) return send(response, 200, this.#broken())
    this.#route(path, { request, response, body })
  }

  #route(
    path: string,
    { request, response, body }: { request: IncomingMessage; response: ServerResponse; body: string },
  ) {
    const isNineteen = this.#rpc.series === '19.0'
    if (path === '/web/version' && isNineteen) {
      const { server_version, server_version_info } = versionOf(this.#rpc.series)
      return send(response, 200, { version_info: server_version_info, version: server_version })
    }
    const isJson2 = isNineteen && path.startsWith('/json/2/')
    if (request.method !== 'POST' || (path !== '/jsonrpc' && !isJson2)) return sendHtml(response, 404, NOT_FOUND)
    const json = parsed(body)
    if (!json) return sendHtml(response, 400, 'Invalid JSON data')
    if (!isJson2) return send(response, 200, answerJsonRpc(this.#rpc, json))
    const answer = answerJson2(this.#rpc, path, { headers: request.headers, body: json })
    return answer.body === undefined
      ? sendHtml(response, answer.status, NO_DATABASE)
      : send(response, answer.status, answer.body)
  }

  #broken(): Record<string, unknown> {
    const data = errorData(new OdooError('psycopg2.OperationalError', 'server closed the connection unexpectedly', 500))
    return { jsonrpc: '2.0', id: null, error: { code: 200, message: 'Odoo Server Error', data } }
  }

  #answerFaults(request: IncomingMessage, response: ServerResponse, body: string): void {
    const changed = request.method === 'POST' ? changedFaults(this.#faults, parsed(body)) : this.#faults
    this.#faults = changed ?? this.#faults
    send(response, changed ? 200 : 400, changed ?? { error: `faults are ${Object.keys(NO_FAULTS).join(', ')}` })
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT_BYTES) throw new Error('the body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body)
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html)
}

const NOT_FOUND = '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n'
const NO_DATABASE =
  '<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>\n'
