import type { OdooRecord } from './client/odoo-client.ts'
import type { Reach, Term } from './search-terms.ts'
import { formsOf, root, wordsIn } from './words.ts'

/** How well a product is what was asked for. */
export interface Fit {
  /** None of the terms is missing. */
  readonly isWhole: boolean
  /**
   * The weakest place a term was found in: 3 the name or code, 2 the category, 1 only the description, which mentions
   * much that a product is not ("sem perfume").
   */
  readonly place: number
  /** The thing itself is among them, and not only its colour. */
  readonly isThing: boolean
  readonly score: number
}

const PLACES = [3, 2, 1] as const

/** What was asked for. */
export interface Ask {
  readonly terms: readonly Term[]
  /** Those of them that name the thing itself. */
  readonly things: readonly Term[]
  /** Whether other names of a thing count. */
  readonly reach: Reach
}

export function fitOf(record: OdooRecord, { terms, things, reach }: Ask): Fit {
  const texts = [record.display_name, labelOf(record.categ_id), record.description_sale || ''].map((text) =>
    readable(String(text)),
  )
  const found = terms.map((term) => {
    const values = texts.map((text) => valueIn(text, term, reach))
    const at = values.findIndex((value) => value > 0)
    return { term, place: PLACES[at] ?? 0, value: values[at] ?? 0 }
  })
  const [first] = wordsIn(String(record.display_name).replace(/^\[[^\]]*\]\s*/, ''))
  const opens = first !== undefined && terms.some((term) => valueIn(readable(first), term, reach) > 0)
  return {
    isWhole: found.every(({ place }) => place > 0),
    place: Math.min(...found.map(({ place }) => place)),
    isThing: things.some((thing) => found.some(({ term, place }) => term === thing && place > 1)),
    score: found.reduce((sum, { place, value }) => sum + place * value, opens ? 1 : 0),
  }
}

interface Readable {
  readonly words: ReadonlySet<string>
  readonly roots: ReadonlySet<string>
}

function readable(text: string): Readable {
  const words = wordsIn(text)
  return { words: new Set(words), roots: new Set(words.flatMap((word) => formsOf(word).map(root))) }
}

/** 0–1: the very word, its other gender, its beginning, another name of it. */
function valueIn(text: Readable, { forms, others }: Term, reach: Reach): number {
  if (forms.some((form) => text.words.has(form))) return 1
  const roots = forms.map(root)
  if (roots.some((each) => text.roots.has(each))) return 0.95
  if (roots.some((each) => each.length > 4 && [...text.words].some((word) => word.startsWith(each)))) return 0.8
  if (reach === 'own' && forms.length > 0) return 0
  const isNamed = others.some((words) => words.every((word) => word.some((form) => text.roots.has(root(form)))))
  return isNamed ? 0.7 : 0
}

const labelOf = (many2one: unknown): string => (Array.isArray(many2one) ? String(many2one[1]) : '')
