import { Failure } from '../base/failure.ts'
import type { Shape } from './answer-shape.ts'
import type { Answer } from './exchange.ts'
import { type Json, listAt, objectAt, textAt } from './json-shape.ts'

/** What Chatwoot said to a call: its JSON, or why it is not to be had. */
export type Verdict =
  | { readonly kind: 'ok'; readonly body: unknown }
  /** It was not done, and never will be as it stands; `isRevoked`: nothing will be with this token. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly isRevoked?: boolean; readonly why?: string }
  /** It was certainly not done; later it may be. `isChatwoots`: Chatwoot itself says so, and is well. */
  | { readonly kind: 'busy'; readonly failure: Failure; readonly isChatwoots?: boolean }
  /** It may have been done. */
  | { readonly kind: 'unknown'; readonly failure: Failure }

/**
 * Reads an answer (facts: Chatwoot §3.2). `token` names whose it was: `bot` or `user`. Chatwoot refuses in JSON, and
 * answers in the `shape` of what was asked: a page of HTML, another's JSON, a redirect or a bad certificate is somebody
 * else's, and says nothing of what was asked.
 */
export function verdictOf(answer: Answer, token: string, shape: Shape = () => true): Verdict {
  if (answer.kind === 'unsent') return { kind: 'busy', failure: unsent(answer.cause) }
  if (answer.kind === 'lost') return { kind: 'unknown', failure: busy(0, answer.cause) }
  const { status, text, location } = answer
  const body = parsed(text)
  if (status >= 200 && status < 300) {
    if (body === undefined) return { kind: 'unknown', failure: astray('it answers with a page') }
    return shape(body) ? { kind: 'ok', body } : { kind: 'unknown', failure: astray('it answers with something else') }
  }
  if (status === 429 || isTooMany(status, text)) return { kind: 'busy', failure: busy(status), isChatwoots: true }
  if (status >= 500) return { kind: 'unknown', failure: busy(status) }
  if (location) return { kind: 'busy', failure: astray(`it redirects to ${location}`) }
  if (!isOwn(body) && status !== TOO_LARGE) return { kind: 'busy', failure: astray(`it answers ${status}`) }
  if (status === 401 || (status === 403 && NO_API.test(text))) {
    const why = sentenceOf(body, text)
    const failure = new Failure('CHATWOOT_UNAUTHORIZED', { token, why })
    return { kind: 'refused', failure, why, isRevoked: REVOKED.test(text) || status === 403 }
  }
  if (status === 404) return { kind: 'refused', failure: new Failure('CHATWOOT_GONE', {}) }
  return { kind: 'refused', failure: new Failure('CHATWOOT_REFUSED', { status, problem: sentenceOf(body, text) }) }
}

const REVOKED = /Invalid Access Token|need to sign in|Account is suspended/
const NO_API = /API access is not enabled/
/** A page of nginx in front of Chatwoot, and yet it means what was asked. */
const TOO_LARGE = 413

/** Chatwoot says why it refuses; a proxy that does not reach it (while it is deployed) says something else, or nothing. */
function isOwn(body: unknown): boolean {
  const { error, message, errors } = objectAt(body)
  return [error, message, errors].some((why) => why !== undefined && why !== null)
}

const astray = (problem: string, cause?: unknown): Failure => new Failure('CHATWOOT_ASTRAY', { problem }, { cause })

/** A connection that could not be made, or not in safety. */
function unsent(cause: unknown): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return UNSAFE.test(code) ? astray(`its certificate is not good (${code})`, cause) : busy(0, cause)
}

const UNSAFE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_SSL|ERR_TLS/

/** More than 200 messages a minute in one conversation: Chatwoot's way to say so is 422. */
const isTooMany = (status: number, text: string): boolean => status === 422 && text.includes('Too many messages')

const busy = (status: number, cause?: unknown): Failure =>
  new Failure('CHATWOOT_BUSY', { status }, cause === undefined ? undefined : { cause })

/** Some calls answer nothing at all (`head :ok`), which is as good as null. HTML is a proxy's page: undefined. */
function parsed(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function sentenceOf(body: unknown, text: string): string {
  const { error, message, errors } = objectAt(body)
  return textAt(error, 500) ?? textAt(message, 500) ?? textAt(listAt(errors, 1)[0], 500) ?? text.slice(0, 200).trim()
}

/** The JSON object of an answer; @throws {Failure} whatever kept it away. */
export function bodyOrThrow(verdict: Verdict): Json {
  if (verdict.kind === 'ok') return objectAt(verdict.body)
  throw verdict.failure
}
