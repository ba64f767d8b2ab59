import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import type { Blobs } from './blobs.ts'
import { channelFacts } from './channel-facts.ts'
import { rate } from './csat.ts'
import type { Engine } from './engine.ts'
import type { EventStream } from './event-stream.ts'
import { FaultChange } from './faults.ts'
import { MessageRefused } from './message-create.ts'
import type { Conversation, Json, Message } from './records.ts'
import { readBody, UnreadableBody } from './request-body.ts'
import { setAssignee } from './rest-assignments.ts'
import { age, humanSays, NotInWorld, openWidget, say, setStatus, submit, userOf } from './simulator-actions.ts'
import * as requests from './simulator-requests.ts'
import { conversationView, messageView, worldView } from './simulator-view.ts'

export interface SimulatorDoorDeps {
  readonly engine: Engine
  readonly blobs: Blobs
  readonly stream: EventStream
  readonly stats: () => Json
  readonly reset: () => void
  readonly replay: (count: number) => number
}

type Act = (deps: SimulatorDoorDeps, body: Json, query: URLSearchParams) => unknown
type ActOn = (deps: SimulatorDoorDeps, conversation: Conversation, body: Json) => unknown

const ACTS: Record<string, Act> = {
  'POST messages': ({ engine, blobs }, body) => idsOf(say(engine, blobs, requests.CustomerSays.parse(body))),
  'POST widget': ({ engine }, body) => {
    openWidget(engine, requests.WidgetOpened.parse(body))
    return {}
  },
  'GET conversations': ({ engine }, _body, query) => ({ payload: found(engine, query).map(conversationView) }),
  'GET faults': ({ engine }) => engine.faults.current,
  'POST faults': ({ engine }, body) => engine.faults.merge(FaultChange.parse(body)),
  'POST reset': ({ reset }) => {
    reset()
    return {}
  },
  'GET stats': ({ stats }) => stats(),
  'GET world': ({ engine }) => worldView(engine.state),
  'POST webhooks/replay': ({ replay }, body) => ({ replayed: replay(requests.Replayed.parse(body).count) }),
}

const ACTS_ON_CONVERSATION: Record<string, ActOn> = {
  'GET ': (_deps, conversation) => conversationView(conversation),
  'GET messages': ({ engine }, { messages }) => ({ payload: messages.map((row) => messageView(row, engine.url())) }),
  'POST human': ({ engine }, conversation, body) =>
    idsOf(humanSays(engine, conversation, requests.HumanSays.parse(body))),
  'POST status': ({ engine }, conversation, body) => {
    setStatus(engine, conversation, requests.StatusSet.parse(body))
    return conversationView(conversation)
  },
  'POST assign': ({ engine }, conversation, body) => {
    const { assignee } = requests.Assigned.parse(body)
    const user = assignee === null ? null : userOf(engine, assignee)
    setAssignee(engine, conversation, { user, by: userOf(engine).name })
    return conversationView(conversation)
  },
  'POST submit': ({ engine }, conversation, body) =>
    idsOf(submit(engine, conversation, requests.Submitted.parse(body))),
  'POST rate': ({ engine }, conversation, body) => {
    const rated = rate(engine, conversation, requests.Rated.parse(body))
    if (!rated) throw new NotInWorld(`Nobody asked in conversation ${conversation.id}.`)
    return idsOf(rated)
  },
  'POST typing': ({ engine }, conversation, body) => {
    const { on, by } = requests.Typing.parse(body)
    const contact = { kind: 'contact', contact: conversation.contact } as const
    const sender = by === 'contact' ? contact : ({ kind: 'user', user: userOf(engine) } as const)
    const name = on ? 'conversation_typing_on' : 'conversation_typing_off'
    engine.publish({ name, conversation, by: sender, isPrivate: false })
    return {}
  },
  'POST age': (_deps, conversation, body) => {
    age(conversation, requests.Aged.parse(body).hours)
    return conversationView(conversation)
  },
}

/** `/simulator…`: the simulator's own API, for scripts, tests and the demo page. No token; loopback pages may call it. */
export class SimulatorDoor {
  readonly #deps: SimulatorDoorDeps

  constructor(deps: SimulatorDoorDeps) {
    this.#deps = deps
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    allowLoopbackPages(request, response)
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end()
      return
    }
    const path = url.pathname.replace(/^\/simulator\/?/, '').replace(/\/$/, '')
    if (path === 'events') {
      this.#deps.stream.open(response)
      return
    }
    try {
      const { fields } = await readBody(request)
      this.#write(response, 200, this.#act(`${request.method} ${path}`, fields, url.searchParams))
    } catch (error) {
      this.#refuse(response, error)
    }
  }

  #act(call: string, body: Json, query: URLSearchParams): unknown {
    const act = ACTS[call]
    if (act) return act(this.#deps, body, query)
    const [, method = '', id = '', verb = ''] = /^(\w+) conversations\/(\d+)(?:\/(\w+))?$/.exec(call) ?? []
    const actOn = ACTS_ON_CONVERSATION[`${method} ${verb}`]
    const conversation = this.#deps.engine.state.conversations.get(Number(id))
    if (actOn && conversation) return actOn(this.#deps, conversation, body)
    throw new NotInWorld(actOn ? `There is no conversation ${id}.` : `There is no ${call}.`)
  }

  #refuse(response: ServerResponse, error: unknown): void {
    const status = statusOf(error)
    if (status === null) throw error
    const message = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    this.#write(response, status, { error: message })
  }

  #write(response: ServerResponse, status: number, json: unknown): void {
    const body = JSON.stringify(json)
    const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) }
    response.writeHead(status, headers).end(body)
  }
}

/** `null`: a bug of the simulator's. */
function statusOf(error: unknown): number | null {
  if (error instanceof NotInWorld) return 404
  if (error instanceof UnreadableBody || error instanceof z.ZodError) return 400
  return error instanceof MessageRefused ? 422 : null
}

const idsOf = ({ id, conversation }: Message): Json => ({ conversation: conversation.id, message: id })

/** Newest first; `tenant`, `account`, `inbox`, `channel` and `contact` (key) narrow it. */
function found({ state }: Engine, query: URLSearchParams): Conversation[] {
  const isAsked = (name: string, value: string | number) => !query.get(name) || query.get(name) === String(value)
  return [...state.conversations.values()]
    .filter(
      ({ account, inbox, contact }) =>
        isAsked('tenant', account.tenant) &&
        isAsked('account', account.id) &&
        isAsked('inbox', inbox.id) &&
        isAsked('channel', channelFacts(inbox).key) &&
        isAsked('contact', contact.key),
    )
    .sort((one, other) => other.lastActivityAtMs - one.lastActivityAtMs)
}

function allowLoopbackPages(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers
  if (origin === undefined || !/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(origin)) return
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Vary', 'Origin')
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS')
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type')
}
