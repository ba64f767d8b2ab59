import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../base/failure.ts'
import type { CrewType } from '../domain/channel-kind.ts'
import { type ConnectionId, DEFAULT_CONNECTION, type TenantId } from '../domain/ids.ts'
import type { MappingBody, WrittenMapping } from '../domain/mapping.ts'
import { type Addressee, type MappingSnapshots, type ResolvedTenant, resolveTenant } from '../domain/resolve-tenant.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { withMapping, writtenMapping } from './mapping-edit.ts'
import { rewriteFile } from './rewrite-file.ts'
import { TenantMapping } from './tenant-mapping.ts'
import { problemLine } from './tree/notes.ts'
import { readText } from './tree/read-text.ts'

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

  problems(): readonly ConfigProblem[] {
    return [...this.#byConnection].flatMap(([id, mapping]) =>
      mapping.problems().map((problem) => ({ ...problem, file: join(folderOf(id), problem.file) })),
    )
  }

  onChange(listener: (snapshots: MappingSnapshots) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** What is written for a connection, whether it can be used or not. */
  async written(connection: ConnectionId): Promise<{ readonly text: string; readonly mapping: WrittenMapping }> {
    const read = await readText(this.#root, await this.#fileOf(connection))
    const text = read.kind === 'text' ? read.text : ''
    return { text, mapping: writtenMapping(text) }
  }

  /**
   * Writes what `change` makes of what is written, atomically, and has it in force when this resolves.
   * @throws {Failure} BAD_REQUEST the file cannot be edited, STORE_UNWRITABLE; what `change` throws, nothing written
   */
  async edit(connection: ConnectionId, change: (written: WrittenMapping) => MappingBody): Promise<MappingWritten> {
    const file = await this.#fileOf(connection)
    await mkdir(dirname(join(this.#root, file)), { recursive: true })
    let done: MappingWritten | undefined
    const rewritten = await rewriteFile(this.#root, file, (text) => {
      const before = writtenMapping(text)
      const changed = withMapping(text, change(before), { isJson: file.endsWith('.json') })
      if (changed.kind === 'text') done = { before, after: writtenMapping(changed.text) }
      return changed
    })
    if (rewritten.kind === 'refused' || !done)
      throw new Failure('BAD_REQUEST', {
        problem: rewritten.kind === 'refused' ? problemLine(rewritten.problem) : 'nothing was written',
      })
    await this.#byConnection.get(connection)?.refresh()
    return done
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear()
    await Promise.all([...this.#byConnection.values()].map((mapping) => mapping[Symbol.asyncDispose]()))
  }

  #tell(): void {
    const snapshots = this.snapshots()
    for (const listener of this.#listeners) listener(snapshots)
  }

  /** The one that is read; where there is none, the one to write. @throws {Failure} UNKNOWN_CONNECTION */
  async #fileOf(connection: ConnectionId): Promise<string> {
    if (!this.#byConnection.has(connection)) throw new Failure('UNKNOWN_CONNECTION', {})
    const files = NAMES.map((name) => join(folderOf(connection), name))
    for (const file of files) if ((await readText(this.#root, file)).kind !== 'absent') return file
    return files[0] ?? ''
  }
}

const NAMES = ['chatwoot_mapping.yaml', 'chatwoot_mapping.yml', 'chatwoot_mapping.json']

const folderOf = (connection: ConnectionId): string =>
  connection === DEFAULT_CONNECTION ? '' : `connections/${connection}`
