import http from 'node:http'
import https from 'node:https'
import { epoch } from './rails-time.ts'
import { signature } from './signature.ts'

export interface WebhookRequest {
  readonly url: string
  readonly body: string
  /** `X-Chatwoot-Delivery`; `null` on versions that send none. */
  readonly delivery: string | null
  /** `null`: unsigned. */
  readonly secret: string | null
}

/** How one POST ended. Any status outside 2xx, redirects included, counts as failed. */
export type WebhookOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: number | null; readonly error: string }

/** One POST over a new connection, as Net::HTTP makes it; the answer's body is ignored. Never rejects. */
export function postWebhook(
  request: WebhookRequest,
  { timeoutMs, now }: { timeoutMs: number; now: () => number },
): Promise<WebhookOutcome> {
  const { promise, resolve } = Promise.withResolvers<WebhookOutcome>()
  const url = new URL(request.url)
  const { request: open } = url.protocol === 'https:' ? https : http
  const headers = webhookHeaders(request, now())
  const outgoing = open(url, { method: 'POST', agent: false, headers, timeout: timeoutMs }, (answer) => {
    answer.resume()
    const status = answer.statusCode ?? 0
    answer.on('close', () => {
      if (status >= 200 && status < 300) resolve({ ok: true })
      else resolve({ ok: false, status, error: `${status} ${answer.statusMessage ?? ''}`.trim() })
    })
  })
  outgoing.on('timeout', () => outgoing.destroy(new Error('Net::ReadTimeout')))
  outgoing.on('error', (error) => resolve({ ok: false, status: null, error: error.message }))
  outgoing.end(request.body)
  return promise
}

function webhookHeaders({ body, delivery, secret }: WebhookRequest, nowMs: number): Record<string, string | number> {
  const timestamp = String(epoch(nowMs))
  return {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...(delivery !== null && { 'X-Chatwoot-Delivery': delivery }),
    ...(secret !== null && {
      'X-Chatwoot-Timestamp': timestamp,
      'X-Chatwoot-Signature': signature(secret, timestamp, body),
    }),
  }
}
