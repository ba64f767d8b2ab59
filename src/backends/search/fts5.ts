import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { TenantId } from '../../domain/ids.ts'
import { COLLECTIONS, type Collection, type Hit, type Passage } from '../../domain/passage.ts'
import { ANALYSER_VERSION, analyse, analyseQuery, type Concept } from './analyse.ts'
import { openSchema } from './fts5-schema.ts'
import { type Candidate, rank } from './rank.ts'
import type { SearchIndex, SearchQuery, Source } from './search.ts'
import { nearest } from './spelling.ts'

/** `path` is a file that may be deleted at any time (it is then built anew), or `:memory:`. */
export function openFts5Index(path: string): SearchIndex {
  return new Fts5Index(openSchema(new DatabaseSync(path), ANALYSER_VERSION))
}

/** Candidates by SQLite's bm25, of which `rank` keeps those that answer. */
const CANDIDATES = 40

/** About how many rows a search may weigh: with more, its most common words only choose among what the others find. */
const MATCHES = 300

/** Sorted before the texts are read: a common word is in most passages. The alias is quicker than FTS5's own `rank`. */
const CHEAPEST = `
  select p.body, p.question, p.title, p.text from (
    select p.no, bm25(passage_fts, 0, 4, 2, 1) as cost
    from passage_fts join passage p on p.no = passage_fts.rowid
    where passage_fts match ? and (p.valid_from is null or p.valid_from <= ?) and (p.valid_until is null or p.valid_until >= ?)
    order by cost limit ${CANDIDATES}) as best
  join passage p on p.no = best.no
  order by best.cost`

class Fts5Index implements SearchIndex {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  async replace(tenant: TenantId, source: Source, passages: readonly Passage[]): Promise<void> {
    this.#db.exec('begin immediate')
    try {
      const no = this.#tenantNo(tenant)
      this.#remove(no, source.name)
      if (passages.length > 0) this.#add(no, source, passages)
      this.#db.exec('commit')
    } catch (error) {
      this.#db.exec('rollback')
      throw error
    }
  }

