import type { Failure } from '../base/failure.ts'
import type { Verdict } from './answer.ts'

export type TokenKind = 'bot' | 'user'

/** What keeps a connection from working until a person mends it, or Chatwoot comes back. */
export interface Trouble {
  /**
   * `token`: it is refused · `address`: what answers there is no Chatwoot · `silence`: no answer, or only 5xx · `rights`:
   * our tokens are good, but not for everything.
   */
  readonly kind: 'token' | 'address' | 'silence' | 'rights'
  readonly failure: Failure
}

export interface StandingOptions {
  readonly elapsedMs: () => number
  /**
   * Once when a trouble begins or turns into another, and once, with null, when it is over. That a right is missing is
   * told once, whatever else is told, and never as over.
   */
  readonly tell: (trouble: Trouble | null) => void
}

/** While a connection is stopped one call goes through in so many ms, to see whether it was mended. */
const PROBE_MS = 15_000
/** Chatwoot restarts in less. */
const SILENT_AFTER_MS = 60_000

interface Stop {
  readonly trouble: Trouble
  probeAtMs: number
}

/**
 * How one connection stands with its Chatwoot, out of every answer it gave.
 * ```
 *   well ──token refused──────▶ stopped (that token) ──a probe is answered──▶ well
 *    │ └──not a Chatwoot there─▶ stopped (both tokens) ─────────┘
 *    └──a minute of 5xx, of nothing──▶ silent: told, but not stopped, for each call waits longer and longer anyway
 * ```
 * While it is stopped calls are not made at all, but those who ask are told as if they had been: what they wanted waits.
 */
export class Standing {
  readonly #options: StandingOptions
  readonly #stopped = new Map<TokenKind, Stop>()
  readonly #lacking = new Set<string>()
  #silentSinceMs: number | null = null
  #told: Trouble | null = null

  constructor(options: StandingOptions) {
    this.#options = options
  }

  get trouble(): Trouble | null {
    return this.#told
  }

  /** Why a call with this token is not to be made now; null: it is. */
  refusal(token: TokenKind): Failure | null {
    const stop = this.#stopped.get(token)
    const nowMs = this.#options.elapsedMs()
    if (!stop || nowMs >= stop.probeAtMs) {
      if (stop) stop.probeAtMs = nowMs + PROBE_MS
      return null
    }
    return stop.trouble.failure
  }

  /** What an answer says of the connection. */
  note(token: TokenKind, verdict: Verdict): void {
    const failure = verdict.kind === 'ok' ? null : verdict.failure
    if (failure?.code === 'CHATWOOT_ASTRAY') this.#stop(['bot', 'user'], { kind: 'address', failure })
    else if (failure && isSilence(verdict)) this.#isSilent(failure)
    else if (failure && verdict.kind === 'refused' && verdict.isRevoked) this.#stop([token], { kind: 'token', failure })
    else if (failure?.code !== 'CHATWOOT_UNAUTHORIZED') this.#isWell(token)
  }

  /** What our tokens may not do: it stops nothing, and what is said of it is known from then on. */
  lacks(failure: Failure): void {
    if (this.#lacking.has(failure.message)) return
    this.#lacking.add(failure.message)
    this.#options.tell({ kind: 'rights', failure })
  }

  #stop(tokens: readonly TokenKind[], trouble: Trouble): void {
    const probeAtMs = this.#options.elapsedMs() + PROBE_MS
    for (const token of tokens) this.#stopped.set(token, { trouble, probeAtMs })
    this.#tell(trouble)
  }

  #isSilent(failure: Failure): void {
    const nowMs = this.#options.elapsedMs()
    this.#silentSinceMs ??= nowMs
    if (nowMs - this.#silentSinceMs >= SILENT_AFTER_MS) this.#tell({ kind: 'silence', failure })
  }

  /** An answer to one token shows the address to be right for both. */
  #isWell(token: TokenKind): void {
    this.#silentSinceMs = null
    this.#stopped.delete(token)
    for (const [other, { trouble }] of this.#stopped) if (trouble.kind === 'address') this.#stopped.delete(other)
    const [left] = this.#stopped.values()
    this.#tell(left?.trouble ?? null)
  }

  #tell(trouble: Trouble | null): void {
    const isSame = nameOf(trouble) === nameOf(this.#told)
    this.#told = trouble
    if (!isSame) this.#options.tell(trouble)
  }
}

/** Nothing came, or a 5xx; that it is asked too much, Chatwoot says itself. */
const isSilence = (verdict: Verdict): boolean =>
  verdict.kind === 'unknown' || (verdict.kind === 'busy' && !verdict.isChatwoots)

/** One silence is as good as another, whatever each call heard of it. */
const nameOf = (trouble: Trouble | null): string | undefined =>
  trouble?.kind === 'silence' ? 'silence' : trouble?.failure.message
