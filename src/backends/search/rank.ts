import type { Hit, Passage } from '../../domain/passage.ts'
import type { Concept } from './analyse.ts'
import { ANSWERS } from './search.ts'

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

/** A sentence alone may have lost what the others say. */
const SENTENCE = 0.95
/** From this weight on, a term stands for the concept itself and not for something near it. */
const SAME_MEANING = 0.8
/** A word that is nowhere weighs this much of the rarest word there could be: half of them only tell the customer's story. */
const UNKNOWN = 0.85
/** Puts the line between answers and the rest, 0.45 on the demo shops' tuned questions, at `ANSWERS`. */
const SPREAD = Math.log(ANSWERS) / Math.log(0.45)

/** How much a concept counts as met, by where it is found. */
const FIELD = { question: 1, title: 0.85, text: 0.75 }

/**
 * Scores candidates, best first, each by the one of `questions` (a message and its sentences) it answers best. A score says how much
 * of what was asked, weighted by how telling each word is for this tenant, the passage speaks of (coverage), and how much of the
 * passage's own question that is (focus). Both are shares: bm25 has no upper bound and cannot be a threshold.
 */
export function rank(
  questions: readonly (readonly Concept[])[],
  candidates: readonly Candidate[],
  known: Frequencies,
): Hit[] {
  const asked = questions.map((concepts) => concepts.map(({ terms }) => ({ terms, weight: weightOf(terms, known) })))
  const wanted = new Set(questions.flat().flatMap(({ terms }) => [...terms.keys()]))
  return candidates
    .map((candidate) => ({ passage: candidate.passage, score: scoreOf(readingsOf(candidate, wanted), asked, known) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1))
}

interface Asked {
  readonly terms: ReadonlyMap<string, number>
  readonly weight: number
}

/** One wording of a passage's question, and how much each wanted term counts when the passage is read under it. */
interface Reading {
  readonly wording: ReadonlySet<string>
  readonly values: ReadonlyMap<string, number>
}

function readingsOf({ question, title, text }: Candidate, wanted: ReadonlySet<string>): Reading[] {
  const elsewhere = new Map<string, number>()
  for (const term of text.split(' ')) if (wanted.has(term)) elsewhere.set(term, FIELD.text)
  for (const term of `${title} ${question}`.split(/[ |]/)) if (wanted.has(term)) elsewhere.set(term, FIELD.title)
  return question.split('|').map((each) => {
    const wording = termsOf(each)
    const values = new Map(elsewhere)
    for (const term of wording) if (wanted.has(term)) values.set(term, FIELD.question)
    return { wording, values }
  })
}

function scoreOf(readings: readonly Reading[], questions: readonly (readonly Asked[])[], known: Frequencies): number {
  const scores = questions.flatMap((asked, at) => {
    const total = asked.reduce((sum, { weight }) => sum + weight, 0)
    return readings.map(({ wording, values }) => {
      const met = asked.reduce((sum, { terms, weight }) => sum + weight * best(terms, values), 0)
      return calibrated(met / total, focusOf(wording, asked, known)) * (at === 0 ? 1 : SENTENCE)
    })
  })
  return Math.max(...scores)
}

/** The share of a wording that was asked. A word of it that was not counts as a telling one: it is another question then. */
function focusOf(wording: ReadonlySet<string>, asked: readonly Asked[], known: Frequencies): number {
  let met = 0
  let total = 0
  for (const term of wording) {
    const weight = inverse(known.passagesWith.get(term) ?? 1, known.passages)
    total += weight
    met += weight * asked.reduce((most, { terms }) => Math.max(most, terms.get(term) ?? 0), 0)
  }
  return total > 0 ? met / total : 0
}

const calibrated = (coverage: number, focus: number): number => (coverage * (0.7 + 0.3 * focus)) ** SPREAD

function best(terms: ReadonlyMap<string, number>, fields: ReadonlyMap<string, number>): number {
  let found = 0
  for (const [term, weight] of terms) found = Math.max(found, weight * (fields.get(term) ?? 0))
  return found
}

/** By the commonest of the words that mean the same. What nobody wrote about weighs most: then it is not here. */
function weightOf(terms: Concept['terms'], known: Frequencies): number {
  const same = [...terms]
    .filter(([, weight]) => weight >= SAME_MEANING)
    .map(([term]) => known.passagesWith.get(term) ?? 0)
  const found = Math.max(...same)
  return found === 0 ? UNKNOWN * inverse(0, known.passages) : inverse(found, known.passages)
}

const inverse = (found: number, passages: number): number => Math.log(1 + (passages - found + 0.5) / (found + 0.5))

const termsOf = (field: string): ReadonlySet<string> => new Set(field.split(' ').filter(Boolean))
