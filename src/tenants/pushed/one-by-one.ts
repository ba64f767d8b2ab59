/** Works of one name run one after the other, in the order they came; others at the same time. */
export class OneByOne {
  readonly #last = new Map<string, Promise<unknown>>()

  /** What `work` gives or throws. */
  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => {})
    this.#last.set(name, settled)
    void settled.then(() => {
      if (this.#last.get(name) === settled) this.#last.delete(name)
    })
    return mine
  }
}
