import type { Secret } from '../base/secret.ts'
import type { CrewType } from '../domain/channel-kind.ts'
import type { ConnectionId, TenantId } from '../domain/ids.ts'
import type { Addressee, MappingSnapshots, ResolvedTenant } from '../domain/resolve-tenant.ts'
import type { ConfigProblem, LoadedConfig } from '../domain/tenant-config.ts'
import type { ConfigRegistry, TenantProblems } from './config-registry.ts'
import type { ConnectionMappings } from './connection-mappings.ts'
import type { Credentials } from './credentials.ts'
import type { MappingChanges } from './mapping-changes.ts'
import type { ConfigDocuments } from './pushed/config-documents.ts'
import type { TenantReports } from './tenant-reports.ts'

export type { MappingChanged, MappingChanges, MappingPlace } from './mapping-changes.ts'
export type { ConfigDocuments, PushOutcome } from './pushed/config-documents.ts'
export type { SyncedShop } from './pushed/synced-config.ts'
export type { TenantReports } from './tenant-reports.ts'

export interface TenantsParts {
  readonly registry: ConfigRegistry
  readonly mappings: ConnectionMappings
  readonly credentials: Credentials
  readonly documents: ConfigDocuments
  readonly reports: TenantReports
  readonly mappingChanges: MappingChanges
}

/** Everything the way of a message asks about tenants. It owns its parts and closes them. */
export class Tenants implements AsyncDisposable {
  readonly #parts: TenantsParts
  /** What is pushed, its versions, and the way back. */
  readonly documents: ConfigDocuments
  /** Which Chatwoot account or inbox is whose, to read and to write. */
  readonly mappings: ConnectionMappings
  /** Configurations as a person asks about them. */
  readonly reports: TenantReports
  /** Changes of the mappings that are kept as versions. */
  readonly mappingChanges: MappingChanges

  constructor(parts: TenantsParts) {
    this.#parts = parts
    this.documents = parts.documents
    this.mappings = parts.mappings
    this.reports = parts.reports
    this.mappingChanges = parts.mappingChanges
  }

  /** Whose this is; null: nobody's. Each connection has a mapping of its own. */
  resolve(addressee: Addressee & { readonly connection: ConnectionId }): ResolvedTenant | null {
    return this.mappings.resolve(addressee)
  }

  /** The crew that a special number of this tenant reaches; null: an ordinary customer. Signed deliveries only. */
  crewOf(tenant: TenantId, phone: string | null): CrewType | null {
    return this.mappings.crewOf(tenant, phone)
  }

  /**
   * The tenant's configuration as it was at most 2 s ago. From here on use its `config.tenant`: an account of an
   * unknown domain is served by the domain `default`.
   * @throws {Failure} CONFIG_INVALID when no version of it ever loaded
   */
  config(tenant: TenantId): Promise<LoadedConfig> {
    return this.#parts.registry.get(tenant)
  }

  /** Reads it anew at once. @throws {Failure} CONFIG_INVALID; what served before goes on serving */
  forceReload(tenant: TenantId): Promise<LoadedConfig> {
    return this.#parts.registry.forceReload(tenant)
  }

  list(): Promise<readonly TenantId[]> {
    return this.#parts.registry.list()
  }

  /** @throws {Failure} CREDENTIAL_UNUSABLE that names the ref, CREDENTIALS_AMBIGUOUS */
  credentialOf(tenant: TenantId, ref: string): Promise<Secret> {
    return this.#parts.credentials.of(tenant, ref)
  }

  /** Keeps it encrypted. @throws {Failure} CREDENTIAL_UNUSABLE that names the ref, CREDENTIAL_KEY_MISSING */
  setCredential(tenant: TenantId, ref: string, secret: Secret): Promise<void> {
    return this.#parts.credentials.set(tenant, ref, secret)
  }

  /** What is wrong now: of the mapping, and of every tenant asked for so far. */
  problems(): readonly ConfigProblem[] {
    const ofTenants = this.#parts.registry.problems().flatMap(({ problems }) => problems)
    return [...this.mappings.problems(), ...ofTenants]
  }

  /** Of those asked for so far, the tenants whose newest configuration does not load. */
  broken(): readonly TenantProblems[] {
    return this.#parts.registry.problems()
  }

  mapping(): MappingSnapshots {
    return this.mappings.snapshots()
  }

  /** Calls `listener` with each new mapping, until the returned function is called. */
  onMapping(listener: (snapshots: MappingSnapshots) => void): () => void {
    return this.mappings.onChange(listener)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.mappings[Symbol.asyncDispose]()
    await this.#parts.registry[Symbol.asyncDispose]()
  }
}
