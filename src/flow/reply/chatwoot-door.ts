import { Failure } from '../../base/failure.ts'
import type { ChatwootApi } from '../../chatwoot/api.ts'
import { markerOf } from '../../chatwoot/marker.ts'
import type { ChatwootMessage } from '../../chatwoot/message.ts'
import { findMarker, findText } from '../../chatwoot/read-back.ts'
import type { ConversationSeen } from '../../domain/inbound.ts'
import { askRating } from './ask-rating.ts'
import { attempt, lookAt, outcomeOf } from './outcome.ts'
import type { ChatwootDoor, Found, Outcome, Sought, StatusAsk } from './perform.ts'

/** The outbox's door to one account, over its REST API. */
export function chatwootDoor(api: ChatwootApi): ChatwootDoor {
  return {
    canReadBack: api.canRead,
    keepsMarkers: ({ signal }) => api.keepsMarkers({ signal, priority: 'reply' }),
    place: (signal) => api.place(signal),
    post: async (post, { signal }) => outcomeOf(await api.postMessage(post, { signal, hasPlace: true })),
    addLabels: ({ conversation, labels }, { signal }) =>
      attempt(() => api.setLabels({ conversation, add: labels }, { signal })),
    setStatus: (ask, { signal }) => setStatus(api, ask, signal),
    assign: (ask, { signal }) => assign(api, ask, signal),
    setPriority: (ask, { signal }) => attempt(() => api.priority(ask, { signal })),
    askRating: (ask, { signal }) => askRating(api, ask, signal),
    find: (sought, { signal }) => find(api, sought, signal),
    // Nobody types, so that nothing shows.
    reach: ({ conversation }, { signal }) =>
      attempt(() => api.toggleTyping({ conversation, isTyping: false }, { signal })),
  }
}

/** A team that is gone is answered like a conversation that is: the conversation is not given up for it. */
async function assign(
  api: ChatwootApi,
  ask: Parameters<ChatwootDoor['assign']>[0],
  signal: AbortSignal,
): Promise<Outcome> {
  const look = ask.isRepeat ? await lookAt(api, ask.conversation, signal) : null
  if (look?.kind === 'busy') return look
  if (look?.kind === 'seen' && look.seen.assignee === 'human') return { kind: 'moot', why: 'a human has it already' }
  const outcome = await attempt(() => api.assign(ask, { signal }))
  return outcome.kind === 'gone' ? { ...outcome, kind: 'refused' } : outcome
}

/**
 * Reads the conversation afterwards: its own webhook may be lost, and then nobody knew when it is given back. What can be
 * read only later is set again then, unless it was left by then: who was called has come. Of many that the stop button
 * opens at once the opening is all there is time for.
 */
async function setStatus(api: ChatwootApi, ask: StatusAsk, signal: AbortSignal): Promise<Outcome> {
  const before = ask.isRepeat ? await lookAt(api, ask.conversation, signal) : null
  if (before?.kind === 'busy' && !ask.isUnseen) return before
  if (before?.kind === 'seen' && isDone(ask.status, before.seen)) return { kind: 'sent', id: null, seen: before.seen }
  const outcome = await attempt(() => api.toggleStatus(ask, { signal }))
  if (outcome.kind !== 'sent' || ask.isOneOfMany) return outcome
  const after = await lookAt(api, ask.conversation, signal)
  if (after.kind === 'busy' && !ask.isUnseen) return after
  return after.kind === 'seen' ? { ...outcome, seen: after.seen } : outcome
}

/** A conversation is opened so that it is not left pending; what people made of it then is not undone. */
const isDone = (wanted: StatusAsk['status'], { status }: ConversationSeen): boolean =>
  wanted === 'open' ? status !== 'pending' : status === wanted

/** How many newer messages Chatwoot lists at once. */
const PAGE = 100
/** Pages looked through before giving up the look. */
const MAX_PAGES = 10

async function find(
  api: ChatwootApi,
  { conversation, afterId, marker, text }: Sought,
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
  const marked = findMarker(messages, marker)
  return (marked ? [marked] : withText(messages.filter(isUnmarked), text, afterId ?? 0)).map(foundOf)
}

/** Posted to a Chatwoot that drops markers, whatever it says of its version; or not by us. */
const isUnmarked = ({ contentAttributes }: ChatwootMessage): boolean => markerOf(contentAttributes) === null

/** All that say it, for two of our rows may say the same. A text of nothing (an image alone) is never found. */
function withText(messages: readonly ChatwootMessage[], text: string, afterId: number): readonly ChatwootMessage[] {
  const found = text.trim() === '' ? null : findText(messages, { text, afterId })
  return found ? [found, ...withText(messages, text, found.id)] : []
}

function foundOf({ id, status, contentAttributes }: ChatwootMessage): Found {
  const error = contentAttributes.external_error
  return { id, failed: status === 'failed' ? (typeof error === 'string' ? error : 'failed') : null }
}
