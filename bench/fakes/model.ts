import { openTinyServer, type TinyServer } from './tiny-http.ts'

export interface FakeModelOptions {
  /** How long each answer takes, in ms. */
  readonly latencyMs?: number
  /** 0: any free one. */
  readonly port?: number
}

export interface FakeModel extends TinyServer {
  /** Up to `/v1`. */
  readonly url: string
  readonly calls: number
  setLatency(ms: number): void
}

/** The order numbers that the load carries: one per message, so that every message can be told from its reply. */
export const REFERENCE = /SO\d{7}/g

/**
 * An OpenAI-compatible server that says back every order number of the customer's message, and nothing else that could
 * be mistaken for one: a reply tells which messages it answers.
 */
export async function openFakeModel({ latencyMs = 0, port = 0 }: FakeModelOptions = {}): Promise<FakeModel> {
  let calls = 0
  let waitMs = latencyMs
  const server = await openTinyServer(({ body }, reply) => {
    calls += 1
    const answer = () => reply(200, completion(body))
    if (waitMs > 0) setTimeout(answer, waitMs)
    else answer()
  }, port)
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}/v1`,
    get calls() {
      return calls
    },
    setLatency(ms) {
      waitMs = ms
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

interface Asked {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string | null }[]
}

function completion(body: string): string {
  const { model, messages } = JSON.parse(body) as Asked
  const system = messages.find(({ role }) => role === 'system')?.content ?? ''
  const user = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  const said = user.slice(user.lastIndexOf('<customer_message'))
  const references = [...new Set(said.match(REFERENCE) ?? [])]
  const content = /response agent/i.test(system)
    ? `Your parcel is on its way and will be with you on Thursday: ${references.join(', ')}. Tell us if the time does not suit you.`
    : JSON.stringify({ order_refs: references, state: 'on its way', confidence: 0.9 })
  const usage = { prompt_tokens: body.length >> 2, completion_tokens: content.length >> 2 }
  const message = { role: 'assistant', content }
  return JSON.stringify({
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1_795_417_544, model, usage },
    choices: [{ index: 0, message, finish_reason: 'stop' }],
  })
}
