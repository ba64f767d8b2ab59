import type { Cache } from './backends/cache/cache.ts'
import { MemoryCache } from './backends/cache/memory.ts'
import type { Clock } from './base/clock.ts'
import type { Log } from './base/log.ts'
import type { Secret } from './base/secret.ts'

/** The cache of this process, or the one that processes share. Never fails: a Redis that is away is an empty cache. */
export async function openCache(url: Secret | null, { now, log }: { now: Clock; log: Log }): Promise<Cache> {
  if (!url) return new MemoryCache({ now })
  const { RedisCache } = await import('./backends/cache/redis.ts')
  return new RedisCache(url, { log })
}
