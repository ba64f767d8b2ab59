import type { FactsAsk, KnownFacts } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import type { ChatwootApi } from '../../chatwoot/api.ts'
import type { ChatwootConversation } from '../../chatwoot/conversation.ts'
import { markerOf } from '../../chatwoot/marker.ts'
import type { ChatwootMessage } from '../../chatwoot/message.ts'
import { inboundFromRest } from '../../chatwoot/read-back.ts'
import type { ConnectionId } from '../../domain/ids.ts'
import type { ConversationSeen, Inbound } from '../../domain/inbound.ts'
import { factsIn, lostFacts, type Reading, type Told } from './lost-facts.ts'
import { eachChanged } from './sweep-account-list.ts'

export type SweepApi = Pick<
  ChatwootApi,
  'canRead' | 'time' | 'listConversations' | 'readConversation' | 'readMessages' | 'inboxBot'
>

export interface AccountSweep {
  readonly connection: ConnectionId
  readonly account: number
  readonly api: SweepApi
  /** Conversations that changed since are looked at, Chatwoot's time. */
  readonly fromMs: number
  /** What was written before then is left alone, Chatwoot's time. */
  readonly sinceMs: number
  /** What became of messages written before then is left alone too. */
  readonly outcomesSinceMs: number
  /** What time it is at Chatwoot. */
  readonly chatwootMs: () => number
  /** What time it is here. */
  readonly now: () => number
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

/** Chatwoot's own number. */
const MESSAGES_A_PAGE = 20

/**
 * Looks through one account for what lost webhooks hid: one list call, and one more for each conversation of the crew
 * that changed since it was last looked at. Oldest change first. Returns how many facts were taken.
 * @throws {Failure} CHATWOOT_BUSY, CHATWOOT_UNAUTHORIZED, …: what was taken before is taken
 */
export async function sweepAccount(sweep: AccountSweep, swept: Swept, deps: AccountSweepDeps): Promise<number> {
  const crews = new Map<number, ChatwootConversation>()
  const shown = new Set<number>()
  let taken = 0
  await eachChanged(sweep, async (conversation) => {
    shown.add(conversation.id)
    crews.delete(conversation.id)
    if (swept.get(conversation.id) === conversation.seen.updatedAtMs) return
    if (conversation.inbox !== null && (await deps.isServed(sweep, conversation.inbox))) {
      if (isCrews(conversation)) return void crews.set(conversation.id, { ...conversation, lastMessage: {} })
      taken += await takeLost(sweep, { conversation, messages: [] }, deps)
    }
    swept.set(conversation.id, conversation.seen.updatedAtMs)
  })
  for (const id of swept.keys()) if (!shown.has(id)) swept.delete(id)
  return taken + (await readAll(sweep, crews, { ...deps, swept }))
}

/** Nobody answers, or nobody who is a Chatwoot: what is asked next would fare no better. */
export const isSilence = (error: unknown): boolean =>
  error instanceof Failure &&
  (error.code === 'CHATWOOT_ASTRAY' || (error.code === 'CHATWOOT_BUSY' && error.cause !== undefined))

/** A conversation that is its humans' has nothing for us but its state. */
export const isCrews = ({ seen }: ChatwootConversation): boolean =>
  seen.status === 'pending' && seen.assignee !== 'human'

/** One conversation that cannot be read does not keep the others from being read; it is tried again. */
async function readAll(
  sweep: AccountSweep,
  crews: ReadonlyMap<number, ChatwootConversation>,
  { swept, ...deps }: AccountSweepDeps & { readonly swept: Swept },
): Promise<number> {
  let taken = 0
  let failure: unknown = null
  for (const conversation of [...crews.values()].sort((a, b) => a.seen.updatedAtMs - b.seen.updatedAtMs)) {
    sweep.signal.throwIfAborted()
    try {
      const messages = await messagesBackTo(sweep, conversation.id, isBefore(sweep.sinceMs))
      taken += await takeLost(sweep, { conversation, messages }, deps)
      swept.set(conversation.id, conversation.seen.updatedAtMs)
    } catch (error) {
      if (!(error instanceof Failure) || isSilence(error)) throw error
      if (error.code !== 'CHATWOOT_GONE') failure ??= error
    }
  }
  if (failure !== null) throw failure
  return taken
}

interface Read {
  readonly conversation: ChatwootConversation
  readonly messages: readonly ChatwootMessage[]
}

async function takeLost(sweep: AccountSweep, read: Read, deps: AccountSweepDeps): Promise<number> {
  const { told, state, known } = await compared(sweep, { ...read, ...sinceOf(sweep) }, deps)
  const lost = lostFacts(told, state, known).map((inbound) => asFound(inbound, known, sweep))
  if (lost.length > 0) await deps.accept(lost)
  return lost.filter(({ event }) => event.kind !== 'conversation-changed').length
}

const sinceOf = ({ sinceMs, outcomesSinceMs }: AccountSweep) => ({ sinceMs, outcomesSinceMs })

/** What was read, beside what is known of it. */
export async function compared(
  { connection, account, now }: AccountSweep,
  { conversation, ...reading }: Reading,
  { facts }: Pick<AccountSweepDeps, 'facts'>,
): Promise<{ told: readonly Told[]; state: Inbound | null; known: KnownFacts }> {
  const context = { connection, account, receivedAtMs: now() }
  const told = factsIn({ conversation, ...reading }, context)
  const known = await facts(askAbout({ connection, account, conversation: conversation.id }, told))
  return { told, state: inboundFromRest(conversation, null, context), known }
}

const isBefore = (sinceMs: number) => (message: ChatwootMessage) => (message.createdAtMs ?? 0) < sinceMs

/** The last ones, and older ones until one is far enough back. */
export async function messagesBackTo(
  { api, signal }: AccountSweep,
  conversation: number,
  isFarEnough: (oldest: ChatwootMessage) => boolean,
): Promise<ChatwootMessage[]> {
  const found: ChatwootMessage[] = []
  for (;;) {
    const before = found[0]?.id
    const older = await api.readMessages({ conversation, ...(before === undefined ? {} : { before }) }, { signal })
    const oldest = older[0]
    if (!oldest || (before !== undefined && oldest.id >= before)) return found
    found.unshift(...older)
    if (older.length < MESSAGES_A_PAGE || isFarEnough(oldest)) return found
  }
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

/** How late it was found is Chatwoot's to say: our clock may be wrong, and its webhooks refused for that very reason. */
export function asFound(inbound: Inbound, known: KnownFacts, { chatwootMs }: AccountSweep): Inbound {
  const { event } = inbound
  const found = withKnownContact(inbound, known)
  if (event.kind !== 'customer-message') return found
  return { ...found, event: { ...event, lateMs: Math.max(0, Math.round(chatwootMs() - event.createdAtMs)) } }
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
