import type { Redis } from 'ioredis'
import type { CacheListener } from './cache.ts'
import { Topics } from './topics.ts'

/** Redis' publish and subscribe over a connection of its own, made when somebody first listens. */
export class RedisTopics {
  readonly #connect: () => Redis
  readonly #prefix: string
  readonly #topics = new Topics()
  #redis: Redis | undefined

  constructor(connect: () => Redis, { prefix }: { readonly prefix: string }) {
    this.#connect = connect
    this.#prefix = prefix
  }

  channelOf(topic: string): string {
    return this.#prefix + topic
  }

  subscribe(topic: string, listener: CacheListener): () => void {
    const isFirst = this.#topics.add(topic, listener)
    const redis = this.#opened()
    if (redis.status === 'ready' && isFirst) this.#listen(redis, [topic])
    else if (redis.status === 'ready') queueMicrotask(() => listener(null))
    return () => {
      const isLast = this.#topics.remove(topic, listener)
      if (isLast) this.#redis?.unsubscribe(this.channelOf(topic)).catch(() => {})
    }
  }

  /** Over a new connection; listeners are told `null` once it hears. */
  listenAnew(): void {
    this.#redis?.disconnect(true)
  }

  close(): void {
    this.#topics.clear()
    this.#redis?.disconnect()
  }

  #opened(): Redis {
    if (this.#redis) return this.#redis
    const redis = this.#connect()
    this.#redis = redis
    redis.on('error', () => {})
    redis.on('ready', () => this.#listen(redis, this.#topics.names()))
    redis.on('message', (channel: string, message: string) =>
      this.#topics.tell(channel.slice(this.#prefix.length), message),
    )
    redis.connect().catch(() => {}) // it tries again by itself
    return redis
  }

  #listen(redis: Redis, topics: readonly string[]): void {
    if (topics.length === 0) return
    redis.subscribe(...topics.map((topic) => this.channelOf(topic))).then(
      () =>
        topics.forEach((topic) => {
          this.#topics.tell(topic, null)
        }),
      () => {}, // the connection broke: the next one listens
    )
  }
}
