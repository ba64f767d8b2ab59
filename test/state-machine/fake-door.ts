import { Failure } from '../../src/base/failure.ts'
import { findMarker, findText } from '../../src/chatwoot/read-back.ts'
import type { Outcome as Answer, ChatwootDoor, Post } from '../../src/flow/reply/perform.ts'
import type { FakeChatwoot } from './fake-chatwoot.ts'
import type { Gates, How } from './gates.ts'
import type { Life, ManualTime } from './manual-time.ts'

export interface FakeDoorOptions {
  readonly chatwoot: FakeChatwoot
  readonly gates: Gates
  readonly life: Life
  readonly time: ManualTime
  readonly canReadBack: boolean
  readonly keepsMarkers: boolean
  /** Effects that Chatwoot commits later, by elapsed ms. */
  readonly later: { atMs: number; commit: () => void }[]
  /** A fault was met that may end with a human. */
  readonly onFault: (conversation: number, fault: string) => void
}

const busy = (): Failure => new Failure('CHATWOOT_BUSY', { status: 429 })
const revoked = (): Failure => new Failure('CHATWOOT_UNAUTHORIZED', { token: 'bot' })

/**
 * The outbox's door to the fake Chatwoot. A call first waits to arrive, then for its answer; what becomes of each is
 * said by how its gate is opened.
 */
export function fakeDoor(options: FakeDoorOptions): ChatwootDoor {
  const { canReadBack, keepsMarkers, chatwoot } = options
  const write = (conversation: number, effect: () => void) => doTwice(options, { conversation, effect })
  return {
    canReadBack,
    keepsMarkers: async () => keepsMarkers,
    post: (post) => postOnce(options, post),
    addLabels: ({ conversation, labels }) =>
      write(conversation, () => {
        for (const label of labels) chatwoot.at(conversation).labels.add(label)
      }),
    setStatus: async ({ conversation, status, isRepeat = false }) => {
      const look = (): Answer => ({ kind: 'sent', id: null, seen: chatwoot.look(chatwoot.at(conversation)) })
      const later = (failure: Failure): Answer => ({ kind: 'busy', failure })
      const before = isRepeat && canReadBack ? await read(options, 'look', look).catch(later) : null
      const isDone = before?.kind === 'sent' && before.seen?.status !== 'pending'
      if (before?.kind === 'busy' || isDone) return before as Answer
      const answer = await write(conversation, () => chatwoot.setStatus(chatwoot.at(conversation), status))
      return answer.kind === 'sent' && canReadBack ? read(options, 'look', look).catch(later) : answer
    },
    assign: ({ conversation }) => write(conversation, () => {}),
    setPriority: ({ conversation }) => write(conversation, () => {}),
    askRating: (ask) => postOnce(options, { ...ask, isPrivate: false, buttons: [], image: null }),
    find: ({ conversation, marker, text, afterId }) =>
      read(options, 'find', () => {
        const messages = chatwoot.messagesAfter(chatwoot.at(conversation), afterId ?? 0)
        const found = keepsMarkers ? findMarker(messages, marker) : findText(messages, { text, afterId: afterId ?? 0 })
        return found ? [{ id: found.id, failed: found.status === 'failed' ? 'failed' : null }] : []
      }),
    reach: ({ conversation }) => reach(options, conversation),
  }
}

/** Asked only where something could not be done or seen for long: a human may be called for that. */
function reach({ gates, life, chatwoot, onFault }: FakeDoorOptions, conversation: number): Promise<Answer> {
  return gates.pass(life, 'chatwoot:reach', async ({ outcome }): Promise<Answer> => {
    if (outcome !== 'ok' || chatwoot.isRevoked) return { kind: 'busy', failure: busy() }
    onFault(conversation, 'not to be seen or done for long')
    return { kind: 'sent', id: null }
  })
}

async function postOnce(options: FakeDoorOptions, post: Post): Promise<Answer> {
  const { chatwoot, gates, life, time, later } = options
  const beganMs = time.elapsedMs
  const commit = () => chatwoot.botPosts(chatwoot.at(post.conversation), post)
  const unknown: Answer = { kind: 'unknown', failure: new Failure('CHATWOOT_BUSY', { status: 0 }) }
  const arrive = async ({ outcome, lateMs }: How): Promise<Answer> => {
    if (outcome === 'busy') return { kind: 'busy', failure: busy() }
    if (chatwoot.isRevoked) return { kind: 'busy', failure: revoked() }
    if (outcome === 'refused') {
      options.onFault(post.conversation, 'refused')
      return { kind: 'refused', failure: new Failure('CHATWOOT_REFUSED', { status: 422, problem: 'no' }) }
    }
    if (outcome === 'ok' || outcome === 'lost') {
      const { id } = commit()
      return outcome === 'ok' ? { kind: 'sent', id } : unknown
    }
    options.onFault(post.conversation, outcome)
    if (outcome === 'late') later.push({ atMs: Math.max(beganMs + lateMs, time.elapsedMs + 1), commit })
    return unknown
  }
  const answer = await gates.pass(life, 'chatwoot:post', arrive)
  return gates.pass(life, 'chatwoot:answer', async ({ outcome }) => {
    const isLost = outcome === 'lost' || outcome === 'late' || outcome === 'never'
    if (isLost) options.onFault(post.conversation, 'lost')
    return isLost ? unknown : answer
  })
}

/** A call that says the same when it is said twice: whatever is not heard of is `busy`. */
async function doTwice(
  { gates, life, chatwoot }: FakeDoorOptions,
  { effect }: { conversation: number; effect: () => void },
): Promise<Answer> {
  return gates.pass(life, 'chatwoot:write', async ({ outcome }): Promise<Answer> => {
    if (outcome === 'busy' || outcome === 'never') return { kind: 'busy', failure: busy() }
    if (chatwoot.isRevoked) return { kind: 'busy', failure: revoked() }
    effect()
    return outcome === 'ok' || outcome === 'refused' ? { kind: 'sent', id: null } : { kind: 'busy', failure: busy() }
  })
}

function read<T>({ gates, life, chatwoot }: FakeDoorOptions, what: string, look: () => T): Promise<T> {
  return gates.pass(life, `chatwoot:${what}`, async ({ outcome }) => {
    if (chatwoot.isRevoked) throw revoked()
    if (outcome !== 'ok') throw busy()
    return look()
  })
}
