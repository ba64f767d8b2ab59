import { openTinyServer, type TinyServer } from './tiny-http.ts'

/** A public message that was posted. */
export interface Posted {
  readonly account: number
  readonly conversation: number
  readonly text: string
  /** `performance.now()` when it had arrived whole. */
  readonly atMs: number
}

export interface FakeChatwoot extends TinyServer {
  readonly url: string
}

const LIST = /^\/api\/v1\/accounts\/\d+\/conversations(\?|$)/
/** No messages, labels or statuses are kept: a list of them is empty, and a change was made. */
const EMPTY = '{"meta":{},"payload":[]}'
const CHANGED = '{"meta":{},"payload":{"success":true}}'
const CALL = /^\/api\/v1\/accounts\/(\d+)\/conversations\/(\d+)(?:\/([a-z_]+))?/

/**
 * Chatwoot's REST as far as a crew uses it. It keeps nothing: what was posted is told to `onPosted` (on the caller's
 * clock) and cannot be read back, so it says nothing of settling; the kill tests use the simulator for that.
 */
export async function openFakeChatwoot(onPosted: (posted: Posted) => void): Promise<FakeChatwoot> {
  let lastId = 500_000
  const server = await openTinyServer(({ method, path, body }, reply) => {
    const [, account, conversation, verb] = CALL.exec(path) ?? []
    if (LIST.test(path)) return reply(200, '{"data":{"meta":{},"payload":[]}}')
    if (verb === 'toggle_status') return reply(200, CHANGED)
    if (conversation && !verb) return reply(200, `{"id":${conversation},"status":"pending","meta":{}}`)
    if (method !== 'POST' || verb !== 'messages') return reply(200, EMPTY)
    const post = JSON.parse(body) as { content: string; private?: boolean; content_attributes?: unknown }
    const atMs = performance.now()
    if (!post.private)
      onPosted({ account: Number(account), conversation: Number(conversation), text: post.content, atMs })
    lastId += 1
    reply(200, messageOf(lastId, Number(conversation), post))
  })
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const messageOf = (id: number, conversation: number, post: { content: string; content_attributes?: unknown }): string =>
  JSON.stringify({
    ...{ id, content: post.content, conversation_id: conversation, message_type: 1, content_type: 'text' },
    ...{ content_attributes: post.content_attributes ?? {}, created_at: 1_795_417_544, private: false },
    sender: { id: 3, name: 'Bot', type: 'agent_bot' },
  })
