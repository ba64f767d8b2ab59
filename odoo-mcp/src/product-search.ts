import type { Catalogue } from './catalogue.ts'
import { corrected } from './catalogue.ts'
import type { CallOptions, Domain, OdooClient, OdooRecord } from './client/odoo-client.ts'
import { type Ask, type Fit, fitOf } from './fit.ts'
import { type Reach, searchDomain, type Term, termsOf } from './search-terms.ts'
import { PRODUCT_FIELDS } from './tools/product.ts'

export interface Wanted {
  /** In the customer's words. */
  readonly query: string
  /** What was looked for before, when this goes on from it ("e o azul?"). */
  readonly follows: string | undefined
  readonly maxPrice: number | undefined
}

export interface Found {
  /** What was looked for in the end, with what it goes on from and its spelling put right. */
  readonly query: string
  readonly match: 'all' | 'some' | 'none'
  /** The best kind of fit only, unordered. */
  readonly hits: readonly Hit[]
}

export interface Hit {
  readonly record: OdooRecord
  readonly fit: Fit
}

/** Ranked here, because Odoo cannot: by how well and where the words match, then what is in stock. */
const CANDIDATES = 80
const SEARCHED = ['name', 'default_code', 'categ_id', 'description_sale']

const MOST_THINGS = 3

/** The search for one customer's wish in one shop. */
export class ProductSearch {
  readonly #odoo: OdooClient
  readonly #catalogue: Catalogue
  readonly #options: CallOptions
  readonly #wanted: Wanted

  constructor({ odoo, catalogue }: { odoo: OdooClient; catalogue: Catalogue }, wanted: Wanted, options: CallOptions) {
    this.#odoo = odoo
    this.#catalogue = catalogue
    this.#wanted = wanted
    this.#options = options
  }

