/** Pending waits that can all be dropped at once, and counted to know when nothing is under way. */
export class Timers {
  readonly #pending = new Set<NodeJS.Timeout>()

  get count(): number {
    return this.#pending.size
  }

  after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#pending.delete(timer)
      run()
    }, ms)
    this.#pending.add(timer)
  }

  clear(): void {
    for (const timer of this.#pending) clearTimeout(timer)
    this.#pending.clear()
  }
}
