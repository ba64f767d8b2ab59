import type { Domain, DomainLeaf } from './client/odoo-client.ts'

/** What is asked for, one word each, folded. */
export interface Term {
  readonly word: string
  /** The word as it may stand in a name: itself, its singular, its plural. Folded. */
  readonly forms: readonly string[]
}

const MOST_TERMS = 6

/** Words customers put around a product. Folded. */
const EMPTY_WORDS = new Set(
  `oi ola hola hello hi a as o os um uma uns umas de da do das dos com sem para pra por em no na nos nas e ou que qual quais tem voces vc vcs
  quero queria preciso gostaria comprar ver algum alguma el la los las una unos unas con sin para por en y de del hay
  tienen the an of for with and or do you have any some want i me`.split(/\s+/),
)

/** Lower case, no accents. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The words of `query` that can name a product; all of them when none can. */
export function termsOf(query: string): readonly Term[] {
  const words = fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const telling = words.filter((word) => !EMPTY_WORDS.has(word))
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, MOST_TERMS).map((word) => ({
    word,
    forms: formsOf(word),
  }))
}

/** Portuguese (and most Spanish) number: what a folded ending becomes in the other number. */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(oes|aes)$/, ['ao']],
  [/ao$/, ['oes', 'aes']],
  [/ns$/, ['m']],
  [/m$/, ['ns']],
  [/ais$/, ['al']],
  [/eis$/, ['el', 'il']],
  [/ois$/, ['ol']],
  [/([aeo])l$/, ['$1is']],
  [/([rz])es$/, ['$1']],
  [/s$/, ['']],
]

function formsOf(word: string): readonly string[] {
  const others =
    word.length < 4
      ? []
      : ENDINGS.filter(([ending]) => ending.test(word)).flatMap(([ending, into]) =>
          into.map((end) => word.replace(ending, end)),
        )
  // A search is for a part of a word: a form that begins with another one finds nothing more.
  const forms = [...new Set([word, ...others])]
  return forms.filter((form) => !forms.some((other) => other !== form && form.startsWith(other)))
}

/** A word as an `ilike` pattern that finds it with and without accents: Odoo folds them only where the host set that up. */
export const accentless = (form: string): string => form.replace(/[aeioucn]/g, '_')

/** All terms, or any of them, in one of `fields`. */
export function searchDomain(terms: readonly Term[], fields: readonly string[], mode: 'all' | 'any'): Domain {
  const each = terms.map(({ forms }) =>
    joined(
      '|',
      forms.flatMap((form) => fields.map((field): DomainLeaf[] => [[field, 'ilike', accentless(form)]])),
    ),
  )
  return joined(mode === 'all' ? '&' : '|', each)
}

const joined = (operator: '&' | '|', parts: readonly Domain[]): Domain => [
  ...parts.slice(1).map(() => operator),
  ...parts.flat(),
]

/** How well `terms` stand in `text` (folded): 1 for each that begins a word of it, less for one inside a word. */
export const matched = (terms: readonly Term[], text: string): number =>
  terms.reduce((sum, term) => sum + share(term, text), 0)

export const hasAll = (terms: readonly Term[], text: string): boolean => terms.every((term) => share(term, text) > 0)

function share({ forms }: Term, text: string): number {
  if (forms.some((form) => new RegExp(`(?<![\\p{L}\\p{N}])${form}`, 'u').test(text))) return 1
  return forms.some((form) => text.includes(form)) ? 0.6 : 0
}
