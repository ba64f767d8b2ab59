import type { FactsAsk, KnownFacts } from '../../backends/store/store.ts'
import type { ChatwootApi } from '../../chatwoot/api.ts'
import type { ChatwootConversation } from '../../chatwoot/conversation.ts'
import { markerOf } from '../../chatwoot/marker.ts'
import type { ChatwootMessage } from '../../chatwoot/message.ts'
import { inboundFromRest } from '../../chatwoot/read-back.ts'
import type { ConnectionId } from '../../domain/ids.ts'
import type { ConversationSeen, Inbound } from '../../domain/inbound.ts'
import { factsIn, lostFacts, type Told } from './lost-facts.ts'

export type SweepApi = Pick<ChatwootApi, 'canRead' | 'listConversations' | 'readMessages' | 'inboxBot'>

export interface AccountSweep {
  readonly connection: ConnectionId
  readonly account: number
  readonly api: SweepApi
  /** Conversations that changed within it are looked at, in ms. */
  readonly windowMs: number
  /** What was written before then is left alone, epoch ms. */
  readonly sinceMs: number
  readonly receivedAtMs: number
  readonly signal: AbortSignal
}

export interface AccountSweepDeps {
  readonly facts: (ask: FactsAsk) => Promise<KnownFacts>
  readonly accept: (batch: readonly Inbound[]) => Promise<void>
  /** Whether we serve this inbox at all. */
  readonly isServed: (sweep: AccountSweep, inbox: number) => Promise<boolean>
}

/** By conversation: Chatwoot's time of its last change, as it was when its messages were last read. */
export type Swept = Map<number, number>

/** Past this, a window is read page by page: all of it at once could be more than an answer may hold, in ms. */
const WHOLE_WINDOW_MS = 15 * 60_000
/** Chatwoot's own number. */
const CONVERSATIONS_A_PAGE = 25
const MESSAGES_A_PAGE = 20
const MAX_PAGES = 400
const MAX_MESSAGE_PAGES = 10

/**
 * Looks through one account for what lost webhooks hid: one list call, and one more for each conversation of the crew
 * that changed since it was last looked at. Oldest change first. Returns how many facts were taken.
 * @throws {Failure} CHATWOOT_BUSY, CHATWOOT_UNAUTHORIZED, …: what was taken before is taken
 */
export async function sweepAccount(sweep: AccountSweep, swept: Swept, deps: AccountSweepDeps): Promise<number> {
  const changed = await changedConversations(sweep)
  const listed = new Set(changed.map(({ id }) => id))
  for (const id of swept.keys()) if (!listed.has(id)) swept.delete(id)
  let taken = 0
  for (const conversation of changed.sort((a, b) => a.seen.updatedAtMs - b.seen.updatedAtMs)) {
    if (swept.get(conversation.id) === conversation.seen.updatedAtMs) continue
    sweep.signal.throwIfAborted()
    taken += await sweepConversation(sweep, conversation, deps)
    swept.set(conversation.id, conversation.seen.updatedAtMs)
  }
  return taken
}

async function changedConversations(sweep: AccountSweep): Promise<ChatwootConversation[]> {
  const { api, windowMs, receivedAtMs, signal } = sweep
  const within = windowMs <= WHOLE_WINDOW_MS ? { updatedWithinSec: Math.ceil(windowMs / 1_000) } : {}
  const found = new Map<number, ChatwootConversation>()
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const listed = await api.listConversations({ ...within, page }, { signal })
    const fresh = listed.filter(
      ({ id, seen }) => !found.has(id) && seen.updatedAtMs > receivedAtMs - windowMs - SKEW_MS,
    )
    for (const conversation of fresh) found.set(conversation.id, conversation)
    if (fresh.length < listed.length || listed.length !== CONVERSATIONS_A_PAGE) break
  }
  return [...found.values()]
}

/** Chatwoot's clock and ours agree within this, or its signed webhooks are refused, in ms. */
export const SKEW_MS = 5 * 60_000

/** A conversation that is its humans' has nothing for us but its state. */
async function sweepConversation(
  sweep: AccountSweep,
  conversation: ChatwootConversation,
  deps: AccountSweepDeps,
): Promise<number> {
  const { connection, account, receivedAtMs } = sweep
  if (conversation.inbox === null || !(await deps.isServed(sweep, conversation.inbox))) return 0
  const { status, assignee } = conversation.seen
  const isOurs = status === 'pending' && assignee !== 'human'
  const messages = isOurs ? await messagesOf(sweep, conversation.id) : []
  const context = { connection, account, receivedAtMs }
  const told = factsIn({ conversation, messages, sinceMs: sweep.sinceMs }, context)
  const known = await deps.facts(askAbout({ ...context, conversation: conversation.id }, told))
  const state = inboundFromRest(conversation, null, context)
  const lost = lostFacts(told, state, known).map((inbound) => withKnownContact(inbound, known))
  if (lost.length > 0) await deps.accept(lost)
  return lost.filter(({ event }) => event.kind !== 'conversation-changed').length
}

/** The last ones, and older ones until one was written before the window. */
async function messagesOf({ api, sinceMs, signal }: AccountSweep, conversation: number): Promise<ChatwootMessage[]> {
  const found: ChatwootMessage[] = []
  for (let page = 0; page < MAX_MESSAGE_PAGES; page += 1) {
    const before = found[0]?.id
    const older = await api.readMessages({ conversation, ...(before === undefined ? {} : { before }) }, { signal })
    found.unshift(...older)
    const oldest = older[0]
    if (older.length < MESSAGES_A_PAGE || (oldest?.createdAtMs ?? 0) < sinceMs) break
  }
  return found
}

function askAbout(ref: FactsAsk['ref'], told: readonly Told[]): FactsAsk {
  const markers = told.flatMap(({ message }) => markerOf(message.contentAttributes) ?? [])
  return {
    ref,
    dedupes: told.map(({ inbound }) => inbound.dedupe),
    markers,
    messageIds: told.map(({ message }) => message.id),
  }
}

/** REST shows less of a contact than a webhook does: what was shown before is not forgotten for it. */
function withKnownContact(inbound: Inbound, { lane }: KnownFacts): Inbound {
  const known = lane?.seen
  const { contact } = inbound.seen
  if (!known?.contact || !contact || known.contact.id !== contact.id) return inbound
  const merged = {
    ...contact,
    identifier: contact.identifier ?? known.contact.identifier,
    sourceId: contact.sourceId ?? known.contact.sourceId,
    hmacVerified: contact.hmacVerified || known.contact.hmacVerified,
  }
  const seen: ConversationSeen = { ...inbound.seen, channel: known.channel, contact: merged }
  return { ...inbound, seen }
}
