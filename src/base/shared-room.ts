/**
 * Room for `max`, shared between owners that come and go: an owner may have one more while it has less than is free.
 * Alone it comes to half, and where n owners take all they can get, an n+1-th part is left for whoever comes next. So no
 * owner needs a limit of its own, and none can take the room of all.
 */
export class SharedRoom<K> {
  readonly max: number
  readonly #weightOf: (owner: K) => number
  #held = new Map<K, number>()
  #used = 0

  /** @param weightOf how many times its part an owner may have; once when absent */
  constructor(max: number, weightOf: (owner: K) => number = () => 1) {
    this.max = max
    this.#weightOf = weightOf
  }

  get used(): number {
    return this.#used
  }

  admits(owner: K): boolean {
    const free = this.max - this.#used
    return free > 0 && (this.#held.get(owner) ?? 0) < free * this.#weightOf(owner)
  }

  /** It has so many more, or with a number below zero fewer. */
  add(owner: K, places: number): void {
    const held = (this.#held.get(owner) ?? 0) + places
    if (held > 0) this.#held.set(owner, held)
    else this.#held.delete(owner)
    this.#used += places
  }

  /** They were counted: each has this many, and nobody else has any. */
  set(counted: Iterable<readonly [K, number]>): void {
    this.#held = new Map(counted)
    this.#used = [...this.#held.values()].reduce((sum, places) => sum + places, 0)
  }
}