  async sources(tenant: TenantId): Promise<readonly Source[]> {
    const rows = this.#sql(
      'select s.name, s.hash from source s join tenant t on t.no = s.tenant where t.name = ? order by s.name',
    ).all(tenant)
    return rows.map((row) => ({ name: String(row.name), hash: String(row.hash) }))
  }

  async search(tenant: TenantId, query: SearchQuery): Promise<readonly Hit[]> {
    const found = this.#sql('select no, passages from tenant where name = ?').get(tenant)
    const heard = analyseQuery(query.text)
    if (!found || heard.length === 0 || query.collections.length === 0 || query.limit < 1) return []
    const no = Number(found.no)
    const asked = heard.map((concepts) => this.#corrected(no, concepts))
    const known = this.#passagesWith(no, asked.flat())
    const candidates = this.#candidates(no, query, rarest(known))
    return rank(asked, candidates, { passages: Number(found.passages), passagesWith: known }).slice(0, query.limit)
  }

  async close(): Promise<void> {
    this.#db.close()
  }

  #tenantNo(tenant: TenantId): number {
    this.#sql('insert or ignore into tenant (name) values (?)').run(tenant)
    return Number(this.#sql('select no from tenant where name = ?').get(tenant)?.no)
  }

  #remove(tenant: number, name: string): void {
    const of = 'source = (select no from source where tenant = ? and name = ?)'
    for (const row of this.#sql(`select no, scope, question, title, text from passage where ${of}`).all(tenant, name)) {
      this.#sql(
        `insert into passage_fts (passage_fts, rowid, scope, question, title, text) values ('delete', ?, ?, ?, ?, ?)`,
      ).run(row.no ?? null, row.scope ?? null, row.question ?? null, row.title ?? null, row.text ?? null)
      this.#count(tenant, termsOf(row), -1)
    }
    this.#sql(`delete from passage where ${of}`).run(tenant, name)
    this.#sql('delete from source where tenant = ? and name = ?').run(tenant, name)
    this.#sql('delete from term where tenant = ? and passages = 0').run(tenant)
  }

  #add(tenant: number, { name, hash }: Source, passages: readonly Passage[]): void {
    this.#sql('insert into source (tenant, name, hash) values (?, ?, ?)').run(tenant, name, hash)
    const source = Number(this.#sql('select no from source where tenant = ? and name = ?').get(tenant, name)?.no)
    for (const passage of passages) {
      const terms = indexed(tenant, passage)
      const { lastInsertRowid } = this.#sql(
        `insert into passage (source, body, valid_from, valid_until, scope, question, title, text)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(source, JSON.stringify(passage), passage.validFromMs, passage.validUntilMs, ...terms)
      this.#sql('insert into passage_fts (rowid, scope, question, title, text) values (?, ?, ?, ?, ?)').run(
        lastInsertRowid,
        ...terms,
      )
      this.#count(tenant, new Set(terms.slice(1).join(' ').split(/[ |]+/).filter(Boolean)), 1)
    }
  }

  /** How many of the tenant's passages hold each term: its own weights, so that no tenant's words move another's scores. */
  #count(tenant: number, terms: ReadonlySet<string>, by: 1 | -1): void {
    const add = this.#sql(
      `insert into term (tenant, term, passages) values (?, ?, ?)
       on conflict do update set passages = passages + excluded.passages`,
    )
    for (const term of terms) add.run(tenant, term, by)
    this.#sql('update tenant set passages = passages + ? where no = ?').run(by, tenant)
  }

  /** The concepts, those of which nothing is known with the nearest spellings that are. */
  #corrected(tenant: number, concepts: readonly Concept[]): readonly Concept[] {
    const known = this.#passagesWith(tenant, concepts)
    return concepts.map((concept) => {
      const [own] = concept.terms.keys()
      if (own === undefined || [...concept.terms.keys()].some((term) => known.has(term))) return concept
      return { terms: new Map([...concept.terms, ...nearest(own, this.#vocabulary(tenant, own))]) }
    })
  }

  #vocabulary(tenant: number, like: string): string[] {
    const rows = this.#sql('select term from term where tenant = ? and term >= ? and term < ?')
    return rows.all(tenant, like.slice(0, 1), `${like.slice(0, 1)}\u{10ffff}`).map((row) => String(row.term))
  }

  #passagesWith(tenant: number, concepts: readonly Concept[]): Map<string, number> {
    const wanted = JSON.stringify(concepts.flatMap((concept) => [...concept.terms.keys()]))
    const rows = this.#sql(
      'select term, passages from term where tenant = ? and term in (select value from json_each(?))',
    ).all(tenant, wanted)
    return new Map(rows.map((row) => [String(row.term), Number(row.passages)]))
  }

  #candidates(tenant: number, { collections, atMs }: SearchQuery, terms: readonly string[]): Candidate[] {
    if (terms.length === 0) return []
    const scopes = collections.map((collection) => quoted(scopeOf(tenant, collection))).join(' OR ')
    const match = `scope : (${scopes}) AND {question title text} : (${terms.map(quoted).join(' OR ')})`
    const rows = this.#sql(CHEAPEST).all(match, atMs, atMs)
    return rows.map((row) => ({
      passage: JSON.parse(String(row.body)) as Passage,
      question: String(row.question),
      title: String(row.title),
      text: String(row.text),
    }))
  }

  #sql(text: string): StatementSync {
    const statement = this.#statements.get(text) ?? this.#db.prepare(text)
    this.#statements.set(text, statement)
    return statement
  }
}

/** The rarest terms, as many as are in `MATCHES` passages together; one at least. */
function rarest(known: ReadonlyMap<string, number>): string[] {
  const terms: string[] = []
  let matches = 0
  for (const [term, found] of [...known].toSorted((a, b) => a[1] - b[1])) {
    matches += found
    if (matches > MATCHES && terms.length > 0) break
    terms.push(term)
  }
  return terms
}

/**
 * The columns of the index. Alternatives of a question stay apart, so that one of them can match alone;
 * a plain document's own heading is its question.
 */
function indexed(tenant: number, passage: Passage): readonly [string, string, string, string] {
  const asked = passage.question ?? passage.titles.at(-1) ?? ''
  const above = passage.question === null ? passage.titles.slice(0, -1) : passage.titles
  const question = asked.split('|').map((alternative) => analyse(alternative).join(' '))
  const [title, text] = [analyse(above.join(' ')), analyse(passage.text)]
  return [scopeOf(tenant, passage.collection), question.join('|'), title.join(' '), text.join(' ')]
}

const termsOf = (row: Record<string, unknown>): Set<string> =>
  new Set(`${row.question} ${row.title} ${row.text}`.split(/[ |]+/).filter(Boolean))

/** One term for tenant and collection, so that the index itself keeps tenants apart, and quickly. */
const scopeOf = (tenant: number, collection: Collection): string => `t${tenant}c${COLLECTIONS.indexOf(collection)}`

const quoted = (term: string): string => `"${term}"`
