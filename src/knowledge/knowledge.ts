import { createHash } from 'node:crypto'
import type { SearchIndex, SearchQuery } from '../backends/search/search.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Hit } from '../domain/passage.ts'
import { documentsIn, type Found } from './documents-in.ts'
import { PARSER_VERSION, parseDocument } from './parse-document.ts'
import type { Problem } from './problem.ts'

export interface KnowledgeDeps {
  readonly index: SearchIndex
  /** IANA name of the tenant's zone, for days in front matter. */
  readonly timeZoneOf?: (tenant: TenantId) => string
}

/** A document, or a part of one, that was not taken. A broken document's last good version goes on answering. */
export interface KnowledgeProblem extends Problem {
  readonly tenant: TenantId
  /** The path below the tenant's folder. */
  readonly file: string
}

export interface ImportResult {
  /** Documents, by what became of them. */
  readonly indexed: number
  readonly unchanged: number
  readonly broken: number
  readonly removed: number
}

/** What every shop knows: its documents, cut into passages, in the index. */
export class Knowledge {
  readonly #index: SearchIndex
  readonly #timeZoneOf: (tenant: TenantId) => string
  readonly #problems = new Map<TenantId, ReadonlyMap<string, readonly Problem[]>>()
  readonly #hashes = new Map<TenantId, string>()

  constructor({ index, timeZoneOf = () => 'America/Sao_Paulo' }: KnowledgeDeps) {
    this.#index = index
    this.#timeZoneOf = timeZoneOf
  }

  /**
   * Makes the tenant's index hold exactly the documents (`*.md`, `*.faq.md`) of `dir` and its folders. Only what changed is
   * indexed. A broken document is a problem, not a throw, and stops no other; a folder that is not there is an empty one.
   */
  async importTenant(tenant: TenantId, dir: string): Promise<ImportResult> {
    const before = new Map((await this.#index.sources(tenant)).map(({ name, hash }) => [name, hash]))
    const problems = new Map<string, readonly Problem[]>()
    const counts = { indexed: 0, unchanged: 0, broken: 0, removed: 0 }
    const gone = new Set(before.keys())
    for await (const found of documentsIn(dir)) {
      gone.delete(found.source)
      const taken = await this.#take(tenant, found, before.get(found.source))
      if (taken.problems.length > 0) problems.set(found.source, taken.problems)
      counts[taken.kind]++
    }
    for (const name of gone) await this.#index.replace(tenant, { name, hash: '' }, [])
    this.#problems.set(tenant, problems)
    this.#hashes.set(tenant, sha256((await this.#index.sources(tenant)).map(({ name, hash }) => `${name} ${hash}`)))
    return { ...counts, removed: gone.size }
  }

  search(tenant: TenantId, query: SearchQuery): Promise<readonly Hit[]> {
    return this.#index.search(tenant, query)
  }

  /** What the last import of each tenant could not take. */
  problems(): readonly KnowledgeProblem[] {
    return [...this.#problems].flatMap(([tenant, files]) =>
      [...files].flatMap(([file, all]) => all.map((problem) => ({ tenant, file, ...problem }))),
    )
  }

  /** Changes whenever what the tenant knows may have; kept with every turn. Empty before the first import. */
  hashOf(tenant: TenantId): string {
    return this.#hashes.get(tenant) ?? ''
  }

  async #take(tenant: TenantId, found: Found, before: string | undefined): Promise<Taken> {
    if ('problem' in found) return { kind: 'broken', problems: [found.problem] }
    const timeZone = this.#timeZoneOf(tenant)
    const { passages, problems, isBroken } = parseDocument({ ...found, timeZone })
    if (isBroken) return { kind: 'broken', problems }
    const hash = sha256([`${PARSER_VERSION}`, timeZone, found.text])
    if (hash === before) return { kind: 'unchanged', problems }
    await this.#index.replace(tenant, { name: found.source, hash }, passages)
    return { kind: 'indexed', problems }
  }
}

interface Taken {
  readonly kind: 'indexed' | 'unchanged' | 'broken'
  readonly problems: readonly Problem[]
}

const sha256 = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex')
