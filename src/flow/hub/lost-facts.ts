import type { KnownFacts } from '../../backends/store/store.ts'
import type { ChatwootConversation } from '../../chatwoot/conversation.ts'
import { markerOf } from '../../chatwoot/marker.ts'
import type { ChatwootMessage } from '../../chatwoot/message.ts'
import { inboundFromRest, type ReadBackContext } from '../../chatwoot/read-back.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { canBecome, type OutboxState } from '../../domain/outbox.ts'

export interface Reading {
  readonly conversation: ChatwootConversation
  /** Of the conversation, in any order. */
  readonly messages: readonly ChatwootMessage[]
  /** What was written before then is left alone, epoch ms. */
  readonly sinceMs: number
  /** What became of a message is known of those written since then; a button is pressed long after it was shown. */
  readonly outcomesSinceMs: number
}

/** What a reading says, in Chatwoot's order. */
export interface Told {
  readonly message: ChatwootMessage
  readonly inbound: Inbound
}

/** The facts that a reading tells, each under the name it would have had as a webhook. */
export function factsIn(
  { conversation, messages, sinceMs, outcomesSinceMs }: Reading,
  context: ReadBackContext,
): readonly Told[] {
  return [...messages]
    .sort((a, b) => a.id - b.id)
    .flatMap((message) => {
      const inbound = inboundFromRest(conversation, message, context)
      if (!inbound || message.createdAtMs === null) return []
      const isWord = inbound.event.kind === 'customer-message' || inbound.event.kind === 'human-spoke'
      return message.createdAtMs >= (isWord ? sinceMs : outcomesSinceMs) ? [{ message, inbound }] : []
    })
}

/**
 * Those of them that we never heard of and that still matter: customers' words that neither a human nor we answered
 * since, humans' words, what became of our own. Last the conversation's own state, when it is news and nothing else
 * carries it; null stands for a conversation without a word for us.
 */
export function lostFacts(told: readonly Told[], state: Inbound | null, known: KnownFacts): readonly Inbound[] {
  const lost = told
    .filter((each, at) => isNews(each, known) && !(isCustomers(each) && isAnswered(told.slice(at + 1), known)))
    .map(({ inbound }) => inbound)
  if (lost.length > 0 || state === null || known.lane === null) return lost
  return state.seen.updatedAtMs > known.lane.seen.updatedAtMs ? [state] : []
}

const isCustomers = ({ inbound: { event } }: Told): boolean =>
  event.kind === 'customer-message' || event.kind === 'customer-answered'

function isNews({ message, inbound }: Told, known: KnownFacts): boolean {
  const { event } = inbound
  // Of notes only those that speak to us (`/bot off`); told again they change nothing.
  if (event.kind === 'human-spoke') return event.isPrivate ? TO_US.test(event.text) : !known.humanWords.has(message.id)
  if (event.kind !== 'receipt') return !known.dedupes.has(inbound.dedupe)
  const state = stateOf(message, known)
  if (state === undefined) return false
  return canBecome(state, event.status === 'failed' ? 'failed' : 'confirmed')
}

const TO_US = /^\s*\/bot\b/i

const stateOf = ({ id, contentAttributes }: ChatwootMessage, { states }: KnownFacts): OutboxState | undefined =>
  states.get(markerOf(contentAttributes) ?? id) ?? states.get(id)

/**
 * Whether what came later answers it: a human's public word, or one of ours that this store does not know, which we
 * said in a life whose store is gone (a backup was restored). What this store knows of ours answered other messages.
 */
function isAnswered(later: readonly Told[], known: KnownFacts): boolean {
  return later.some(({ message, inbound: { event } }) => {
    if (message.isPrivate) return false
    if (event.kind === 'human-spoke') return true
    // While words of ours are on their way, one without a marker may be those.
    const isNobodyElses = !known.isSending || markerOf(message.contentAttributes) !== null
    return event.kind === 'receipt' && isNobodyElses && stateOf(message, known) === undefined
  })
}
