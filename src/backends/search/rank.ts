import type { Hit, Passage } from '../../domain/passage.ts'
import type { Concept } from './analyse.ts'

/** A passage the index offers, with its analysed fields; alternatives of the question are parted by `|`. */
export interface Candidate {
  readonly passage: Passage
  readonly question: string
  readonly title: string
  readonly text: string
}

/** What is known of the tenant's passages: how many there are, and how many hold a term. */
export interface Frequencies {
  readonly passages: number
  readonly passagesWith: ReadonlyMap<string, number>
}

/** How much a concept counts as met, by where it is found. */
const FIELD = { question: 1, title: 0.85, text: 0.75 }

/**
 * Scores candidates, best first. A score says how much of what was asked, weighted by how telling each word is for this tenant,
 * the passage speaks of (coverage), and how much of the passage's own question that is (focus). bm25 has no upper bound and
 * cannot be a threshold; both of these are shares.
 */
export function rank(concepts: readonly Concept[], candidates: readonly Candidate[], known: Frequencies): Hit[] {
  const asked = concepts.map((concept) => ({ terms: concept.terms, weight: weightOf(concept, known) }))
  return candidates
    .map((candidate) => ({ passage: candidate.passage, score: scoreOf(candidate, asked, known) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1))
}

interface Asked {
  readonly terms: ReadonlyMap<string, number>
  readonly weight: number
}

function scoreOf(candidate: Candidate, asked: readonly Asked[], known: Frequencies): number {
  const alternatives = candidate.question ? candidate.question.split('|') : [candidate.title]
  const rest = new Set([...termsOf(candidate.title)].map((term) => [term, FIELD.title] as const))
  const fields = new Map<string, number>()
  for (const term of termsOf(candidate.text)) fields.set(term, FIELD.text)
  for (const [term, value] of rest) fields.set(term, value)
  for (const term of alternatives.flatMap((alternative) => [...termsOf(alternative)])) fields.set(term, FIELD.question)
  const total = asked.reduce((sum, { weight }) => sum + weight, 0)
  const met = asked.reduce((sum, { terms, weight }) => sum + weight * best(terms, fields), 0)
  const focus = Math.max(...alternatives.map((alternative) => focusOf(termsOf(alternative), asked, known)))
  return calibrated(met / total, focus)
}

function focusOf(own: ReadonlySet<string>, asked: readonly Asked[], known: Frequencies): number {
  const weights = new Map([...own].map((term) => [term, inverse(known.passagesWith.get(term) ?? 1, known.passages)]))
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  let met = 0
  for (const [term, weight] of weights) met += weight * Math.max(0, ...asked.map(({ terms }) => terms.get(term) ?? 0))
  return total > 0 ? met / total : 0
}

const calibrated = (coverage: number, focus: number): number => coverage * (0.7 + 0.3 * focus)

function best(terms: ReadonlyMap<string, number>, fields: ReadonlyMap<string, number>): number {
  let found = 0
  for (const [term, weight] of terms) found = Math.max(found, weight * (fields.get(term) ?? 0))
  return found
}

/** A concept nobody wrote about weighs most: what is asked for is then not here. */
function weightOf(concept: Concept, known: Frequencies): number {
  const counts = [...concept.terms.keys()].map((term) => known.passagesWith.get(term) ?? 0)
  return inverse(Math.max(...counts), known.passages)
}

const inverse = (found: number, passages: number): number => Math.log(1 + (passages - found + 0.5) / (found + 0.5))

const termsOf = (field: string): ReadonlySet<string> => new Set(field.split(' ').filter(Boolean))
