import type { TenantId } from '../../domain/ids.ts'
import type { Collection, Hit, Passage } from '../../domain/passage.ts'

/**
 * The knowledge index of every tenant. What it holds can be rebuilt from the sources at any time.
 * Adapters: `fts5.ts` (embedded). Every one passes `contract.ts`.
 */
export interface SearchIndex {
  /** Makes `passages` the whole of `source`; what it held before is gone. An empty list removes the source. */
  replace(tenant: TenantId, source: Source, passages: readonly Passage[]): Promise<void>
  /** The tenant's sources, each with the hash it was last replaced with, by name. */
  sources(tenant: TenantId): Promise<readonly Source[]>
  /**
   * The best passages of this tenant's `collections` that are valid at `atMs`, best first.
   * Any text is a query: there is no query language. From a score of `ANSWERS` on, the passage answers it.
   */
  search(tenant: TenantId, query: SearchQuery): Promise<readonly Hit[]>
  close(): Promise<void>
}

/** The score (0–1) from which a hit is an answer; below it, it is at most related. */
export const ANSWERS = 0.5

export interface Source {
  /** The file or page, as in `Passage.source`. */
  readonly name: string
  /** Changes whenever its passages may. */
  readonly hash: string
}

export interface SearchQuery {
  readonly text: string
  readonly collections: readonly Collection[]
  readonly limit: number
  readonly atMs: number
}
