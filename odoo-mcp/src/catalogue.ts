import type { CallOptions, OdooClient } from './client/odoo-client.ts'
import type { Term } from './search-terms.ts'
import { formsOf, root, wordsIn } from './words.ts'

/** What is known of a whole catalogue without asking again. */
export interface Overview {
  /** The outermost names of its categories, those with most products first. */
  readonly categories: readonly string[]
  /** Every word of a name or a category. Folded. */
  readonly words: ReadonlySet<string>
}

/** More tells no more of what kinds of things a shop sells. */
const MOST_PRODUCTS = 1_000
const KEPT_MS = 600_000
/** Odoo's own first category, in which shops that use none have everything. */
const NO_CATEGORY = /^(all|todos|todo|all products|todos os produtos|saleable|vendável|vendible)$/i

/** One shop's catalogue seen from afar: asked for once in ten minutes, and only when a search finds nothing. */
export class Catalogue {
  readonly #odoo: OdooClient
  readonly #now: () => number
  readonly #kept = new Map<string, { readonly overview: Promise<Overview>; readonly untilMs: number }>()

  constructor(odoo: OdooClient, now: () => number = Date.now) {
    this.#odoo = odoo
    this.#now = now
  }

  overview({ language, signal }: CallOptions): Promise<Overview> {
    const key = language ?? ''
    const kept = this.#kept.get(key)
    if (kept && kept.untilMs > this.#now()) return kept.overview
    const overview = this.#read({ language, signal })
    this.#kept.set(key, { overview, untilMs: this.#now() + KEPT_MS })
    overview.catch(() => this.#kept.delete(key))
    return overview
  }

  async #read(options: CallOptions): Promise<Overview> {
    const query = { domain: [['sale_ok', '=', true]] as const, fields: ['name', 'categ_id'], limit: MOST_PRODUCTS }
    const records = await this.#odoo.searchRead('product.product', query, options)
    const labels = records.map(({ categ_id }) => (Array.isArray(categ_id) ? String(categ_id[1]) : ''))
    const counts = new Map<string, number>()
    for (const label of labels) {
      const name = label.split(' / ').find((part) => part !== '' && !NO_CATEGORY.test(part))
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return {
      categories: [...counts].toSorted((a, b) => b[1] - a[1]).map(([name]) => name),
      words: new Set([...records.map(({ name }) => String(name)), ...labels].flatMap(wordsIn)),
    }
  }
}

/** The terms, those that no product knows by the nearest spelling that one does. Null: none is misspelt. */
export function corrected(terms: readonly Term[], { words }: Overview): string | null {
  const known = new Set([...words].flatMap((word) => formsOf(word).map(root)))
  const spelled = terms.map((term) => {
    const isKnown =
      term.forms.length === 0 || term.others.length > 0 || term.forms.some((form) => known.has(root(form)))
    return isKnown ? term.word : (nearest(term.word, words) ?? term.word)
  })
  return spelled.some((word, at) => word !== terms[at]?.word) ? spelled.join(' ') : null
}

/** One slip from four letters on (the first one is right), two from eight; a short word is only short of a letter. */
function nearest(word: string, words: ReadonlySet<string>): string | undefined {
  if (word.length < 4 || /\d/.test(word)) return undefined
  const slips = word.length < 8 ? 1 : 2
  const near = [...words]
    .filter((other) => other[0] === word[0] && other.length > 3 && Math.abs(other.length - word.length) <= slips)
    .filter((other) => word.length > 4 || other.length === 5)
    .map((other) => ({ other, far: distance(word, other) }))
    .filter(({ far }) => far <= slips)
  return near.toSorted((a, b) => a.far - b.far)[0]?.other
}

/** Letters put in, left out or changed, and neighbours swapped, between two words. */
export function distance(from: string, to: string): number {
  let [before, last] = [[] as number[], Array.from({ length: to.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= from.length; row++) {
    const next = [row]
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1]
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const cost = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      next.push(isSwap ? Math.min(cost, (before[column - 2] ?? 0) + 1) : cost)
    }
    ;[before, last] = [last, next]
  }
  return last[to.length] ?? 0
}
