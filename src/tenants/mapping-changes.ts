import { stringify } from 'yaml'
import type { ConfigDocument } from '../backends/store/store.ts'
import type { Clock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import { type ConnectionId, DEFAULT_CONNECTION, type TenantId } from '../domain/ids.ts'
import type { MappingBody, WrittenMapping } from '../domain/mapping.ts'
import type { ConnectionMappings, MappingWritten } from './connection-mappings.ts'
import { mappingDifference, ownChanges, undone } from './mapping-difference.ts'
import type { DocumentVersions } from './pushed/document-versions.ts'
import { problemLine } from './tree/notes.ts'

export interface MappingChangesParts {
  readonly mappings: ConnectionMappings
  readonly versions: Pick<DocumentVersions, 'addAll' | 'history' | 'version'>
  /** The tenants there are. */
  readonly list: () => Promise<readonly TenantId[]>
  readonly now: Clock
}

/** Whose versions: a tenant's own entries, or null, the whole mapping. */
export interface MappingPlace {
  readonly connection: ConnectionId
  readonly tenant: TenantId | null
}

export interface MappingChanged extends MappingWritten {
  /** Of the whole mapping; 0: it said the same already, and none was ever made. */
  readonly version: number
}

/** @throws what forbids it; nothing is changed then */
export type MayChange = (change: { readonly body: MappingBody; readonly before: WrittenMapping }) => void

/** No tenant can be called so. */
const EVERYBODY = '*' as TenantId

/** A mapping changed over HTTP: each change is a version of the whole and of each tenant it touches, and is taken back in one call. */
export class MappingChanges {
  readonly #parts: MappingChangesParts

  constructor(parts: MappingChangesParts) {
    this.#parts = parts
  }

  /** As `ConnectionMappings.edit`. What changes nothing makes no version. */
  async change(
    connection: ConnectionId,
    by: { readonly who: string; readonly note: string },
    make: (before: WrittenMapping) => MappingBody,
  ): Promise<MappingChanged> {
    const written = await this.#parts.mappings.edit(connection, make, (done) => this.#record(connection, by, done))
    const [newest] = await this.history({ connection, tenant: null }, 1)
    return { ...written, version: newest?.version ?? 0 }
  }

  /** Newest first. */
  history({ connection, tenant }: MappingPlace, limit?: number): Promise<ConfigDocument[]> {
    return this.#parts.versions.history(tenant ?? EVERYBODY, typeOf(connection), limit)
  }

  version({ connection, tenant }: MappingPlace, version: number): Promise<ConfigDocument | null> {
    return this.#parts.versions.version(tenant ?? EVERYBODY, typeOf(connection), version)
  }

  /**
   * Takes back what was changed after `version`, as a new version; 0: everything that was. Of a tenant its own entries
   * alone. Special numbers stay: phones are kept nowhere but in the file.
   * @throws {Failure} NOT_FOUND, BAD_REQUEST for a number that is another tenant's by now
   */
  async rollback(
    place: MappingPlace & { readonly version: number },
    { who, mayChange }: { readonly who: string; readonly mayChange: MayChange },
  ): Promise<MappingChanged> {
    const { connection, tenant, version } = place
    const all = await this.history(place, EVERY)
    if (version !== 0 && !all.some((each) => each.version === version))
      throw new Failure('NOT_FOUND', { what: `version ${version} of the mapping${tenant ? ` of ${tenant}` : ''}` })
    const later = all.filter((each) => each.version > version)
    return this.change(connection, { who, note: `back to version ${version}` }, (before) => {
      const body = undone(later, { tenant, before })
      mayChange({ body, before })
      return body
    })
  }

  /** What is wrong with a mapping as it is now: for the operator all of it, for a tenant what leads to it. */
  async warnings({ connection, tenant }: MappingPlace): Promise<string[]> {
    const { mappings, list } = this.#parts
    const { errors, warnings } = mappings.missing(await list(), { connection, ofTenant: tenant ?? undefined })
    const ofFile = tenant === null ? mappings.problems(connection) : []
    return [...ofFile, ...errors, ...warnings].map(problemLine)
  }

  async #record(
    connection: ConnectionId,
    { who, note }: { readonly who: string; readonly note: string },
    { before, after }: MappingWritten,
  ): Promise<void> {
    const diff = mappingDifference(before, after)
    if (diff.length === 0) return
    const { versions, now } = this.#parts
    const about = { type: typeOf(connection), atMs: now(), who, note }
    const own = ownChanges(before, after).map(({ entries, ...each }) => ({ ...each, text: stringify(entries) }))
    await versions.addAll([{ tenant: EVERYBODY, text: null, diff }, ...own].map((each) => ({ ...about, ...each })))
  }
}

/** More than are ever made. */
const EVERY = 1_000_000

const typeOf = (connection: ConnectionId): string =>
  connection === DEFAULT_CONNECTION ? 'mapping' : `mapping/${connection}`
