import { Failure } from '../../base/failure.ts'
import type { ChatwootApi, PostOutcome } from '../../chatwoot/api.ts'
import type { ConversationSeen } from '../../domain/inbound.ts'
import type { Outcome } from './perform.ts'

/**
 * A token that is not taken is no verdict on the message: it waits until somebody sets a good one. What cannot be posted because
 * its conversation was deleted is nobody's any more.
 */
export function outcomeOf(outcome: PostOutcome): Outcome {
  if (outcome.kind !== 'refused') return outcome
  const { failure } = outcome
  if (DENIALS.has(failure.code)) return { kind: 'busy', failure }
  return { kind: failure.code === 'CHATWOOT_GONE' ? 'gone' : 'refused', failure }
}

const DENIALS: ReadonlySet<string> = new Set(['CHATWOOT_UNAUTHORIZED', 'CHATWOOT_FORBIDDEN'])

/** Calls that say the same when they are said twice: whatever went wrong, they may be tried again. */
export async function attempt(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    await call()
    return { kind: 'sent', id: null }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    if (failure.code === 'CHATWOOT_GONE') return { kind: 'gone', failure }
    return { kind: FINAL.has(failure.code) ? 'refused' : 'busy', failure }
  }
}

const FINAL: ReadonlySet<string> = new Set(['CHATWOOT_REFUSED', 'CHATWOOT_FORBIDDEN'])

/** The conversation, that it could not be read now, or that it may not be read or is gone. */
export type Look =
  | { readonly kind: 'seen'; readonly seen: ConversationSeen }
  | { readonly kind: 'busy'; readonly failure: Failure }
  | { readonly kind: 'unseen' }

export async function lookAt(api: ChatwootApi, conversation: number, signal: AbortSignal): Promise<Look> {
  try {
    const { seen } = await api.readConversation(conversation, { signal, priority: 'reply' })
    return { kind: 'seen', seen }
  } catch (failure) {
    return failure instanceof Failure && failure.retry ? { kind: 'busy', failure } : { kind: 'unseen' }
  }
}
