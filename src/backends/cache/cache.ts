import type { TenantId } from '../../domain/ids.ts'

declare const made: unique symbol
/** Made by `cacheKey` only, so that no key is without its tenant. */
export type CacheKey = string & { readonly [made]: true }

/** A key of one tenant. Whatever the parts hold, two different calls never give the same key. */
export const cacheKey = (tenant: TenantId, kind: string, ...parts: readonly string[]): CacheKey =>
  [kind, tenant, ...parts.map(encodeURIComponent)].join(':') as CacheKey

/**
 * What may be forgotten at any moment: cached JSON, counters, and word that something changed. Nothing here is the
 * truth and nothing here throws or waits long: a cache that is away is an empty one, for 50 ms in all and not per call.
 */
export interface Cache extends AsyncDisposable {
  /** Whether other processes see the same. */
  readonly isShared: boolean
  /** Undefined: not there, or not to be had now. It came from outside: check its shape. */
  get(key: CacheKey): Promise<unknown>
  /** Keeps what `JSON.stringify` makes of `value`. */
  set(key: CacheKey, value: unknown, options: { readonly ttlMs: number }): Promise<void>
  delete(key: CacheKey): Promise<void>
  /** Adds one and gives the sum; the count starts anew `windowMs` after its first one. Null: nobody counts now. */
  increment(key: CacheKey, options: { readonly windowMs: number }): Promise<number | null>
  /** Tells every listener, in this process and the others. A hint: it may be lost. */
  publish(topic: string, message: string): Promise<void>
  /**
   * Until the returned function is called. The listener is given `null` whenever it starts to hear, at first and after
   * each interruption: what was said before then it may have missed.
   */
  subscribe(topic: string, listener: CacheListener): () => void
}

export type CacheListener = (message: string | null) => void
