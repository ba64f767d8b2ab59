import type { TenantId } from '../../domain/ids.ts'
import type { Collection, Hit, Passage } from '../../domain/passage.ts'

/**
 * The knowledge index of every tenant. What it holds can be rebuilt from the sources at any time.
 * Adapters: `fts5.ts` (embedded). Every one passes `contract.ts`.
 */
export interface SearchIndex {
  /** Makes `passages` the whole of `source`; what it held before is gone. An empty list removes the source. */
  replace(tenant: TenantId, source: string, passages: readonly Passage[]): Promise<void>
  /** Names of the tenant's sources and the hash each was last replaced with. */
  sources(tenant: TenantId): Promise<readonly string[]>
  /** The best passages of this tenant's `collections` that are valid at `atMs`, best first. */
  search(tenant: TenantId, query: SearchQuery): Promise<readonly Hit[]>
  close(): Promise<void>
}

export interface SearchQuery {
  readonly text: string
  readonly collections: readonly Collection[]
  readonly limit: number
  readonly atMs: number
}
