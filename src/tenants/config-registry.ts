import { LRUCache } from 'lru-cache'
import type { Cache } from '../backends/cache/cache.ts'
import type { Clock } from '../base/clock.ts'
import { TenantId } from '../domain/ids.ts'
import type { ConfigProblem, LoadedConfig } from '../domain/tenant-config.ts'
import { invalid } from './config-loader.ts'
import type { ConfigSource } from './config-source.ts'

export interface RegistryOptions {
  readonly source: ConfigSource
  readonly now: Clock
  /** Over which processes tell each other what was reloaded. Without it each finds out by the source's stamp. */
  readonly cache?: Cache | undefined
  /** Tenants kept in memory; the least recently used goes first. */
  readonly maxTenants?: number
  /** How long a version is believed without asking the source for its stamp. With `settleMs` it bounds hot reload. */
  readonly checkAfterMs?: number
  /** A file younger than this may be half written: the last good version serves a little longer. */
  readonly settleMs?: number
  /** Read anew after this, changed or not. */
  readonly ttlMs?: number
}

export interface TenantProblems {
  readonly tenant: TenantId
  readonly problems: readonly ConfigProblem[]
  /** The hash of the older version that goes on serving; null: none does. */
  readonly serving: string | null
}

const TOPIC = 'config'

/**
 * Configurations in memory, in front of their source. 10,000 askers cost one load; a change is seen within
 * `checkAfterMs` + `settleMs` of an asker, sooner where another process tells of it; a broken file leaves the last
 * good version serving.
 */
export class ConfigRegistry implements AsyncDisposable {
  readonly #source: ConfigSource
  readonly #now: Clock
  readonly #checkAfterMs: number
  readonly #settleMs: number
  readonly #ttlMs: number
  readonly #known: LRUCache<TenantId, Entry>
  readonly #inFlight = new Map<TenantId, Promise<Entry>>()
  readonly #cache: Cache | undefined
  readonly #leave: () => void
  /** Counts the times that somebody told us of a change. */
  #doubts = 0

  constructor({
    source,
    now,
    cache,
    maxTenants = 20_000,
    checkAfterMs = 1_000,
    settleMs = 300,
    ttlMs = 3_600_000,
  }: RegistryOptions) {
    this.#source = source
    this.#now = now
    this.#checkAfterMs = checkAfterMs
    this.#settleMs = settleMs
    this.#ttlMs = ttlMs
    this.#known = new LRUCache({ max: maxTenants })
    this.#cache = cache
    this.#leave = cache?.subscribe(TOPIC, (message) => this.#doubt(message)) ?? (() => {})
  }

  /** @throws {Failure} CONFIG_INVALID when no version of it ever loaded */
  async get(tenant: TenantId): Promise<LoadedConfig> {
    const entry = this.#known.get(tenant)
    if (entry && this.#now() - entry.checkedAtMs < this.#checkAfterMs) return served(tenant, entry)
    return served(tenant, await this.#once(tenant, () => this.#checked(tenant)))
  }

  /**
   * Reads it anew, whatever its stamp says, and has the other processes look too. When it fails, what served before
   * goes on serving.
   * @throws {Failure} CONFIG_INVALID with what is wrong now
   */
  async forceReload(tenant: TenantId): Promise<LoadedConfig> {
    // A load under way may have read the files before the caller changed them.
    await this.#inFlight.get(tenant)?.catch(() => {})
    const entry = await this.#once(tenant, () => this.#load(tenant, { isFresh: true }))
    await this.#cache?.publish(TOPIC, tenant)
    if (entry.problems.length > 0) throw invalid(tenant, entry.problems)
    return served(tenant, entry)
  }

  list(): Promise<readonly TenantId[]> {
    return this.#source.list()
  }

  /** Of the tenants in memory, those whose files do not load now. */
  problems(): readonly TenantProblems[] {
    return [...this.#known.entries()]
      .filter(([, { problems }]) => problems.length > 0)
      .map(([tenant, { problems, good }]) => ({ tenant, problems, serving: good?.hash ?? null }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leave()
    await Promise.allSettled(this.#inFlight.values())
    this.#known.clear()
  }

  /** The next asker looks at the source. `null`: word may have been lost, so of all. */
  #doubt(message: string | null): void {
    this.#doubts++
    const { data: tenant } = TenantId.safeParse(message)
    for (const each of tenant ? [tenant] : message === null ? [...this.#known.keys()] : []) {
      const entry = this.#known.peek(each)
      if (entry) this.#known.set(each, { ...entry, checkedAtMs: Number.NEGATIVE_INFINITY })
    }
  }

  /** One load at a time for a tenant; who comes meanwhile waits for it. */
  #once(tenant: TenantId, work: () => Promise<Entry>): Promise<Entry> {
    const running = this.#inFlight.get(tenant)
    if (running) return running
    const started = work().finally(() => this.#inFlight.delete(tenant))
    this.#inFlight.set(tenant, started)
    return started
  }

  async #checked(tenant: TenantId): Promise<Entry> {
    const entry = this.#known.get(tenant)
    if (!entry || this.#now() - entry.loadedAtMs >= this.#ttlMs) return this.#load(tenant)
    const { stamp, changedAtMs } = await this.#source.version(tenant)
    const ageMs = this.#now() - changedAtMs
    const isSettling = entry.good !== null && ageMs >= 0 && ageMs < this.#settleMs
    if (stamp === entry.stamp || isSettling) {
      const waitMs = stamp === entry.stamp ? 0 : this.#checkAfterMs - this.#settleMs
      return this.#keep(tenant, { ...entry, checkedAtMs: this.#now() - waitMs })
    }
    return this.#load(tenant)
  }

  async #load(tenant: TenantId, options?: { readonly isFresh: boolean }): Promise<Entry> {
    const doubts = this.#doubts
    // The stamp from before the read: what changes meanwhile differs from it at the next check.
    const { stamp } = await this.#source.version(tenant)
    const read = await this.#source.read(tenant, options)
    const atMs = this.#now()
    const good = read.kind === 'loaded' ? frozen(ownCopy(read.loaded)) : (this.#known.peek(tenant)?.good ?? null)
    const problems = read.kind === 'loaded' ? [] : read.problems
    // Told of a change meanwhile: what was read may be from before it.
    const checkedAtMs = doubts === this.#doubts ? atMs : Number.NEGATIVE_INFINITY
    return this.#keep(tenant, { good, problems, stamp, checkedAtMs, loadedAtMs: atMs })
  }

  #keep(tenant: TenantId, entry: Entry): Entry {
    this.#known.set(tenant, entry)
    return entry
  }
}

interface Entry {
  /** The last version that loaded. */
  readonly good: LoadedConfig | null
  /** What is wrong with the newest; empty when it is `good`. */
  readonly problems: readonly ConfigProblem[]
  readonly stamp: string
  readonly checkedAtMs: number
  readonly loadedAtMs: number
}

function served(tenant: TenantId, { good, problems }: Entry): LoadedConfig {
  if (good) return good
  throw invalid(tenant, problems)
}

/** A text cut out of a file keeps the whole file in memory, a third of what ten thousand shops take. */
const ownCopy = (loaded: LoadedConfig): LoadedConfig => JSON.parse(JSON.stringify(loaded)) as LoadedConfig

/** Everybody is given the same object, so nobody may change it. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}