  async run(): Promise<Found> {
    const { query, follows } = this.#wanted
    const terms = termsOf(query)
    if (terms.length === 0) return follows ? this.#plain(follows) : nothing(query)
    return (follows && (await this.#goingOn(terms, follows))) || this.#plain(query)
  }

  /** In the customer's own words, each of several things, as it may be misspelt, then what is of that kind. */
  async #plain(query: string): Promise<Found> {
    const terms = termsOf(query)
    if (terms.length === 0) return nothing(query)
    const whole = await this.#whole(terms)
    if (whole.length > 0) return { query, match: 'all', hits: whole }
    const each = await this.#each(query)
    if (each.length > 0) return { query, match: 'all', hits: each }
    const spelled = corrected(terms, await this.#catalogue.overview(this.#options))
    const again = spelled === null ? [] : await this.#whole(termsOf(spelled))
    if (spelled !== null && again.length > 0) return { query: spelled, match: 'all', hits: again }
    const some = await this.#some(termsOf(spelled ?? query))
    return some.length > 0 ? { query: spelled ?? query, match: 'some', hits: some } : nothing(query)
  }

  /** "rímel e delineador": the products of each, when all of them are to be had. */
  async #each(query: string): Promise<readonly Hit[]> {
    const [first = [], ...more] = query.split(/\s+(?:e|y|and|ou|o|or)\s+|,\s*/iu).map(termsOf)
    // "batom vermelho ou rosa": a colour alone is of the thing named before.
    const parts = [first, ...more.map((terms) => (isMereQuality(terms) ? [...this.#thingsOf(first), ...terms] : terms))]
    if (parts.length < 2 || parts.some((terms) => terms.length === 0)) return []
    const found = await Promise.all(parts.slice(0, MOST_THINGS).map((terms) => this.#whole(terms)))
    return found.every((hits) => hits.length > 0)
      ? [...new Map(found.flat().map((hit) => [hit.record.id, hit])).values()]
      : []
  }

  /**
   * "e o azul?" after "batom vermelho": all of it together, then what was before less what the new words replace. A thing
   * of its own ("e perfume?") is searched alone; a colour that the thing does not come in is told with what there is.
   */
  async #goingOn(terms: readonly Term[], follows: string): Promise<Found | null> {
    const before = termsOf(follows).filter(({ word }) => !terms.some((term) => term.word === word))
    if (before.length === 0) return null
    const things = this.#thingsOf(before)
    const either = await this.#candidates([...this.#domain(terms, 'all'), ...this.#domain(before, 'any')])
    for (const kept of shorter(before)) {
      const hits = best(either, { terms: [...things, ...kept, ...terms], things, reach: 'others' })
      if (hits.length > 0 && !(await this.#isItsOwn(terms, hits)))
        return { query: this.#joined(kept), match: 'all', hits }
    }
    const kinds = terms.filter(({ word }) => !/\d/.test(word))
    if (!isMereQuality(terms) && kinds.length === terms.length) return null
    // "pra gato de 3 kg": of that kind, if not of that measure.
    const wanted = isMereQuality(terms) ? things : [...things, ...kinds]
    const hits = best(await this.#candidates(this.#domain(wanted, 'all')), { terms: wanted, things, reach: 'others' })
    return hits.length > 0 ? { query: this.#joined(things), match: 'some', hits } : null
  }

  /** The new words only stand in a description together with the old ones, and name something by themselves. */
  async #isItsOwn(terms: readonly Term[], together: readonly Hit[]): Promise<boolean> {
    if (together.some(({ fit }) => fit.place > 1) || isMereQuality(terms)) return false
    return (await this.#whole(terms)).some(({ fit }) => fit.place > 1)
  }

  /** What was kept of before and the new words, both as they were written, in the order of the language. */
  #joined(kept: readonly Term[]): string {
    const { query, follows = '' } = this.#wanted
    const words = follows.split(/\s+/)
    const isKept = (word: string) => termsOf(word).some((term) => kept.some((other) => other.word.includes(term.word)))
    const before = words.slice(words.findIndex(isKept), words.findLastIndex(isKept) + 1)
    return (this.#isEnglish ? [query, ...before] : [...before, query]).join(' ')
  }

  async #whole(terms: readonly Term[]): Promise<readonly Hit[]> {
    const things = this.#thingsOf(terms)
    const tries: readonly (readonly [Reach, CallOptions])[] = [
      ['own', this.#options],
      ...(terms.some(({ others }) => others.length > 0) ? [['others', this.#options] as const] : []),
      ['others', { ...this.#options, language: 'base' }],
    ]
    for (const [reach, options] of tries) {
      const hits = best(await this.#candidates(this.#domain(terms, 'all', reach), options), { terms, things, reach })
      if (hits.length > 0) return hits
    }
    return []
  }

  /** What is the thing itself, if not quite as it is wanted. */
  async #some(terms: readonly Term[]): Promise<readonly Hit[]> {
    if (terms.length < 2) return []
    const things = this.#thingsOf(terms)
    const found = hitsOf(await this.#candidates(this.#domain(things, 'any')), { terms, things, reach: 'others' })
    return found.filter(({ fit }) => fit.isThing)
  }

  /** Portuguese and Spanish name the thing first, English last. */
  #thingsOf(terms: readonly Term[]): readonly Term[] {
    const named = terms.filter(({ isQuality }) => !isQuality)
    const among = named.length > 0 ? named : terms
    const thing = this.#isEnglish ? among.at(-1) : among[0]
    return thing ? [thing] : []
  }

  get #isEnglish(): boolean {
    return this.#options.language?.startsWith('en') ?? false
  }

  #domain(terms: readonly Term[], mode: 'all' | 'any', reach: Reach = 'others'): Domain {
    return searchDomain(terms, SEARCHED, { mode, reach })
  }

  #candidates(domain: Domain, options = this.#options): Promise<readonly OdooRecord[]> {
    const { maxPrice } = this.#wanted
    const limits: Domain = maxPrice === undefined ? [] : [['lst_price', '<=', maxPrice]]
    return this.#odoo.searchRead(
      'product.product',
      {
        domain: [['sale_ok', '=', true], ...limits, ...domain],
        fields: PRODUCT_FIELDS,
        limit: CANDIDATES,
        order: 'default_code, id',
      },
      options,
    )
  }
}

const nothing = (query: string): Found => ({ query, match: 'none', hits: [] })

const isMereQuality = (terms: readonly Term[]): boolean => terms.every(({ isQuality }) => isQuality)

/** All of it, then less and less from the end. */
const shorter = (terms: readonly Term[]): (readonly Term[])[] => terms.map((_, at) => terms.slice(0, terms.length - at))

const hitsOf = (records: readonly OdooRecord[], ask: Ask): readonly Hit[] =>
  records.map((record) => ({ record, fit: fitOf(record, ask) }))

/** What truly has all terms (the patterns find too much), and of these only the best kind: names before mentions. */
function best(records: readonly OdooRecord[], ask: Ask): readonly Hit[] {
  const terms = [...new Set(ask.terms)]
  const whole = hitsOf(records, { ...ask, terms }).filter(({ fit }) => fit.isWhole)
  const place = Math.max(...whole.map(({ fit }) => fit.place))
  return whole.filter(({ fit }) => fit.place === place)
}
