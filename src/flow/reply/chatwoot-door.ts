import { Failure } from '../../base/failure.ts'
import type { ChatwootApi, PostOutcome } from '../../chatwoot/api.ts'
import type { ChatwootMessage } from '../../chatwoot/message.ts'
import { findMarker, findText } from '../../chatwoot/read-back.ts'
import type { ChatwootDoor, Found, Outcome, Sought } from './perform.ts'

export interface DoorOptions {
  /** False for Chatwoot < 4.9, which drops `content_attributes` of what is posted. */
  readonly keepsMarkers?: boolean
}

/** The outbox's door to one account, over its REST API. */
export function chatwootDoor(api: ChatwootApi, { keepsMarkers = true }: DoorOptions = {}): ChatwootDoor {
  return {
    canReadBack: api.canRead,
    keepsMarkers,
    place: (signal) => api.place(signal),
    post: async (post, { signal }) => outcomeOf(await api.postMessage(post, { signal, hasPlace: true })),
    addLabels: ({ conversation, labels }, { signal }) =>
      attempt(() => api.setLabels({ conversation, add: labels }, { signal })),
    setStatus: (ask, { signal }) => setStatus(api, ask, signal),
    assign: (ask, { signal }) => attempt(() => api.assign(ask, { signal })),
    setPriority: (ask, { signal }) => attempt(() => api.priority(ask, { signal })),
    find: (sought, { signal }) => find(api, { ...sought, keepsMarkers }, signal),
  }
}

/**
 * A revoked token is no verdict on the message: it waits until somebody sets a new one. What cannot be posted because
 * its conversation was deleted is nobody's any more.
 */
function outcomeOf(outcome: PostOutcome): Outcome {
  if (outcome.kind !== 'refused') return outcome
  const { failure } = outcome
  if (failure.code === 'CHATWOOT_UNAUTHORIZED') return { kind: 'busy', failure }
  return { kind: failure.code === 'CHATWOOT_GONE' ? 'gone' : 'refused', failure }
}

/** Calls that say the same when they are said twice: whatever went wrong, they may be tried again. */
async function attempt(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    await call()
    return { kind: 'sent', id: null }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { kind: FINAL.has(failure.code) ? 'refused' : 'busy', failure }
  }
}

/** Of an assignment, a team that is gone is answered like a conversation that is. */
const FINAL: ReadonlySet<string> = new Set(['CHATWOOT_REFUSED', 'CHATWOOT_GONE'])

type StatusAsk = Parameters<ChatwootDoor['setStatus']>[0]

/**
 * Reads the conversation afterwards: its own webhook may be lost, and then nobody knew when it is given back. What can be
 * read only later is set again then.
 */
async function setStatus(api: ChatwootApi, ask: StatusAsk, signal: AbortSignal): Promise<Outcome> {
  const outcome = await attempt(() => api.toggleStatus(ask, { signal }))
  if (outcome.kind !== 'sent') return outcome
  try {
    const { seen } = await api.readConversation(ask.conversation, { signal, priority: 'reply' })
    return { ...outcome, seen }
  } catch (failure) {
    return failure instanceof Failure && failure.retry ? { kind: 'busy', failure } : outcome
  }
}

/** How many newer messages Chatwoot lists at once. */
const PAGE = 100
/** Pages looked through before giving up the look. */
const MAX_PAGES = 10

async function find(
  api: ChatwootApi,
  { conversation, afterId, marker, text, keepsMarkers }: Sought & { keepsMarkers: boolean },
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const messages: ChatwootMessage[] = []
  const options = { signal, priority: 'reply' } as const
  for (let after = afterId, page = 1; ; page += 1) {
    const listed = await api.readMessages(after === null ? { conversation } : { conversation, after }, options)
    messages.push(...listed)
    const last = listed.at(-1)
    if (after === null || listed.length < PAGE || !last) break
    // "Not found" would have it said twice.
    if (page === MAX_PAGES) throw new Failure('CHATWOOT_BUSY', { status: 200 })
    after = last.id
  }
  return (keepsMarkers ? withMarker(messages, marker) : withText(messages, text, afterId ?? 0)).map(foundOf)
}

function withMarker(messages: readonly ChatwootMessage[], marker: string): readonly ChatwootMessage[] {
  return [findMarker(messages, marker)].filter((message) => message !== null)
}

/** All that say it, for two of our rows may say the same. A text of nothing (an image alone) is never found. */
function withText(messages: readonly ChatwootMessage[], text: string, afterId: number): readonly ChatwootMessage[] {
  const found = text.trim() === '' ? null : findText(messages, { text, afterId })
  return found ? [found, ...withText(messages, text, found.id)] : []
}

function foundOf({ id, status, contentAttributes }: ChatwootMessage): Found {
  const error = contentAttributes.external_error
  return { id, failed: status === 'failed' ? (typeof error === 'string' ? error : 'failed') : null }
}
