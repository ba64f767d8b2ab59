import type { TenantId } from '../domain/ids.ts'
import type { ConfigProblem, LoadedConfig } from '../domain/tenant-config.ts'

/**
 * Where configurations come from: a tree of YAML files (`config-loader.ts`), perhaps with a shared cache before it
 * (`cached-source.ts`).
 * Nothing in it throws for what stands in the files: a broken one is an answer.
 */
export interface ConfigSource {
  /** Every tenant there is, whether its configuration loads or not. */
  list(): Promise<readonly TenantId[]>
  /** What differs whenever `read` would answer differently; cheap enough to ask once a second per busy tenant. */
  version(tenant: TenantId): Promise<ConfigVersion>
  /** With `isFresh` never out of a cache. */
  read(tenant: TenantId, options?: { readonly isFresh?: boolean }): Promise<ReadConfig>
}

/** A source whose contents have a name that is the same in every process and on every machine. */
export interface FingerprintedSource extends ConfigSource {
  /** Of all that decides what `read` answers, contents and not times; never the same for two contents. */
  fingerprint(tenant: TenantId): Promise<string>
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
