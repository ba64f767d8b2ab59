interface Line<T> {
  readonly waiting: T[]
  /** Places left in this round. */
  left: number
}

/**
 * Those who wait, each with whose they are: in a round every owner is served as often as its weight says, so that one
 * with a thousand waiting delays another by its weight and not by a thousand. Who comes anew is in the round that is
 * under way, before those who had their part of it. In order within an owner.
 */
export class FairLine<K, T> {
  readonly #weightOf: (owner: K) => number
  /** Owners with somebody waiting who have places left in this round, in the order they are served; and the others. */
  #lines = new Map<K, Line<T>>()
  #served = new Map<K, Line<T>>()
  #size = 0

  constructor(weightOf: (owner: K) => number = () => 1) {
    this.#weightOf = weightOf
  }

  get size(): number {
    return this.#size
  }

  push(owner: K, waiter: T): void {
    const line = this.#lines.get(owner) ?? this.#served.get(owner)
    if (line) line.waiting.push(waiter)
    else this.#lines.set(owner, { waiting: [waiter], left: this.#weightOf(owner) })
    this.#size += 1
  }

  /** Who waits no longer. */
  leave(owner: K, waiter: T): void {
    const line = this.#lines.get(owner) ?? this.#served.get(owner)
    const at = line?.waiting.indexOf(waiter) ?? -1
    if (!line || at < 0) return
    line.waiting.splice(at, 1)
    this.#size -= 1
  }

  /** The next one, of the first owner that may; undefined: nobody waits, or none that may. */
  next(may: (owner: K) => boolean = () => true): T | undefined {
    return this.#nextOf(this.#lines, may) ?? this.#nextRound(may)
  }

  #nextRound(may: (owner: K) => boolean): T | undefined {
    // Those left of this round may not go on now, and are first in the next one.
    for (const [owner, line] of this.#served)
      if (line.waiting.length > 0) this.#lines.set(owner, { ...line, left: this.#weightOf(owner) })
    this.#served = new Map()
    return this.#nextOf(this.#lines, may)
  }

  #nextOf(lines: Map<K, Line<T>>, may: (owner: K) => boolean): T | undefined {
    for (const [owner, line] of lines) {
      if (line.waiting.length === 0) lines.delete(owner)
      else if (may(owner)) return this.#take(owner, line)
    }
    return undefined
  }

  #take(owner: K, line: Line<T>): T | undefined {
    line.left -= 1
    this.#size -= 1
    const waiter = line.waiting.shift()
    if (line.left > 0) return waiter
    // Kept while nobody waits, too: who comes back has had its part of this round.
    this.#lines.delete(owner)
    this.#served.set(owner, line)
    return waiter
  }
}
