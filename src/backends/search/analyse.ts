import { fold } from './fold.ts'
import { PLACE, REGIONS } from './places.ts'
import { GREETINGS, HINTS, PHRASES, SAME_WORD, SYNONYMS } from './shop-talk.ts'
import { stem } from './stem.ts'
import { STOP_WORDS } from './stop-words.ts'

/** Raise it whenever a text may now give other terms: an index made by another version is built anew. */
export const ANALYSER_VERSION = 1

/** One thing a query asks for, and every index term that stands for it, with how well (0–1). The first is the customer's own. */
export interface Concept {
  readonly terms: ReadonlyMap<string, number>
}

const MAX_QUERY_CHARACTERS = 4_000
const MAX_CONCEPTS = 32
const MAX_SENTENCES = 8

/**
 * The index terms of a Portuguese, Spanish or English text, in order and with repeats: folded, without stop words, stemmed.
 * E-mails stay whole; numbers and codes lose their punctuation ("30130-010" → "30130010"); a place of
 * several words is one term. A term holds letters, digits, @ . _ + - only.
 */
export function analyse(text: string): string[] {
  return tokens(text)
    .filter((token) => !STOP_WORDS.has(token))
    .map(stem)
}

/**
 * What a customer's message asks: the whole of it, then each sentence alone where there are several, since one of them may be the
 * question and the others its story. Words of one meaning make one concept; synonyms weigh less than the customer's own words.
 */
export function analyseQuery(text: string): readonly (readonly Concept[])[] {
  const heard = fold(text.slice(0, MAX_QUERY_CHARACTERS)).replace(GREETINGS, ' ')
  const sentences = heard.split(/[.!?;\n]+(?=\s|$)/).slice(0, MAX_SENTENCES)
  const asked = [heard, ...(sentences.length > 1 ? sentences : [])].map(conceptsOf)
  return asked.filter((concepts) => concepts.length > 0)
}

function conceptsOf(heard: string): Concept[] {
  const { places, rest } = placesIn(heard)
  const byMeaning = new Map<string, Map<string, number>>()
  for (const term of new Set([...analyse(rest), ...phraseTerms(rest)])) {
    const meaning = MEANINGS.get(term)
    const key = meaning?.key ?? term
    if (!byMeaning.has(key) && byMeaning.size === MAX_CONCEPTS) break
    const terms = byMeaning.get(key) ?? new Map<string, number>()
    terms.set(term, 1)
    for (const other of meaning?.terms ?? []) keepBest(terms, other, SYNONYM_WEIGHT)
    for (const [other, weight] of HINTED.get(term) ?? []) keepBest(terms, other, weight)
    byMeaning.set(key, terms)
  }
  return [...[...byMeaning.values()].map((terms) => ({ terms })), ...places]
}

function placesIn(heard: string): { places: Concept[]; rest: string } {
  const places: Concept[] = []
  const rest = heard.replace(PLACE, (place) => {
    const own = analyse(place).map((term) => [term, 1] as const)
    const region = REGIONS.get(place) ?? ''
    places.push({ terms: new Map([...own, [stem(region), 0.9], [stem('regioes'), 0.5], [stem('cidade'), 0.4]]) })
    return ' '
  })
  return { places: places.slice(0, MAX_CONCEPTS), rest }
}

const SYNONYM_WEIGHT = 0.85
const TOKEN =
  /[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+|r\$|\d+(?:[.,/:-]\d+)*|(?<=\d)(?:kg|g|mg|ml|l|cm|mm|m|x|h|hrs?|min)(?![\p{L}])|[\p{L}\p{N}]+/gu

function tokens(text: string): string[] {
  const folded = fold(text)
    .replace(PLACE, (place) => place.replaceAll(' ', ''))
    .replace(/\b(\d{1,2})\s?(?:h|:)(\d{2})\b/g, '$1h$2')
  return [...folded.matchAll(TOKEN)].flatMap(([token]) => canonical(token))
}

function canonical(token: string): readonly string[] {
  if (token.includes('@')) return [token.replace(/^[._+-]+/, '')]
  if (/^\d/.test(token)) return [token.replace(/[.,/:-]/g, '')]
  const word = token.replace(/(\p{L})\1{2,}/gu, '$1')
  return SAME_WORD.get(word) ?? [word]
}

function phraseTerms(folded: string): string[] {
  return PHRASES.flatMap(([phrase, words]) => (phrase.test(folded) ? analyse(words) : []))
}

function keepBest(terms: Map<string, number>, term: string, weight: number): void {
  terms.set(term, Math.max(weight, terms.get(term) ?? 0))
}

const MEANINGS = new Map(
  SYNONYMS.flatMap((words) => {
    const terms = [...new Set(analyse(words))]
    return terms.map((term) => [term, { key: `=${terms[0]}`, terms }] as const)
  }),
)

const HINTED = new Map(
  HINTS.flatMap(([from, to, weight]) =>
    analyse(from).map((term) => [term, analyse(to).map((other) => [other, weight] as const)] as const),
  ),
)
