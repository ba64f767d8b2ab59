import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Blobs } from './blobs.ts'
import type { Engine } from './engine.ts'
import { profile } from './profile.ts'
import type { RateLimit } from './rate-limit.ts'
import { readBody, UnreadableBody } from './request-body.ts'
import { type Actor, notFound, ok, type RestAnswer, type RestCall, RestError } from './rest-call.ts'
import { type FoundRoute, findRoute } from './rest-router.ts'
import { actorOf, checkRights } from './token-rights.ts'

export interface RestDoorDeps {
  readonly engine: Engine
  readonly blobs: Blobs
  readonly limit: RateLimit
  /** Counts a call under `POST conversations/:id/messages`. */
  readonly count: (route: string) => void
}

const PROXY_PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>'
const MESSAGE_CREATE = 'conversations/:id/messages'

/** `/api…`: Chatwoot's REST with its rights, its errors and the faults that are switched on. */
export class RestDoor {
  readonly #deps: RestDoorDeps

  constructor(deps: RestDoorDeps) {
    this.#deps = deps
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { faults } = this.#deps.engine
    if (faults.current.down) {
      cut(response)
      return
    }
    const answer = this.#sabotage(request) ?? (await this.#answer(request, response, url))
    if (faults.current.slowMs > 0) await wait(faults.current.slowMs)
    if (answer && !response.destroyed) write(response, answer)
  }

  /** Answers that a proxy or the throttle gives before Rails is reached. */
  #sabotage(request: IncomingMessage): RestAnswer | null {
    const { engine, limit } = this.#deps
    const { faults } = engine
    const isTooMany = !limit.admits(request.socket.remoteAddress ?? '')
    if (isTooMany || faults.happens('err429')) return { status: 429, text: 'Retry later\n' }
    if (faults.happens('err500')) return { status: 500, json: { status: 500, error: 'Internal Server Error' } }
    return faults.happens('html200') ? { status: 200, text: PROXY_PAGE } : null
  }

  /** `null`: the connection has been cut instead. */
  async #answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<RestAnswer | null> {
    try {
      return await this.#route(request, response, url)
    } catch (error) {
      if (error instanceof RestError) return error.answer
      if (error instanceof UnreadableBody) return { status: 400, json: { status: 400, error: error.message } }
      throw error
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<RestAnswer | null> {
    const { engine, count } = this.#deps
    const method = request.method ?? 'GET'
    if (url.pathname === '/api' || url.pathname === '/api/') return this.#about()
    const actor = actorOf(engine, request.headers)
    if (method === 'GET' && url.pathname === '/api/v1/profile') {
      if (actor.kind === 'agent_bot')
        throw new RestError(401, { error: 'Access to this endpoint is not authorized for bots' })
      return ok(profile(engine.state, actor.user))
    }
    const [, account = '', path = ''] = /^\/api\/v1\/accounts\/(\d+)\/(.+?)\/?$/.exec(url.pathname) ?? []
    const found = findRoute(method, path)
    if (!found) throw notFound()
    count(`${method} ${found.route.path}`)
    checkRights(engine, actor, { route: found.route, account: Number(account) })
    const call = await this.#call(request, { url, actor, found, account: Number(account) })
    return this.#run(call, found, response)
  }

  #about(): RestAnswer {
    const { state, now } = this.#deps.engine
    const timestamp = new Date(now()).toISOString().slice(0, 19).replace('T', ' ')
    return ok({ version: state.version, timestamp, queue_services: 'ok', data_services: 'ok' })
  }

  async #call(
    request: IncomingMessage,
    { url, actor, found, account }: { url: URL; actor: Actor; found: FoundRoute; account: number },
  ): Promise<RestCall> {
    const { engine, blobs } = this.#deps
    const row = engine.state.accounts.get(account)
    if (!row) throw notFound()
    const { fields, files } = await readBody(request)
    return { engine, blobs, actor, account: row, params: found.params, query: url.searchParams, fields, files }
  }

  #run(call: RestCall, { route }: FoundRoute, response: ServerResponse): RestAnswer | null {
    const { faults, timers } = this.#deps.engine
    const answerFault = faults.current.answers[`${route.method} ${route.path}`]
    if (answerFault && answerFault !== 'lost') throw REFUSALS[answerFault]()
    const isMessage = route.method === 'POST' && route.path === MESSAGE_CREATE
    if (isMessage && faults.happens('lateCommit')) {
      const delayMs = faults.between('lateCommitMs', faults.current.lateCommitMs)
      timers.after(delayMs, () => commitLate(call, route.run))
      return cut(response)
    }
    const answer = route.run(call)
    const isLost = answerFault === 'lost' || (isMessage && faults.happens('lostAnswer'))
    return isLost ? cut(response) : answer
  }
}

/** What Chatwoot says to a call that a policy, a missing record or a validation stops (payload 91). */
const REFUSALS = {
  401: () => new RestError(401, { error: 'You are not authorized to do this action' }),
  404: notFound,
  422: () => new RestError(422, { error: 'Validation failed' }),
  500: () => new RestError(500, { status: 500, error: 'Internal Server Error' }),
}

/** Nobody is left to hear of a refusal. */
function commitLate(call: RestCall, run: (call: RestCall) => RestAnswer): void {
  try {
    run(call)
  } catch (error) {
    if (!(error instanceof RestError)) throw error
  }
}

function cut(response: ServerResponse): null {
  response.socket?.destroy()
  return null
}

function write(response: ServerResponse, { status, json, text }: RestAnswer): void {
  if (text !== undefined) {
    const type = text.startsWith('<') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8'
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) }).end(text)
    return
  }
  if (json === undefined) {
    response.writeHead(status, { 'Content-Length': 0 }).end()
    return
  }
  const body = JSON.stringify(json)
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) }
  response.writeHead(status, headers).end(body)
}
