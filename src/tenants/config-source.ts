import type { TenantId } from '../domain/ids.ts'
import type { ConfigProblem, LoadedConfig } from '../domain/tenant-config.ts'

/**
 * Where configurations come from: a tree of YAML files (`config-loader.ts`), later the store or a cache before it.
 * Nothing in it throws for what stands in the files: a broken one is an answer.
 */
export interface ConfigSource {
  /** Every tenant there is, whether its configuration loads or not. */
  list(): Promise<readonly TenantId[]>
  /** What differs whenever `read` would answer differently; cheap enough to ask once a second per busy tenant. */
  version(tenant: TenantId): Promise<ConfigVersion>
  read(tenant: TenantId): Promise<ReadConfig>
}

export interface ConfigVersion {
  readonly stamp: string
  /** Epoch ms of the newest change, by the source's own clock. */
  readonly changedAtMs: number
}

export type ReadConfig =
  | { readonly kind: 'loaded'; readonly loaded: LoadedConfig }
  /** At least one problem. */
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] }
