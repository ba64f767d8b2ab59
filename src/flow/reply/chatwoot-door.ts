import { Failure } from '../../base/failure.ts'
import type { ChatwootApi, PostOutcome } from '../../chatwoot/api.ts'
import { findMarker } from '../../chatwoot/read-back.ts'
import type { ChatwootDoor, Outcome } from './perform.ts'

/** The outbox's door to one account, over its REST API. */
export function chatwootDoor(api: ChatwootApi): ChatwootDoor {
  return {
    canReadBack: api.canRead,
    post: async (post, { signal }) => outcomeOf(await api.postMessage(post, { signal })),
    addLabels: ({ conversation, labels }, { signal }) =>
      attempt(() => api.setLabels({ conversation, add: labels }, { signal })),
    setStatus: (ask, { signal }) => attempt(() => api.toggleStatus(ask, { signal })),
    assign: (ask, { signal }) => attempt(() => api.assign(ask, { signal })),
    setPriority: (ask, { signal }) => attempt(() => api.priority(ask, { signal })),
    async findMarker({ conversation, marker }, { signal }) {
      const messages = await api.readMessages({ conversation }, { signal, priority: 'reply' })
      return findMarker(messages, marker)?.id ?? null
    },
  }
}

/** A revoked token is no verdict on the message: it waits until somebody sets a new one. */
function outcomeOf(outcome: PostOutcome): Outcome {
  if (outcome.kind === 'refused' && outcome.failure.code === 'CHATWOOT_UNAUTHORIZED')
    return { ...outcome, kind: 'busy' }
  return outcome
}

/** Calls that say the same when they are said twice: whatever went wrong, they may be tried again. */
async function attempt(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    await call()
    return { kind: 'sent', id: null }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { kind: failure.code === 'CHATWOOT_REFUSED' ? 'refused' : 'busy', failure }
  }
}
