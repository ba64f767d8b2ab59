import type { Domain, DomainLeaf } from './client/odoo-client.ts'
import { isQuality, otherNames } from './synonyms.ts'
import { formsOf, wordsIn } from './words.ts'

/** One thing that is asked for. */
export interface Term {
  /** Folded. */
  readonly word: string
  /** The word as it may stand in a name: itself, its other number, its full size. Folded. */
  readonly forms: readonly string[]
  /** Other names of it, each as the forms of its words. */
  readonly others: readonly (readonly (readonly string[])[])[]
  /** It only says of what kind: a colour, a size, a measure. */
  readonly isQuality: boolean
}

const MOST_TERMS = 6

/** Words customers put around a product. Folded. */
const EMPTY_WORDS = new Set(
  `oi ola hola hello hi a as o os um uma uns umas de da do das dos com sem para pra pro pras pros por pelo pela em num numa no na nos nas e ou que qual quais tem voces vc vcs
  quero queria preciso gostaria comprar ver algum alguma el la los las una unos unas con sin para por en y de del hay
  tienen the an of for with and or do you have any some want i me one ones cor cores tipo tipos modelo modelos opcao opcoes color colors colour colours type types model models colores tipo modelos
  produto produtos product products producto productos`.split(/\s+/),
)

/** The words of `query` that can name a product; two words that are one name ("guarda-roupa") are one term. */
export function termsOf(query: string): readonly Term[] {
  const words = [...new Set(wordsIn(query).filter((word) => !EMPTY_WORDS.has(word)))].slice(0, MOST_TERMS)
  const terms: Term[] = []
  while (words.length > 0) {
    const [word = '', next] = words
    const pair = `${word} ${next}`
    const isPair = otherNames(pair).length > 0
    terms.push(isPair ? termOf(pair, otherNames(pair)) : termOf(word, namesOf(word)))
    words.splice(0, isPair ? 2 : 1)
  }
  return terms
}

const namesOf = (word: string): readonly string[] => {
  const form = formsOf(word).find((each) => otherNames(each).length > 0)
  const masculine = word.replace(/as?$/, 'o')
  return form === undefined ? otherNames(masculine) : otherNames(form)
}

const termOf = (word: string, names: readonly string[]): Term => {
  const parts = word.split(' ')
  const forms = parts.length === 1 ? formsOf(word) : []
  const own = parts.length === 1 ? [] : [parts.map(formsOf)]
  const others = [...own, ...names.map((name) => name.split(' ').map(formsOf))]
  return { word, forms, others, isQuality: parts.length === 1 && isQuality(forms) }
}

/**
 * A word as an `ilike` pattern that finds it with and without accents (Odoo folds them only where the host set that
 * up), in both genders, and a measure however it is written.
 */
export function pattern(form: string): string {
  const measure = /^(\d+)(?:\.(\d+))?(\p{L}+)$/u.exec(form)
  if (measure) return `${measure[1]}${measure[2] ? `_${measure[2]}` : ''}%${measure[3]}`
  const stem = form.length > 4 ? form.replace(/[aeo]$/, '') : form
  return stem.replace(/[aeioucn]/g, '_')
}

/** How far a search goes from the customer's own words. */
export type Reach = 'own' | 'others'

/** All of `terms`, or any of them, in one of `fields`. */
export function searchDomain(
  terms: readonly Term[],
  fields: readonly string[],
  { mode, reach }: { mode: 'all' | 'any'; reach: Reach },
): Domain {
  const anywhere = (form: string) => fields.map((field): DomainLeaf[] => [[field, 'ilike', pattern(form)]])
  const each = terms.map(({ forms, others }) => {
    // Of a name of several words the longest is looked for; the others are checked on what comes back.
    const names = others.map((words) => words.toSorted((a, b) => longest(b) - longest(a))[0] ?? [])
    const wanted = reach === 'others' || forms.length === 0 ? [...forms, ...names.flat()] : forms
    return joined('|', [...new Set(wanted)].flatMap(anywhere))
  })
  return joined(mode === 'all' ? '&' : '|', each)
}

const longest = (forms: readonly string[]): number => forms[0]?.length ?? 0

export const joined = (operator: '&' | '|', parts: readonly Domain[]): Domain => [
  ...parts.slice(1).map(() => operator),
  ...parts.flat(),
]
