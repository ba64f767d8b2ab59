import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the fake does with one question. Without a step left it says `ok`. */
export type FakeStep =
  | string
  | { readonly calls: readonly { readonly tool: string; readonly args: unknown }[] }
  /** The completion as given, for servers that differ. */
  | { readonly completion: unknown }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** Never answers. */
  | { readonly hangs: true }
  /** Promises a body and closes the connection in the middle of it. */
  | { readonly cuts: true }
  /** A proxy's error page with status 200. */
  | { readonly html: true }
  /** Answers when the promise is kept. */
  | { readonly after: Promise<unknown>; readonly says: string }
  | ((question: FakeQuestion) => FakeStep)

/** A question as it came over the wire. */
export interface FakeQuestion {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  // biome-ignore lint/suspicious/noExplicitAny: whatever the code under test sent
  readonly body: any
}

export interface FakeModelServer extends AsyncDisposable {
  /** What `MODEL_URL` takes. */
  readonly url: string
  readonly questions: readonly FakeQuestion[]
  /** Adds steps to the end of the script. */
  says(...steps: readonly FakeStep[]): void
  /** Resolves once `count` questions have come in. */
  asked(count: number): Promise<void>
  /** Resolves once `count` questions were left by their asker before the answer. */
  abandoned(count: number): Promise<void>
}

/** An OpenAI-compatible model server on a free port, with every fault a real one has. */
export async function openFakeModelServer(...script: readonly FakeStep[]): Promise<FakeModelServer> {
  const steps = [...script]
  const questions: FakeQuestion[] = []
  const asked = counter()
  const abandoned = counter()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const question = {
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(String(Buffer.concat(chunks))),
    }
    questions.push(question)
    response.on('close', () => {
      if (!response.writableFinished) abandoned.add()
    })
    asked.add()
    await play(steps.shift() ?? 'ok', question, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    says: (...more) => void steps.push(...more),
    asked: asked.reaches,
    abandoned: abandoned.reaches,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function play(step: FakeStep, question: FakeQuestion, response: ServerResponse): Promise<void> {
  if (typeof step === 'function') return play(step(question), question, response)
  if (typeof step === 'string') return sendJson(response, completionOf({ content: step }))
  if ('calls' in step) return sendJson(response, completionOf({ content: null, tool_calls: wireCalls(step.calls) }))
  if ('completion' in step) return sendJson(response, step.completion)
  if ('status' in step) {
    response.writeHead(step.status, { 'content-type': 'application/json', ...step.headers })
    response.end(step.body ?? '{"error":{"message":"no","code":"fake_error"}}')
    return
  }
  if ('cuts' in step) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"choices":[', () => response.destroy())
    return
  }
  if ('html' in step) {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<html><body>502 Bad Gateway</body></html>')
    return
  }
  if ('after' in step) {
    await step.after
    sendJson(response, completionOf({ content: step.says }))
  }
}

/** A string stands for arguments that are no JSON; anything else is sent as JSON text, as servers do. */
const wireCalls = (calls: readonly { tool: string; args: unknown }[]) =>
  calls.map(({ tool, args }, index) => ({
    id: `call_${index + 1}`,
    type: 'function',
    function: { name: tool, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
  }))

const completionOf = (message: object) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
})

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function counter() {
  let count = 0
  const waiting: { readonly target: number; readonly resolve: () => void }[] = []
  return {
    add() {
      count++
      for (const { target, resolve } of waiting) if (count >= target) resolve()
    },
    reaches: (target: number): Promise<void> =>
      count >= target ? Promise.resolve() : new Promise((resolve) => waiting.push({ target, resolve })),
  }
}
