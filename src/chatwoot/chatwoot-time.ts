import { bodyOrThrow, verdictOf } from './answer.ts'
import type { ChatwootHost } from './host.ts'
import { msAt, objectAt, textAt } from './json-shape.ts'

/**
 * What time it is at a Chatwoot, epoch ms, to the second: by Chatwoot itself (its api_controller.rb), else by whoever
 * answers in its place; null: nobody says. One request, without a token.
 * @throws {Failure} CHATWOOT_BUSY when nobody answers, or only with a 5xx
 */
export async function chatwootTime(host: ChatwootHost, signal?: AbortSignal): Promise<number | null> {
  const answer = await host.ask({ method: 'GET', path: '/api', token: null, priority: 'housekeeping', signal })
  signal?.throwIfAborted()
  const verdict = verdictOf(answer, 'user')
  if (answer.kind === 'answered' && answer.status < 500)
    return (verdict.kind === 'ok' ? timestampIn(verdict.body) : null) ?? msAt(answer.date)
  bodyOrThrow(verdict)
  return null
}

/** `2026-07-18 09:20:00`: UTC, whatever the zones of the two machines are. */
function timestampIn(body: unknown): number | null {
  const timestamp = textAt(objectAt(body).timestamp, 40) ?? ''
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(timestamp) ?? []
  return day ? msAt(`${day}T${time}Z`) : null
}
