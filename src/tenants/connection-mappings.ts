import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../base/failure.ts'
import type { CrewType } from '../domain/channel-kind.ts'
import { type ConnectionId, DEFAULT_CONNECTION, type TenantId } from '../domain/ids.ts'
import type { MappingBody, WrittenMapping } from '../domain/mapping.ts'
import { type Addressee, type MappingSnapshots, type ResolvedTenant, resolveTenant } from '../domain/resolve-tenant.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { withMapping, writtenMapping } from './mapping-edit.ts'
import { MAPPING_LIMITS, MAPPING_NAMES } from './mapping-file.ts'
import { missingTargets } from './missing-targets.ts'
import { rewriteFile } from './rewrite-file.ts'
import { TenantMapping } from './tenant-mapping.ts'
import { type Found, problemLine } from './tree/notes.ts'
import { readText } from './tree/read-text.ts'

/** Which entries are looked at; absent: all. */
export interface MissingAsk {
  readonly connection?: ConnectionId | undefined
  readonly ofTenant?: TenantId | undefined
}

/** What a change of a mapping did. */
export interface MappingWritten {
  readonly before: WrittenMapping
  readonly after: WrittenMapping
}

/**
 * One mapping for each connection: `chatwoot_mapping.yaml` speaks for the connection `default`,
 * `connections/<id>/chatwoot_mapping.yaml` for the others, whose Chatwoot numbers are other things.
 */
export class ConnectionMappings implements AsyncDisposable {
  readonly #root: string
  readonly #pollMs: number
  readonly #byConnection = new Map<ConnectionId, TenantMapping>()
  readonly #listeners = new Set<(snapshots: MappingSnapshots) => void>()

  static async open(root: string, { pollMs = 500 }: { pollMs?: number } = {}): Promise<ConnectionMappings> {
    const mappings = new ConnectionMappings(root, pollMs)
    await mappings.follow([DEFAULT_CONNECTION])
    return mappings
  }

  private constructor(root: string, pollMs: number) {
    this.#root = root
    this.#pollMs = pollMs
  }

  /** From now on these connections have mappings, and no others but `default`. */
  async follow(connections: readonly ConnectionId[]): Promise<void> {
    const wanted = new Set([DEFAULT_CONNECTION, ...connections])
    for (const [id, mapping] of this.#byConnection) {
      if (wanted.has(id)) continue
      this.#byConnection.delete(id)
      await mapping[Symbol.asyncDispose]()
    }
    for (const id of wanted) {
      if (this.#byConnection.has(id)) continue
      const mapping = await TenantMapping.open(join(this.#root, folderOf(id)), { pollMs: this.#pollMs })
      mapping.onChange(() => this.#tell())
      this.#byConnection.set(id, mapping)
    }
    this.#tell()
  }

  /** Those that have mappings. */
  get connections(): readonly ConnectionId[] {
    return [...this.#byConnection.keys()]
  }

  resolve({ connection, ...addressee }: Addressee & { connection: ConnectionId }): ResolvedTenant | null {
    const mapping = this.#byConnection.get(connection)
    return mapping ? resolveTenant(mapping.snapshot(), addressee) : null
  }

  crewOf(tenant: TenantId, phone: string | null): CrewType | null {
    for (const mapping of this.#byConnection.values()) {
      const crew = mapping.crewOf(tenant, phone)
      if (crew) return crew
    }
    return null
  }

  snapshots(): MappingSnapshots {
    return Object.fromEntries([...this.#byConnection].map(([id, mapping]) => [id, mapping.snapshot()]))
  }

  /** What is wrong or odd in the files as they are now; of one connection, or of all. */
  problems(connection?: ConnectionId): readonly ConfigProblem[] {
    return [...this.#byConnection]
      .filter(([id]) => connection === undefined || id === connection)
      .flatMap(([id, mapping]) => mapping.problems().map(inFolder(id)))
  }

  /** Entries of one connection, or of all, that lead to no tenant; `tenants` are those there are. */
  missing(tenants: readonly TenantId[], { connection, ofTenant }: MissingAsk = {}): Found {
    const found = [...this.#byConnection]
      .filter(([id]) => connection === undefined || id === connection)
      .map(([id, mapping]) => {
        const entries = mapping.entries().filter(({ tenant }) => ofTenant === undefined || tenant === ofTenant)
        const { errors, warnings } = missingTargets(entries, tenants, { isGuessing: ofTenant === undefined })
        return { errors: errors.map(inFolder(id)), warnings: warnings.map(inFolder(id)) }
      })
    return { errors: found.flatMap(({ errors }) => errors), warnings: found.flatMap(({ warnings }) => warnings) }
  }

  onChange(listener: (snapshots: MappingSnapshots) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** What is written for a connection, whether it can be used or not. */
  async written(connection: ConnectionId): Promise<{ readonly text: string; readonly mapping: WrittenMapping }> {
    const read = await readText(this.#root, await this.#fileOf(connection), MAPPING_LIMITS)
    const text = read.kind === 'text' ? read.text : ''
    return { text, mapping: writtenMapping(text) }
  }

  /**
   * Writes what `change` makes of what is written, atomically, and has it in force when this resolves.
   * @param record told what changes, once that is certain to be written: when it throws, nothing is
   * @throws {Failure} BAD_REQUEST the file cannot be edited, STORE_UNWRITABLE; what `change` throws, nothing written
   */
  async edit(
    connection: ConnectionId,
    change: (written: WrittenMapping) => MappingBody,
    record: (written: MappingWritten) => Promise<void> = async () => {},
  ): Promise<MappingWritten> {
    const file = await this.#fileOf(connection)
    await mkdir(dirname(join(this.#root, file)), { recursive: true })
    let done: MappingWritten | undefined
    const rewritten = await rewriteFile(this.#root, file, (text) => {
      const edited = withMapping(text, change, { isJson: file.endsWith('.json') })
      if (edited.kind === 'problem') return edited
      done = edited
      return { kind: 'text', text: edited.text, beforeSwap: () => record(edited) }
    })
    if (rewritten.kind === 'refused' || !done)
      throw new Failure('BAD_REQUEST', {
        problem: rewritten.kind === 'refused' ? problemLine(rewritten.problem) : 'nothing was written',
      })
    await this.#byConnection.get(connection)?.refresh()
    return { before: done.before, after: done.after }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear()
    await Promise.all([...this.#byConnection.values()].map((mapping) => mapping[Symbol.asyncDispose]()))
  }

  #tell(): void {
    const snapshots = this.snapshots()
    for (const listener of this.#listeners) listener(snapshots)
  }

  /** The one that is read; where there is none, the one to write. @throws {Failure} NOT_FOUND */
  async #fileOf(connection: ConnectionId): Promise<string> {
    if (!this.#byConnection.has(connection)) {
      const there = [...this.#byConnection.keys()].join(', ')
      throw new Failure('NOT_FOUND', { what: `connection ${connection}; there are ${there}` })
    }
    const files = MAPPING_NAMES.map((name) => join(folderOf(connection), name))
    for (const file of files) if (await isThere(join(this.#root, file))) return file
    return files[0] ?? ''
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const inFolder =
  (connection: ConnectionId) =>
  (problem: ConfigProblem): ConfigProblem => ({ ...problem, file: join(folderOf(connection), problem.file) })

/** Where the mapping of a connection stands, below the configuration's directory. */
export const folderOf = (connection: ConnectionId): string =>
  connection === DEFAULT_CONNECTION ? '' : `connections/${connection}`
