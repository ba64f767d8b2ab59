import { createHmac } from 'node:crypto'
import { pause } from '../base/deadline.ts'
import type { Secret } from '../base/secret.ts'

const TIMEOUT_MS = 5_000
/** The door is told of a new connection a moment before: it is asked again this often, every 200 ms. */
const TRIES = 10

/**
 * Sends our own webhook address what Chatwoot would, signed as Chatwoot signs: the way in from PUBLIC_URL is proven,
 * and the secret with it. Nothing is queued by it. Null: it went well; else what to mend.
 */
export async function signedTest(url: string, secret: Secret | null, now: () => number): Promise<string | null> {
  let told = ''
  for (let i = 0; i < TRIES; i++) {
    if (i > 0) await pause(200)
    told = await send(url, secret, now())
    if (!told.startsWith('404')) break
  }
  return told === '' ? null : `a signed test to ${new URL(url).origin} was not taken: ${told}`
}

async function send(url: string, secret: Secret | null, nowMs: number): Promise<string> {
  const body = JSON.stringify({ event: 'chatwootai_test' })
  const timestamp = String(Math.floor(nowMs / 1_000))
  const signature = secret && createHmac('sha256', secret.reveal()).update(`${timestamp}.${body}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    ...(signature && { 'x-chatwoot-timestamp': timestamp, 'x-chatwoot-signature': `sha256=${signature}` }),
  }
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' })
    const text = await answer.text()
    if (answer.status === 200 && text.includes('"queued"')) return ''
    return `${answer.status} ${text.slice(0, 200)}`
  } catch (error) {
    const { cause, message } = error as Error
    return cause instanceof Error ? cause.message : message
  }
}
