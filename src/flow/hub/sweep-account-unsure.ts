import type { Sweeps, UnsureRow } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import type { ChatwootConversation } from '../../chatwoot/conversation.ts'
import type { Lane } from '../../domain/lane.ts'
import { lostFacts } from './lost-facts.ts'
import {
  type AccountSweep,
  type AccountSweepDeps,
  asFound,
  compared,
  isCrews,
  messagesBackTo,
} from './sweep-account.ts'

export interface UnsureDeps extends Pick<AccountSweepDeps, 'accept'> {
  readonly sweeps: Pick<Sweeps, 'facts' | 'settleUnsure'>
  /** Something of this conversation waits to be done. */
  readonly wake: (lane: Lane) => void
}

/**
 * Looks into a conversation of which a restored backup does not know whether it was answered: what nobody answered is
 * to be answered, however old; what cannot be looked at is a human's. Returns how many are to be answered.
 * @throws {Failure} what may be over later: nothing is settled yet
 */
export async function lookUpUnsure(sweep: AccountSweep, rows: readonly UnsureRow[], deps: UnsureDeps): Promise<number> {
  const [lane] = rows
  if (!lane) return 0
  const { sweeps } = deps
  const atMs = sweep.now()
  try {
    const conversation = await sweep.api.readConversation(lane.conversation, housekeeping(sweep))
    return await settleRead(sweep, { rows, conversation }, deps)
  } catch (error) {
    if (!(error instanceof Failure) || error.retry) throw error
    const isGone = error.code === 'CHATWOOT_GONE'
    await sweeps.settleUnsure({ open: [], done: isGone ? rows : [], unseen: isGone ? [] : rows, atMs })
    deps.wake(lane)
    return 0
  }
}

const housekeeping = ({ signal }: AccountSweep) => ({ signal, priority: 'housekeeping' }) as const

async function settleRead(
  sweep: AccountSweep,
  { rows, conversation }: { rows: readonly UnsureRow[]; conversation: ChatwootConversation },
  { sweeps, accept, wake }: UnsureDeps,
): Promise<number> {
  const oldest = Math.min(...rows.map(({ messageId }) => messageId ?? Number.POSITIVE_INFINITY))
  const read = isCrews(conversation) ? await messagesBackTo(sweep, conversation.id, ({ id }) => id <= oldest) : []
  const messages = read.filter(({ id }) => id >= oldest)
  const { told, state, known } = await compared(
    sweep,
    { conversation, messages, sinceMs: 0, outcomesSinceMs: 0 },
    { facts: (ask) => sweeps.facts(ask) },
  )
  const byName = new Map(rows.map((row) => [row.dedupe, row]))
  const dedupes = new Set([...known.dedupes].filter((name) => !byName.has(name)))
  const lost = lostFacts(told, null, { ...known, dedupes }).map((inbound) => asFound(inbound, known, sweep))
  const open = lost.flatMap((inbound) => {
    const row = byName.get(inbound.dedupe)
    return row ? [{ row, inbound }] : []
  })
  // What came of hints stands under a name of its own, so it is taken first: a crash between the two loses nothing.
  const others = lost.filter(({ dedupe }) => !byName.has(dedupe))
  await accept([...(state ? [state] : []), ...others])
  const done = rows.filter((row) => !open.some((each) => each.row === row))
  await sweeps.settleUnsure({ open, done, unseen: [], atMs: sweep.now() })
  for (const { row } of open.slice(0, 1)) wake(row)
  return open.length
}
