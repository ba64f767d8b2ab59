import { createHmac, timingSafeEqual } from 'node:crypto'
import { Failure } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'

export interface SignedDoor {
  readonly connection: string
  /** Bot, account webhook and API inboxes each have their own; one that matches is enough. */
  readonly secrets: readonly Secret[]
  /** How far Chatwoot's clock may be from ours. */
  readonly toleranceMs?: number
}

/** What a server knows its request's headers by: node's lower-cased record, or the web's `Headers`. */
export type RequestHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null }

/**
 * Chatwoot signs `<timestamp>.<body bytes>` with HMAC-SHA256 under each webhook's own secret (its
 * lib/webhooks/trigger.rb). `unsigned` only where the connection has no secret to compare with.
 * @throws {Failure} BAD_SIGNATURE when there is a secret and the header is missing, malformed, stale or wrong
 */
export function verifySignature(
  { connection, secrets, toleranceMs = 300_000 }: SignedDoor,
  headers: RequestHeaders,
  rawBody: Uint8Array,
  nowMs: number,
): 'signed' | 'unsigned' {
  if (secrets.length === 0) return 'unsigned'
  const problem = problemOf({ secrets, toleranceMs, headers, rawBody, nowMs })
  if (problem) throw new Failure('BAD_SIGNATURE', { connection, problem })
  return 'signed'
}

interface Delivery {
  readonly secrets: readonly Secret[]
  readonly toleranceMs: number
  readonly headers: RequestHeaders
  readonly rawBody: Uint8Array
  readonly nowMs: number
}

function problemOf({ secrets, toleranceMs, headers, rawBody, nowMs }: Delivery): string | null {
  const timestamp = header(headers, 'x-chatwoot-timestamp')
  const signature = header(headers, 'x-chatwoot-signature')
  if (!timestamp || !signature) return 'the delivery is not signed'
  if (!/^\d{1,12}$/.test(timestamp) || !/^sha256=[0-9a-f]{64}$/.test(signature)) return 'the signature is malformed'
  const given = Buffer.from(signature.slice('sha256='.length), 'hex')
  // Every secret is tried, so that the time taken does not tell which one came close.
  const matches = secrets.map((secret) => timingSafeEqual(given, sign(secret, timestamp, rawBody))).includes(true)
  if (!matches) return 'the signature fits no secret'
  const ageMs = nowMs - Number(timestamp) * 1000
  return Math.abs(ageMs) > toleranceMs ? `the signature is ${Math.round(ageMs / 1000)} s old` : null
}

const sign = (secret: Secret, timestamp: string, rawBody: Uint8Array): Buffer =>
  createHmac('sha256', secret.reveal()).update(`${timestamp}.`).update(rawBody).digest()

function header(headers: RequestHeaders, name: string): string | null {
  const value = typeof headers.get === 'function' ? headers.get(name) : (headers as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : null
}
