import type { CrewType } from '../domain/channel-kind.ts'
import { type ConnectionId, DEFAULT_CONNECTION, type TenantId } from '../domain/ids.ts'
import { type Addressee, type MappingSnapshot, type ResolvedTenant, resolveTenant } from '../domain/resolve-tenant.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { EMPTY_MAPPING, type MappingEntry, type MappingFile, mappingStamp, readMapping } from './mapping-file.ts'

/**
 * `chatwoot_mapping.yaml` (or `.yml`, `.json`) of the connection `default`, read again within 1 s of a change. A file
 * that does not load leaves the last good mapping in force; no file is an empty mapping.
 */
export class TenantMapping implements AsyncDisposable {
  readonly #root: string
  readonly #listeners = new Set<(snapshot: MappingSnapshot) => void>()
  readonly #timer: NodeJS.Timeout
  #file: MappingFile = EMPTY_MAPPING
  #problems: readonly ConfigProblem[] = []
  #stamp = ''
  #refreshing: Promise<void> | undefined

  /** @param root the directory that holds the mapping file */
  static async open(root: string, { pollMs = 500 }: { pollMs?: number } = {}): Promise<TenantMapping> {
    const mapping = new TenantMapping(root, pollMs)
    await mapping.refresh()
    return mapping
  }

  private constructor(root: string, pollMs: number) {
    this.#root = root
    this.#timer = setInterval(() => void this.refresh(), pollMs).unref()
  }

  resolve({ connection, ...addressee }: Addressee & { connection: ConnectionId }): ResolvedTenant | null {
    return connection === DEFAULT_CONNECTION ? resolveTenant(this.#file.snapshot, addressee) : null
  }

  crewOf(tenant: TenantId, phone: string | null): CrewType | null {
    const key = phone === null ? null : this.#file.phoneKey(phone)
    return this.#file.specialNumbers.find((special) => special.tenant === tenant && special.key === key)?.crew ?? null
  }

  snapshot(): MappingSnapshot {
    return this.#file.snapshot
  }

  /** Every entry of the mapping in force that names a tenant. */
  entries(): readonly MappingEntry[] {
    return this.#file.entries
  }

  /** What is wrong or odd in the file as it is now. */
  problems(): readonly ConfigProblem[] {
    return this.#problems
  }

  onChange(listener: (snapshot: MappingSnapshot) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Reads the file if it changed. Never rejects. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    this.#listeners.clear()
    await this.#refreshing
  }

  async #refresh(): Promise<void> {
    const stamp = await mappingStamp(this.#root)
    if (stamp === this.#stamp) return
    const read = await readMapping(this.#root)
    this.#stamp = stamp
    this.#problems = [...read.errors, ...read.warnings]
    if (!read.file) return
    const isNew = JSON.stringify(read.file.snapshot) !== JSON.stringify(this.#file.snapshot)
    this.#file = read.file
    if (isNew) for (const listener of this.#listeners) listener(read.file.snapshot)
  }
}
