interface Line<T> {
  readonly waiting: T[]
  /** Places left in this round. */
  left: number
}

/**
 * Those who wait, each with whose they are: the owners are served in turn, each with its weight in a row, so that one
 * with a thousand waiting delays another by its weight and not by a thousand. In order within an owner.
 */
export class FairLine<K, T> {
  readonly #weightOf: (owner: K) => number
  /** Owners with somebody waiting, in the order they are served; whose places are used up goes to the back. */
  readonly #lines = new Map<K, Line<T>>()
  #size = 0

  constructor(weightOf: (owner: K) => number = () => 1) {
    this.#weightOf = weightOf
  }

  get size(): number {
    return this.#size
  }

  push(owner: K, waiter: T): void {
    const line = this.#lines.get(owner)
    if (line) line.waiting.push(waiter)
    else this.#lines.set(owner, { waiting: [waiter], left: this.#weightOf(owner) })
    this.#size += 1
  }

  /** Who waits no longer. */
  leave(owner: K, waiter: T): void {
    const line = this.#lines.get(owner)
    const at = line?.waiting.indexOf(waiter) ?? -1
    if (!line || at < 0) return
    line.waiting.splice(at, 1)
    this.#size -= 1
    if (line.waiting.length === 0) this.#lines.delete(owner)
  }

  /** The next one, of the first owner that may; undefined: nobody waits, or none that may. */
  next(may: (owner: K) => boolean = () => true): T | undefined {
    for (const [owner, line] of this.#lines) {
      if (!may(owner)) continue
      line.left -= 1
      const waiter = line.waiting.shift()
      this.#size -= 1
      if (line.waiting.length === 0) this.#lines.delete(owner)
      else if (line.left <= 0) this.#toTheBack(owner, line)
      return waiter
    }
    return undefined
  }

  #toTheBack(owner: K, line: Line<T>): void {
    line.left = this.#weightOf(owner)
    this.#lines.delete(owner)
    this.#lines.set(owner, line)
  }
}
