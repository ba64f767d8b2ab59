import type { CacheListener } from './cache.ts'

/** Who listens to what. */
export class Topics {
  readonly #listeners = new Map<string, Set<CacheListener>>()

  /** @returns whether it is the first of its topic */
  add(topic: string, listener: CacheListener): boolean {
    const listeners = this.#listeners.get(topic)
    if (listeners) listeners.add(listener)
    else this.#listeners.set(topic, new Set([listener]))
    return !listeners
  }

  /** @returns whether it was the last of its topic */
  remove(topic: string, listener: CacheListener): boolean {
    const listeners = this.#listeners.get(topic)
    if (!listeners?.delete(listener) || listeners.size > 0) return false
    return this.#listeners.delete(topic)
  }

  names(): readonly string[] {
    return [...this.#listeners.keys()]
  }

  tell(topic: string, message: string | null): void {
    for (const listener of this.#listeners.get(topic) ?? []) listener(message)
  }

  clear(): void {
    this.#listeners.clear()
  }
}
