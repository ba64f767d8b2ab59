import * as z from 'zod'
import { type Cache, cacheKey } from '../backends/cache/cache.ts'
import { TenantId } from '../domain/ids.ts'
import { type ConfigProblem, type LoadedConfig, TenantConfig } from '../domain/tenant-config.ts'
import type { ConfigSource, ConfigVersion, FingerprintedSource, ReadConfig } from './config-source.ts'

const TTL_MS = 3_600_000

/** As it lies in the cache. What is not exactly this is not used: others may write there. */
const Kept = z.strictObject({
  /** Who asked for it; a key that was mixed up gives nothing. */
  asked: TenantId,
  config: TenantConfig,
  hash: z.string(),
  isOdooPushed: z.boolean(),
  warnings: z.array(
    z.strictObject({
      file: z.string(),
      line: z.number().nullable(),
      column: z.number().nullable(),
      path: z.string(),
      message: z.string(),
      expected: z.string().optional(),
      got: z.string().optional(),
    }),
  ),
})

/**
 * Configurations made once for all processes: kept in a shared cache under tenant and fingerprint, so that what is
 * found there is never old. Broken ones are not kept. Secrets are not in it: a configuration names them by their refs.
 */
export class CachedSource implements ConfigSource {
  readonly #source: FingerprintedSource
  readonly #cache: Cache

  constructor(source: FingerprintedSource, cache: Cache) {
    this.#source = source
    this.#cache = cache
  }

  list(): Promise<readonly TenantId[]> {
    return this.#source.list()
  }

  version(tenant: TenantId): Promise<ConfigVersion> {
    return this.#source.version(tenant)
  }

  async read(tenant: TenantId, { isFresh = false }: { readonly isFresh?: boolean } = {}): Promise<ReadConfig> {
    const fingerprint = await this.#source.fingerprint(tenant)
    const kept = isFresh ? undefined : await this.#kept(tenant, fingerprint)
    if (kept) return { kind: 'loaded', loaded: kept }
    const read = await this.#source.read(tenant)
    // Only what was read of these very contents: a file may have changed between the two.
    if (read.kind === 'loaded' && (await this.#source.fingerprint(tenant)) === fingerprint)
      await this.#cache.set(
        keyOf(tenant, fingerprint),
        { asked: tenant, isOdooPushed: false, ...read.loaded },
        { ttlMs: TTL_MS },
      )
    return read
  }

  async #kept(tenant: TenantId, fingerprint: string): Promise<LoadedConfig | undefined> {
    const { data: kept } = Kept.safeParse(await this.#cache.get(keyOf(tenant, fingerprint)))
    if (!kept || kept.asked !== tenant) return undefined
    const { config, hash, isOdooPushed } = kept
    return { config, hash, warnings: kept.warnings as readonly ConfigProblem[], ...(isOdooPushed && { isOdooPushed }) }
  }
}

const keyOf = (tenant: TenantId, fingerprint: string) => cacheKey(tenant, 'config', fingerprint)
