import { LONGEST_WAIT_MS } from '../../base/clock.ts'
import { Failure } from '../../base/failure.ts'
import type { OutboxRow } from '../../domain/outbox.ts'
import type { ChatwootDoor, Found } from './perform.ts'

/** Chatwoot may commit a message long after its connection was cut: absent is believed only this much later, in ms. */
export const ABSENT_AFTER_MS = 60_000
/** Between two looks, in ms. */
const LOOK_AGAIN_MS = 5_000
/** What Chatwoot cannot show for so long it may never, in ms: it fails on single conversations too. */
export const UNREADABLE_AFTER_MS = 300_000
/** While Chatwoot cannot be read: as long again as a tenth of what was waited, in ms. */
const laterAndLater = (waitedMs: number): number =>
  Math.ceil(Math.min(Math.max(LOOK_AGAIN_MS, waitedMs / 10), LONGEST_WAIT_MS))
/** What was absent twice is not sent a third time. */
const MAX_REPEATS = 1

export type Verdict =
  | { readonly kind: 'found'; readonly id: number }
  | { readonly kind: 'undelivered'; readonly id: number; readonly why: string }
  | { readonly kind: 'again'; readonly isRepeat: boolean; readonly why: string }
  /** `waitMs` is whole: a stopwatch's fractions would not fit into the store's columns. */
  | { readonly kind: 'wait'; readonly waitMs: number; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string }
  /** There is no such conversation any more. */
  | { readonly kind: 'gone'; readonly why: string }

export interface SettleAsk {
  /** How long it has been watched since its POST began, by a clock nobody can set, in ms. */
  readonly waitedMs: number
  /** Whether a message that was found is another row's. */
  readonly isAnotherRows: (chatwootId: number) => Promise<boolean>
  readonly signal: AbortSignal
}

/**
 * What became of a send whose answer we do not have. Labels, status, priority and assignment say the same when they are
 * said twice, so they are done again. A message, a note or a request to rate is looked for with the user token, by its
 * marker or, where Chatwoot keeps none, by its text; without that token only its echo webhook can tell, without marker
 * and text nothing can, and after `ABSENT_AFTER_MS` a human is asked. So is one where the token may not look, or where Chatwoot shows nothing for
 * `UNREADABLE_AFTER_MS`, as soon as one can be called: while all of it is down, it waits.
 */
export async function settle(chatwoot: ChatwootDoor, row: OutboxRow, ask: SettleAsk): Promise<Verdict> {
  const { action } = row
  if (action.kind !== 'message' && action.kind !== 'note' && action.kind !== 'csat')
    return { kind: 'again', isRepeat: false, why: 'safe to repeat' }
  const look = await lookFor(chatwoot, { row, text: action.text }, ask)
  if (look.kind === 'found')
    return look.failed === null
      ? { kind: 'found', id: look.id }
      : { kind: 'undelivered', id: look.id, why: look.failed }
  const leftMs = ABSENT_AFTER_MS - ask.waitedMs
  if (leftMs > 0) return { kind: 'wait', waitMs: Math.ceil(Math.min(LOOK_AGAIN_MS, leftMs)), why: look.why }
  if (look.kind === 'blind')
    return { kind: 'lost', why: 'its answer was lost, no echo came, and it cannot be read back' }
  if (look.kind === 'failed') return await unread(chatwoot, { row, look }, ask)
  return row.repeats < MAX_REPEATS
    ? { kind: 'again', isRepeat: true, why: look.why }
    : { kind: 'lost', why: 'sent twice and found neither time' }
}

type Look =
  | ({ readonly kind: 'found' } & Found)
  | { readonly kind: 'absent' | 'blind'; readonly why: string }
  | FailedLook

interface FailedLook {
  readonly kind: 'failed'
  /** It may pass by itself. */
  readonly mayPass: boolean
  readonly why: string
}

async function lookFor(
  chatwoot: ChatwootDoor,
  { row, text }: { row: OutboxRow; text: string },
  { isAnotherRows, signal }: SettleAsk,
): Promise<Look> {
  if (!chatwoot.canReadBack) return { kind: 'blind', why: 'waiting for its echo' }
  const { conversation, marker, afterId } = row
  try {
    for (const found of await chatwoot.find({ conversation, marker, text, afterId: afterId || null }, { signal }))
      if (!(await isAnotherRows(found.id))) return { kind: 'found', ...found }
    if (text.trim() === '' && !(await chatwoot.keepsMarkers({ signal })))
      return { kind: 'blind', why: 'an image alone, which this Chatwoot keeps without its marker' }
    return { kind: 'absent', why: 'not in the conversation yet' }
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failed', mayPass: error.retry, why: error.message }
    throw error
  }
}

/** That a conversation is gone is believed of the bot alone: what a user may not see is told to be gone too. */
async function unread(
  chatwoot: ChatwootDoor,
  { row, look }: { row: OutboxRow; look: FailedLook },
  { waitedMs, signal }: SettleAsk,
): Promise<Verdict> {
  const { why } = look
  const wait = { kind: 'wait', waitMs: laterAndLater(waitedMs), why } as const
  if (look.mayPass && waitedMs < UNREADABLE_AFTER_MS) return wait
  const { kind } = await chatwoot.reach({ conversation: row.conversation }, { signal })
  if (kind === 'busy') return wait
  return kind === 'gone'
    ? { kind, why }
    : { kind: 'lost', why: `its answer was lost, and it cannot be read back: ${why}` }
}
