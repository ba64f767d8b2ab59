/** Work that is done one at a time, and again when it was asked for meanwhile. */
export class Repeated {
  readonly #work: () => Promise<boolean>
  readonly #over: AbortSignal
  readonly #atRest: () => void
  #isAsked = false
  #underWay: Promise<void> | null = null

  /**
   * @param work tells whether it is to be done again; never rejects
   * @param over from then on nothing more is begun
   * @param atRest called whenever nothing is left to do
   */
  constructor(work: () => Promise<boolean>, over: AbortSignal, atRest: () => void = () => {}) {
    this.#work = work
    this.#over = over
    this.#atRest = atRest
  }

  get isIdle(): boolean {
    return this.#underWay === null
  }

  ask(): void {
    this.#isAsked = true
    this.#underWay ??= this.#whileAsked().finally(() => {
      this.#underWay = null
      if (this.#isAsked && !this.#over.aborted) this.ask()
    })
  }

  /** Resolves when what is under way has ended. */
  async idle(): Promise<void> {
    await this.#underWay
  }

  async #whileAsked(): Promise<void> {
    while (this.#isAsked && !this.#over.aborted) {
      this.#isAsked = false
      const again = await this.#work()
      this.#isAsked ||= again
    }
    this.#atRest()
  }
}
