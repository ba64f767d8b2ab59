import type { MessagePort } from 'node:worker_threads'

/** A request that is not a webhook, on its way from the door's thread to the main thread. */
export interface BridgedRequest {
  readonly kind: 'request'
  readonly id: number
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: Uint8Array | null
  /** The caller's address, for routes that are only for this machine. */
  readonly peer: string
}

export type BridgeToMain = BridgedRequest | { readonly kind: 'gone'; readonly id: number }

export type BridgeToDoor =
  | { readonly kind: 'head'; readonly id: number; readonly status: number; readonly headers: [string, string][] }
  | { readonly kind: 'chunk'; readonly id: number; readonly chunk: Uint8Array }
  | { readonly kind: 'end'; readonly id: number }

/** The header under which the caller's address reaches a route; the door removes any that came from outside. */
export const PEER_HEADER = 'x-chatwootai-peer'

/**
 * Answers bridged requests with `fetch`, streams and all. The door owns the port; whatever is no webhook is answered
 * here, so a stuck main thread shows as a stuck page and a failing readiness check, never as a refused webhook.
 */
export function serveBridge(port: MessagePort, fetch: (request: Request) => Response | Promise<Response>): void {
  const running = new Map<number, AbortController>()
  port.on('message', (message: BridgeToMain) => {
    if (message.kind === 'gone') return running.get(message.id)?.abort()
    const abort = new AbortController()
    running.set(message.id, abort)
    void answer(port, message, { fetch, abort }).finally(() => running.delete(message.id))
  })
}

interface Answering {
  readonly fetch: (request: Request) => Response | Promise<Response>
  readonly abort: AbortController
}

async function answer(port: MessagePort, message: BridgedRequest, { fetch, abort }: Answering): Promise<void> {
  const { id } = message
  try {
    const response = await fetch(requestOf(message, abort.signal))
    const { status, headers } = response
    if (isWhole(response)) {
      const chunk = new Uint8Array(await response.arrayBuffer())
      const others = [...headers].filter(([name]) => name !== 'content-length')
      const length: [string, string] = ['content-length', String(chunk.length)]
      port.postMessage({ kind: 'head', id, status, headers: [...others, length] } satisfies BridgeToDoor)
      port.postMessage({ kind: 'chunk', id, chunk } satisfies BridgeToDoor)
    } else {
      port.postMessage({ kind: 'head', id, status, headers: [...headers] } satisfies BridgeToDoor)
      await pipe(port, response, { id, abort })
    }
  } catch {
    port.postMessage({ kind: 'head', id, status: 500, headers: [] } satisfies BridgeToDoor)
  }
  port.postMessage({ kind: 'end', id } satisfies BridgeToDoor)
}

/** JSON is known whole, and said how long: health checks and load kits are simple clients. */
const isWhole = ({ body, headers }: Response): boolean =>
  body !== null && (headers.get('content-type') ?? '').startsWith('application/json')

async function pipe(port: MessagePort, { body }: Response, { id, abort }: { id: number; abort: AbortController }) {
  const reader = body?.getReader()
  abort.signal.addEventListener('abort', () => void reader?.cancel().catch(() => {}), { once: true })
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read())
    port.postMessage({ kind: 'chunk', id, chunk: read.value } satisfies BridgeToDoor)
}

function requestOf({ method, url, headers, body, peer }: BridgedRequest, signal: AbortSignal): Request {
  const init: RequestInit = { method, headers: { ...headers, [PEER_HEADER]: peer }, signal }
  if (body && method !== 'GET' && method !== 'HEAD') init.body = body as Uint8Array<ArrayBuffer>
  return new Request(new URL(url, 'http://server.invalid'), init)
}
