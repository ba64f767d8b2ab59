import { Failure } from '../base/failure.ts'
import type { Answer } from './exchange.ts'
import { type Json, listAt, objectAt, textAt } from './json-shape.ts'

/** What Chatwoot said to a call: its JSON, or why it is not to be had. */
export type Verdict =
  | { readonly kind: 'ok'; readonly body: unknown }
  /** It was not done, and never will be as it stands. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** It was certainly not done; later it may be. */
  | { readonly kind: 'busy'; readonly failure: Failure }
  /** It may have been done. */
  | { readonly kind: 'unknown'; readonly failure: Failure }

/** Reads an answer (facts: Chatwoot §3.2). `token` names whose it was: `bot` or `user`. */
export function verdictOf(answer: Answer, token: string): Verdict {
  if (answer.kind === 'unsent') return { kind: 'busy', failure: busy(0, answer.cause) }
  if (answer.kind === 'lost') return { kind: 'unknown', failure: busy(0, answer.cause) }
  const { status, text, location } = answer
  const body = parsed(text)
  if (status >= 200 && status < 300)
    return body === undefined ? { kind: 'unknown', failure: busy(status, new Error('not JSON')) } : { kind: 'ok', body }
  if (status === 429 || isTooMany(status, text)) return { kind: 'busy', failure: busy(status) }
  if (status >= 500) return { kind: 'unknown', failure: busy(status) }
  if (status === 401) return { kind: 'refused', failure: new Failure('CHATWOOT_UNAUTHORIZED', { token }) }
  const problem = location ? `it redirects to ${location}` : sentenceOf(body, text)
  return { kind: 'refused', failure: new Failure('CHATWOOT_REFUSED', { status, problem }) }
}

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
