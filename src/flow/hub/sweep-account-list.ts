import { Failure } from '../../base/failure.ts'
import type { ChatwootConversation } from '../../chatwoot/conversation.ts'
import type { AccountSweep } from './sweep-account.ts'

/** Past this, a window is read page by page: all of it at once could be more than an answer may hold, in ms. */
const WHOLE_WINDOW_MS = 15 * 60_000
/** Chatwoot's own number. An operator may set another, so no page of a long window is taken for the last by its length. */
const CONVERSATIONS_A_PAGE = 25
/** Conversations move back by one whenever another is written in: pages that hold nothing new, before it is nonsense. */
const REPEATED_PAGES = 40

/**
 * Shows `see` every conversation of the account that changed since `fromMs`, Chatwoot's time, each at least once and at
 * last as it stands now. One call for a short window; a long one is read to its end, however many pages that is. What
 * is written while pages are read moves to the front of them, where nobody looks any more: so those are listed once more.
 * @throws {Failure} what Chatwoot answers; CHATWOOT_REFUSED when its pages never end
 */
export async function eachChanged(sweep: AccountSweep, see: See): Promise<void> {
  const beganAtMs = sweep.chatwootMs()
  const pages = await eachSince(sweep, sweep.fromMs, see)
  if (pages > 1) await eachSince(sweep, beganAtMs - OVERLAP_MS, see)
}

export type See = (conversation: ChatwootConversation) => Promise<void>

/** Chatwoot tells its time to the second, and commits a change a moment after it has dated it, in ms. */
const OVERLAP_MS = 60_000

/** How many pages there were. */
async function eachSince({ api, chatwootMs, signal }: AccountSweep, fromMs: number, see: See): Promise<number> {
  const windowMs = chatwootMs() - fromMs
  const isWhole = windowMs <= WHOLE_WINDOW_MS
  const within = isWhole ? { updatedWithinSec: Math.ceil(windowMs / 1_000) + 1 } : {}
  const listed = new Set<number>()
  let repeated = 0
  for (let page = 1; ; page += 1) {
    const shown = await api.listConversations({ ...within, page }, { signal })
    const fresh = shown.filter(({ id }) => !listed.has(id))
    for (const conversation of fresh) {
      listed.add(conversation.id)
      if (conversation.seen.updatedAtMs >= fromMs) await see(conversation)
    }
    const isLast = isWhole ? shown.length !== CONVERSATIONS_A_PAGE || fresh.length === 0 : shown.length === 0
    if (isLast || shown.some(({ seen }) => seen.updatedAtMs < fromMs)) return page
    repeated = fresh.length === 0 ? repeated + 1 : 0
    if (repeated > REPEATED_PAGES)
      throw new Failure('CHATWOOT_REFUSED', { status: 200, problem: 'its pages list the same conversations again' })
  }
}
