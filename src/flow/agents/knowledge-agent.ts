import { Failure } from '../../base/failure.ts'
import type { Hit } from '../../domain/passage.ts'
import type { AgentOutput, AgentTurn, AgentWork } from './agent-turn.ts'
import { builtin } from './builtin/builtin.ts'
import { unlessAborted } from './tool-loop.ts'

const MOST_PASSAGES = 5
/** A text of fewer words hangs on what was said before ("e no sábado?"). */
const WORDS_OF_ITS_OWN = 4
/** Nothing is looked up for these. */
const SMALL_TALK: readonly string[] = ['greeting', 'thanks', 'human']

/** The shop's passages about what was asked. No model; an index that fails finds nothing, and the trace says so. */
export async function runKnowledge({ turn, agent, task, signal }: AgentWork): Promise<AgentOutput> {
  const { crew, input, ports, trace } = turn
  if (crew.collections.length === 0 || isSmallTalk(turn)) return { kind: 'passages', passages: [] }
  const startMs = trace.elapsedMs()
  const texts = queriesOf(turn)
  const request = { texts, collections: crew.collections, limit: MOST_PASSAGES }
  const step = { agent: agent.name, task: task.id, kind: 'search' as const, request }
  const search = (text: string) =>
    ports.search({ text, collections: crew.collections, limit: MOST_PASSAGES, atMs: input.nowMs })
  try {
    const passages = best(await unlessAborted(Promise.all(texts.map(search)), signal))
    trace.took(startMs, {
      ...step,
      response: passages.map(({ passage, score }) => ({ id: passage.id, score })),
      error: null,
    })
    return { kind: 'passages', passages }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    trace.took(startMs, { ...step, response: null, error: error.message })
    return { kind: 'passages', passages: [] }
  }
}

const isSmallTalk = ({ input, understanding }: AgentTurn): boolean =>
  input.text.trim() === '' || (SMALL_TALK.includes(understanding.intent) && understanding.confidence >= 0.6)

/** Each wish apart, in the customer's words; one short follow-up takes the words before along. */
function queriesOf({ input, understanding }: AgentTurn): readonly string[] {
  const texts = builtin.searchTexts(understanding, input.text)
  const [only = ''] = texts
  if (texts.length > 1 || only.split(/\s+/).length >= WORDS_OF_ITS_OWN) return texts
  const before = input.history.findLast(({ by }) => by === 'customer')?.text
  return before ? [only, `${only} ${before.slice(0, 200)}`] : texts
}

/** Every passage once, with its best score, best first. */
function best(found: readonly (readonly Hit[])[]): readonly Hit[] {
  const [only = []] = found
  if (found.length === 1) return only
  const byId = new Map<string, Hit>()
  for (const hit of found.flat()) {
    const known = byId.get(hit.passage.id)
    if (!known || hit.score > known.score) byId.set(hit.passage.id, hit)
  }
  return [...byId.values()].sort((a, b) => b.score - a.score).slice(0, MOST_PASSAGES + found.length)
}
