import { LRUCache } from 'lru-cache'
import type { Clock } from '../../base/clock.ts'
import type { Cache, CacheKey, CacheListener } from './cache.ts'
import { Topics } from './topics.ts'

/** The embedded cache: of this process alone, gone with it. */
export class MemoryCache implements Cache {
  readonly isShared = false
  readonly #now: Clock
  /** JSON text, as Redis keeps it: nobody can change what another was given. */
  readonly #values: LRUCache<CacheKey, { readonly json: string; readonly untilMs: number }>
  /** Apart, so that a flood of values starts no count anew. */
  readonly #counts: LRUCache<CacheKey, { count: number; readonly untilMs: number }>
  readonly #topics = new Topics()

  constructor({ now, maxEntries = 10_000 }: { readonly now: Clock; readonly maxEntries?: number }) {
    this.#now = now
    this.#values = new LRUCache({ max: maxEntries })
    this.#counts = new LRUCache({ max: maxEntries })
  }

  async get(key: CacheKey): Promise<unknown> {
    const entry = this.#values.get(key)
    return entry && this.#now() < entry.untilMs ? JSON.parse(entry.json) : undefined
  }

  async set(key: CacheKey, value: unknown, { ttlMs }: { readonly ttlMs: number }): Promise<void> {
    this.#values.set(key, { json: JSON.stringify(value), untilMs: this.#now() + ttlMs })
  }

  async delete(key: CacheKey): Promise<void> {
    this.#values.delete(key)
    this.#counts.delete(key)
  }

  async increment(key: CacheKey, { windowMs }: { readonly windowMs: number }): Promise<number> {
    const known = this.#counts.get(key)
    const entry = known && this.#now() < known.untilMs ? known : { count: 0, untilMs: this.#now() + windowMs }
    entry.count++
    this.#counts.set(key, entry)
    return entry.count
  }

  async publish(topic: string, message: string): Promise<void> {
    this.#topics.tell(topic, message)
  }

  subscribe(topic: string, listener: CacheListener): () => void {
    this.#topics.add(topic, listener)
    queueMicrotask(() => listener(null))
    return () => void this.#topics.remove(topic, listener)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#values.clear()
    this.#counts.clear()
    this.#topics.clear()
  }
}
