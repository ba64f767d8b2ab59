import type { Office, PauseScope } from './backends/store/store.ts'
import type { Log } from './base/log.ts'
import type { TenantId } from './domain/ids.ts'
import type { Lane } from './domain/lane.ts'

/** Another process's pause is seen within this, in ms. */
const LOOK_EVERY_MS = 1_000

export interface PauseBoardDeps {
  readonly store: Office['pauses']
  readonly now: () => number
  readonly log: Log
}

/** Which tenants are stopped. Asked before every turn, so it answers out of memory. */
export class PauseBoard implements Disposable {
  readonly #deps: PauseBoardDeps
  readonly #timer: NodeJS.Timeout
  #scopes: ReadonlySet<string> = new Set()

  static async open(deps: PauseBoardDeps): Promise<PauseBoard> {
    const board = new PauseBoard(deps)
    await board.#look()
    return board
  }

  private constructor(deps: PauseBoardDeps) {
    this.#deps = deps
    const look = () => this.#look().catch((error) => deps.log.warn({ err: error }, 'the pauses could not be read'))
    this.#timer = setInterval(look, LOOK_EVERY_MS).unref()
  }

  isPaused(tenant: TenantId): boolean {
    return this.#scopes.has(tenant) || this.#scopes.has('*')
  }

  /** Stops at once. Returns the conversations that are the humans' from now on: somebody has to open them. */
  async begin(scope: PauseScope, who: string): Promise<readonly Lane[]> {
    // Before the transaction: a turn that begins now must not begin to speak.
    this.#scopes = new Set([...this.#scopes, scope])
    const lanes = await this.#deps.store.begin({ scope, atMs: this.#deps.now(), who })
    await this.#look()
    return lanes
  }

  /** False: it was not paused. */
  async end(scope: PauseScope): Promise<boolean> {
    const ended = await this.#deps.store.end(scope)
    await this.#look()
    return ended
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    this.#scopes = new Set((await this.#deps.store.list()).map(({ scope }) => scope))
  }
}
