import { Failure } from '../../base/failure.ts'
import type { OutboxRow } from '../../domain/outbox.ts'
import type { ChatwootDoor } from './perform.ts'

/** Chatwoot may commit a message long after its connection was cut: absent is believed only this much later, in ms. */
export const ABSENT_AFTER_MS = 60_000
/** Between two looks, in ms. */
const LOOK_AGAIN_MS = 5_000
/** A row that was absent twice is not tried a third time. */
const MAX_SENDS = 2

export type Verdict =
  | { readonly kind: 'found'; readonly id: number | null }
  | { readonly kind: 'again'; readonly why: string }
  | { readonly kind: 'wait'; readonly waitMs: number; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string }

/**
 * What became of a send whose answer we do not have. Labels, status and assignment say the same when they are said
 * twice, so they are done again. A message is looked for by its marker with the user token; without one only its
 * echo webhook can tell, and after `ABSENT_AFTER_MS` a human is asked.
 */
export async function settle(
  chatwoot: ChatwootDoor,
  row: OutboxRow,
  { nowMs, signal }: { nowMs: number; signal: AbortSignal },
): Promise<Verdict> {
  if (row.action.kind !== 'message' && row.action.kind !== 'note') return { kind: 'again', why: 'safe to repeat' }
  const ageMs = nowMs - (row.beganAtMs ?? nowMs)
  const look = await lookFor(chatwoot, row, signal)
  if (look.kind === 'found') return look
  const isOld = ageMs >= ABSENT_AFTER_MS
  if (!isOld) return { kind: 'wait', waitMs: Math.min(LOOK_AGAIN_MS, ABSENT_AFTER_MS - ageMs), why: look.why }
  if (look.kind === 'blind')
    return { kind: 'lost', why: 'its answer was lost, no echo came, and it cannot be read back' }
  if (look.kind === 'failed') return { kind: 'wait', waitMs: LOOK_AGAIN_MS, why: look.why }
  return row.attempts < MAX_SENDS
    ? { kind: 'again', why: look.why }
    : { kind: 'lost', why: 'sent twice and found neither time' }
}

type Look =
  | { readonly kind: 'found'; readonly id: number }
  | { readonly kind: 'absent' | 'blind' | 'failed'; readonly why: string }

async function lookFor(chatwoot: ChatwootDoor, row: OutboxRow, signal: AbortSignal): Promise<Look> {
  if (!chatwoot.canReadBack) return { kind: 'blind', why: 'waiting for its echo' }
  try {
    const id = await chatwoot.findMarker({ conversation: row.conversation, marker: row.marker }, { signal })
    return id === null ? { kind: 'absent', why: 'not in the conversation yet' } : { kind: 'found', id }
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failed', why: error.message }
    throw error
  }
}
