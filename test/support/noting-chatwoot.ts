import { openTinyServer } from '../../bench/fakes/tiny-http.ts'

/** A request to Chatwoot, as it came. */
export interface Noted {
  /** `GET /conversations/7/messages`: below the account. */
  readonly what: string
  readonly account: number
  readonly atMs: number
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sent
  readonly body: any
}

export interface NotingChatwoot extends AsyncDisposable {
  readonly url: string
  readonly noted: readonly Noted[]
}

const CALL = /^\/api\/v1\/accounts\/(\d+)(\/[^?]*)/

/** Takes everything that is asked of it for any conversation, and notes it; it keeps nothing. */
export async function openNotingChatwoot(): Promise<NotingChatwoot> {
  const noted: Noted[] = []
  const server = await openTinyServer(({ method, path, body }, reply) => {
    const [, account = '0', rest = path] = CALL.exec(path) ?? []
    const asked = body === '' ? null : JSON.parse(body)
    noted.push({ what: `${method} ${rest}`, account: Number(account), atMs: performance.now(), body: asked })
    reply(200, JSON.stringify(answerTo(rest, { id: noted.length, asked })))
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    noted,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function answerTo(path: string, { id, asked }: { id: number; asked: { status?: string; labels?: unknown } | null }) {
  if (path.endsWith('/toggle_status')) return { meta: {}, payload: { success: true, current_status: asked?.status } }
  if (path.endsWith('/labels')) return { payload: asked?.labels ?? [] }
  if (path.endsWith('/messages') && asked === null) return { meta: {}, payload: [] }
  if (path.endsWith('/conversations')) return { data: { meta: {}, payload: [] } }
  return { id, sender: { id: 3 } }
}
