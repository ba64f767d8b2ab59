import type { Office, PauseScope } from './backends/store/store.ts'
import type { Log } from './base/log.ts'
import type { TenantId } from './domain/ids.ts'
import type { Lane } from './domain/lane.ts'

/** Another process's pause is seen within this, in ms; as often idle conversations are given to humans while one holds. */
const LOOK_EVERY_MS = 1_000
/** So many of them at once: a quarter of what a Chatwoot takes from us, which has its other shops to serve. */
const IDLE_AT_ONCE = 10

export interface PauseBoardDeps {
  readonly store: Office['pauses']
  readonly now: () => number
  readonly log: Log
}

/** Which tenants are stopped. Asked before every turn, so it answers out of memory. */
export class PauseBoard implements Disposable {
  readonly #deps: PauseBoardDeps
  readonly #timer: NodeJS.Timeout
  #hand: (lanes: readonly Lane[]) => void = () => {}
  #scopes: ReadonlySet<string> = new Set()

  static async open(deps: PauseBoardDeps): Promise<PauseBoard> {
    const board = new PauseBoard(deps)
    await board.#look()
    return board
  }

  private constructor(deps: PauseBoardDeps) {
    this.#deps = deps
    const look = () => this.#tick().catch((error) => deps.log.warn({ err: error }, 'the pauses could not be read'))
    this.#timer = setInterval(look, LOOK_EVERY_MS).unref()
  }

  isPaused(tenant: TenantId): boolean {
    return this.#scopes.has(tenant) || this.#scopes.has('*')
  }

  /** From now on told of conversations that went to humans: somebody has to open them. */
  onGiven(hand: (lanes: readonly Lane[]) => void): void {
    this.#hand = hand
  }

  /** Stops at once. How many conversations go to humans: those where somebody waits now, the others soon. */
  async begin(scope: PauseScope, who: string): Promise<number> {
    // Before the transaction: a turn that begins now must not begin to speak.
    this.#scopes = new Set([...this.#scopes, scope])
    const { given, idle } = await this.#deps.store.begin({ scope, atMs: this.#deps.now(), who })
    this.#hand(given)
    await this.#look()
    return given.length + idle
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

  async #tick(): Promise<void> {
    await this.#look()
    if (this.#scopes.size === 0) return
    const given = await this.#deps.store.giveIdle({ atMs: this.#deps.now(), limit: IDLE_AT_ONCE })
    if (given.length > 0) this.#hand(given)
  }

  async #look(): Promise<void> {
    this.#scopes = new Set((await this.#deps.store.list()).map(({ scope }) => scope))
  }
}
