import type { TurnView } from '../../../src/wire/turn-view.ts'
import { type ClaimKind, factsOf, findClaims } from './claims.ts'

/** Where a fact comes from: the n-th passage, or the n-th tool call, of the turn. */
export interface Source {
  readonly kind: 'passage' | 'tool'
  readonly index: number
}

/** A stretch of the reply; `claim` when it states a fact, with the sources that also state it (none: shown as such). */
export interface Segment {
  readonly text: string
  readonly claim: { readonly kind: ClaimKind; readonly sources: readonly Source[] } | null
}

type Grounds = Pick<TurnView, 'passages' | 'tools'>

/** The reply cut into segments whose texts, joined, are the reply. */
export function evidenceOf(reply: string, grounds: Grounds): Segment[] {
  const sources = readSources(grounds)
  const segments: Segment[] = []
  let at = 0
  for (const claim of findClaims(reply)) {
    if (claim.start > at) segments.push({ text: reply.slice(at, claim.start), claim: null })
    const backing = sources.filter(({ facts }) => states(facts, claim.key)).map(({ source }) => source)
    segments.push({ text: reply.slice(claim.start, claim.end), claim: { kind: claim.kind, sources: backing } })
    at = claim.end
  }
  if (at < reply.length) segments.push({ text: reply.slice(at), claim: null })
  return segments
}

/** Indexes of the passages the reply rests on: a step names them, or the reply says mostly the same words. */
export function usedPassages(turn: Pick<TurnView, 'passages' | 'steps' | 'reply'>): Set<number> {
  const composed = turn.steps.filter(({ kind }) => kind === 'compose' || kind === 'check')
  const written = JSON.stringify(composed.map(({ response }) => response) ?? '')
  const reply = wordPairs(turn.reply.join('\n'))
  const used = turn.passages.flatMap((passage, index) => {
    const isNamed = passage.id !== '' && written.includes(passage.id)
    return isNamed || overlap(wordPairs(passage.text), reply) >= USED_OVERLAP ? [index] : []
  })
  return new Set(used)
}

/** Share of a passage's or the reply's word pairs (whichever has fewer) that the other has too. */
const USED_OVERLAP = 0.4
/** Below this a reply is too short to say it repeats anything. */
const FEWEST_PAIRS = 4

function readSources({ passages, tools }: Grounds): { source: Source; facts: Set<string> }[] {
  return [
    ...tools.map(({ data }, index) => ({ source: { kind: 'tool', index } as const, facts: factsOf(data) })),
    ...passages.map(({ text, titles }, index) => ({
      source: { kind: 'passage', index } as const,
      facts: factsOf([text, ...titles]),
    })),
  ]
}

function states(facts: ReadonlySet<string>, key: string): boolean {
  if (facts.has(key)) return true
  const digits = /^(?:price|percent|amount):([\d.]+)/.exec(key)?.[1]
  return digits !== undefined && facts.has(`number:${digits}`)
}

function wordPairs(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`))
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const fewer = Math.min(a.size, b.size)
  return fewer < FEWEST_PAIRS ? 0 : [...a].filter((pair) => b.has(pair)).length / fewer
}
