import type { Office } from '../backends/store/store.ts'
import type { Clock } from '../base/clock.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Caller } from './caller.ts'

/** A request that was refused, without anything of what was sent. */
export interface Refusal {
  /** Null: nobody we know. */
  readonly caller: Caller | null
  /** The address it came from. */
  readonly from: string
  readonly method: string
  readonly path: string
  /** Of whom it wanted something; null: it did not come so far. */
  readonly target: TenantId | null
  readonly code: string
  /** In words. */
  readonly problem: string
}

const WINDOW_MS = 3_600_000
/** Lines an hour: of one key, and of all together who have none. */
const MAX_LINES = 60
const MAX_CHARACTERS = 300

interface Window {
  readonly startedAtMs: number
  written: number
  unwritten: number
}

/** Writes refused requests into the audit log; of a flood the first ones of each hour, and then how many they were. */
export class RefusalAudit {
  readonly #audit: Pick<Office['audit'], 'add'>
  readonly #now: Clock
  /** By who calls: as many as there are keys, and one. */
  readonly #windows = new Map<string, Window>()

  constructor(audit: Pick<Office['audit'], 'add'>, now: Clock) {
    this.#audit = audit
    this.#now = now
  }

  /** @throws {Failure} STORE_UNWRITABLE */
  async add({ caller, from, method, path, target, code, problem }: Refusal): Promise<void> {
    const who = caller?.who ?? 'nobody'
    const { isAllowed, unwritten } = this.#count(who)
    if (!isAllowed) return
    const tenant = caller?.kind === 'tenant' ? caller.tenant : target
    const detail = {
      ...{ code, request: cut(`${method} ${path}`), problem: cut(problem), from },
      ...(target !== null && target !== tenant ? { target } : {}),
      ...(unwritten > 0 ? { unwritten } : {}),
    }
    await this.#audit.add({ atMs: this.#now(), who, what: 'request.refused', tenant, detail })
  }

  #count(who: string): { readonly isAllowed: boolean; readonly unwritten: number } {
    const nowMs = this.#now()
    const known = this.#windows.get(who)
    const isNew = !known || nowMs - known.startedAtMs >= WINDOW_MS
    const window = isNew ? { startedAtMs: nowMs, written: 0, unwritten: 0 } : known
    this.#windows.set(who, window)
    const isAllowed = window.written < MAX_LINES
    if (isAllowed) window.written += 1
    else window.unwritten += 1
    return { isAllowed, unwritten: isNew ? (known?.unwritten ?? 0) : 0 }
  }
}

const cut = (text: string): string => (text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text)
