import { Redis } from 'ioredis'
import { pause } from '../../base/deadline.ts'
import type { Log } from '../../base/log.ts'
import type { Secret } from '../../base/secret.ts'
import type { Cache, CacheKey, CacheListener } from './cache.ts'
import { Patience } from './patience.ts'
import { RedisTopics } from './redis-topics.ts'

const PREFIX = 'chatwootai:'
const QUICK_MS = 10
const PROBE_MS = 250 // for a connection made anew

const OPTIONS = {
  lazyConnect: true,
  connectTimeout: 1_000,
  // Whoever asks waits 50 ms at most: a command that outlives its connection is of use to nobody.
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  retryStrategy: (times: number) => Math.min(times * 50, 1_000),
  connectionName: 'chatwootai',
}

/** One more in Redis; the first of a window sets its end, in the same step. */
const INCREMENT = `local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`

/**
 * The cache that processes share. It connects on first use and keeps only JSON text and counters, each with an end.
 * While Redis is down, slow or a black hole, it is an empty cache; it comes back by itself.
 */
export class RedisCache implements Cache {
  readonly isShared = true
  readonly #redis: Redis
  readonly #prefix: string
  readonly #patience: Patience
  readonly #topics: RedisTopics

  /** @param url `redis://[user:password@]host:port[/db]`, or `rediss://` for TLS */
  constructor(url: Secret, { log, prefix = PREFIX }: { readonly log: Log; readonly prefix?: string }) {
    this.#redis = new Redis(url.reveal(), OPTIONS)
    this.#redis.on('error', () => {}) // every call that it hurts tells so; without a listener it would end the process
    this.#prefix = prefix
    this.#topics = new RedisTopics(() => this.#redis.duplicate({ maxRetriesPerRequest: null }), {
      // Databases of one Redis are apart, but what is published is not.
      prefix: `${prefix}${this.#redis.options.db ?? 0}:`,
    })
    this.#patience = new Patience({
      probe: () => this.#isQuick(),
      quickMs: QUICK_MS,
      onChange: (state, cause) => {
        if (state === 'away') log.warn({ cause }, 'Redis is away: memory alone until it answers')
        else log.info('Redis answers again')
        // A connection that only listens does not notice that the other end is gone.
        if (state === 'here') this.#topics.listenAnew()
      },
    })
  }

  async get(key: CacheKey): Promise<unknown> {
    const json = await this.#patience.ask(() => this.#redis.get(this.#prefix + key))
    return typeof json === 'string' ? parsed(json) : undefined
  }

  async set(key: CacheKey, value: unknown, { ttlMs }: { readonly ttlMs: number }): Promise<void> {
    const json = JSON.stringify(value)
    await this.#patience.ask(() => this.#redis.set(this.#prefix + key, json, 'PX', Math.max(1, Math.round(ttlMs))))
  }

  async delete(key: CacheKey): Promise<void> {
    await this.#patience.ask(() => this.#redis.del(this.#prefix + key))
  }

  async increment(key: CacheKey, { windowMs }: { readonly windowMs: number }): Promise<number | null> {
    const ms = String(Math.max(1, Math.round(windowMs)))
    const count = await this.#patience.ask(() => this.#redis.eval(INCREMENT, 1, this.#prefix + key, ms))
    return typeof count === 'number' ? count : null
  }

  async publish(topic: string, message: string): Promise<void> {
    await this.#patience.ask(() => this.#redis.publish(this.#topics.channelOf(topic), message))
  }

  subscribe(topic: string, listener: CacheListener): () => void {
    return this.#topics.subscribe(topic, listener)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#patience[Symbol.dispose]()
    this.#topics.close()
    this.#redis.disconnect()
  }

  /** A connection that does not answer even this is given up for a new one. */
  async #isQuick(): Promise<boolean> {
    const startMs = performance.now()
    const stop = new AbortController()
    const isThere = await Promise.race([
      this.#redis.ping().then(
        () => true,
        () => false,
      ),
      pause(PROBE_MS, stop.signal).then(() => null),
    ])
    stop.abort()
    if (isThere === null) this.#redis.disconnect(true)
    return isThere === true && performance.now() - startMs <= QUICK_MS
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
