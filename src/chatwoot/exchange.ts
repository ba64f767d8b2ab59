import type { Dispatcher, FormData } from 'undici'

/** What became of one HTTP request, as far as this side can know. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly text: string
      readonly location: string | null
      /** Its `Date` header, as it stands there. */
      readonly date?: string | null
    }
  /** Not a byte was written: the other side cannot have acted on it. */
  | { readonly kind: 'unsent'; readonly cause: unknown }
  /** Written, at least in part, and no whole answer came: the other side may have acted on it. */
  | { readonly kind: 'lost'; readonly cause: unknown }

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | FormData | null
}

const ANSWER_BYTES = 8 * 1024 * 1024

/**
 * One request over `dispatcher`, without redirects or retries. Never rejects. Told apart by whether undici had begun to
 * write the request when it failed: its `onRequestStart` runs on a connected socket, just before the first byte.
 */
export function exchange(dispatcher: Dispatcher, request: Request, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const handler = new Exchange(signal, resolve)
    if (signal.aborted) return handler.giveUp(signal.reason)
    try {
      dispatcher.dispatch({ ...request, headers: { ...request.headers }, body: request.body }, handler)
    } catch (cause) {
      handler.giveUp(cause)
    }
  })
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal
  readonly #settle: (answer: Answer) => void
  readonly #chunks: Buffer[] = []
  readonly #onAbort = () => this.giveUp(this.#signal.reason)
  #controller: Dispatcher.DispatchController | null = null
  #isSettled = false
  #bytes = 0
  #status = 0
  #location: string | null = null
  #date: string | null = null

  constructor(signal: AbortSignal, settle: (answer: Answer) => void) {
    this.#signal = signal
    this.#settle = settle
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  giveUp(cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error('aborted', { cause })
    const kind = this.#controller ? 'lost' : 'unsent'
    this.#finish({ kind, cause })
    this.#controller?.abort(error)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a socket: undici writes nothing of a request that is aborted here.
    if (this.#isSettled) controller.abort(new Error('given up'))
    else this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status
    this.#location = typeof headers.location === 'string' ? headers.location : null
    this.#date = typeof headers.date === 'string' ? headers.date : null
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > ANSWER_BYTES) this.giveUp(new Error(`the answer is over ${ANSWER_BYTES} bytes`))
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const text = Buffer.concat(this.#chunks).toString('utf8')
    this.#finish({ kind: 'answered', status: this.#status, text, location: this.#location, date: this.#date })
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    this.#finish({ kind: this.#controller ? 'lost' : 'unsent', cause })
  }

  #finish(answer: Answer): void {
    if (this.#isSettled) return
    this.#isSettled = true
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#settle(answer)
  }
}
