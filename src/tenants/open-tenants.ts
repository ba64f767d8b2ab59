import type { Cache } from '../backends/cache/cache.ts'
import type { ConfigDocument } from '../backends/store/store.ts'
import type { Clock } from '../base/clock.ts'
import { Failure } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'
import { CachedSource } from './cached-source.ts'
import { ConfigLoader } from './config-loader.ts'
import { ConfigRegistry } from './config-registry.ts'
import { ConnectionMappings } from './connection-mappings.ts'
import { CredentialKeys } from './credential-keys.ts'
import { Credentials } from './credentials.ts'
import { MappingChanges } from './mapping-changes.ts'
import { ConfigDocuments } from './pushed/config-documents.ts'
import type { DocumentVersions } from './pushed/document-versions.ts'
import { PushedSource } from './pushed/pushed-source.ts'
import { TenantReports } from './tenant-reports.ts'
import { Tenants } from './tenants.ts'

/**
 * Opens the tenants of a configuration directory (`chatwoot_mapping.yaml`, `domains/…`), with what was pushed in the
 * place of what stands there. A missing directory is an empty one.
 * @throws {Failure} BAD_SETTING for a master key that is none
 */
export async function openTenants(options: {
  readonly configDir: string
  /** Where what was pushed is kept. Without it nothing can be pushed. */
  readonly versions?: DocumentVersions
  readonly now: Clock
  /** `CREDENTIAL_ENCRYPTION_KEY`. */
  readonly credentialKey: Secret | null
  /** `CREDENTIAL_MASTER_KEY`. */
  readonly masterKey?: Secret | null
  /** Whether a push may name it though it is private. */
  readonly isAllowedHost?: (url: URL) => boolean
  /** Closed by whoever opened it. One that nobody shares is of no use here. */
  readonly cache?: Cache
}): Promise<Tenants> {
  const {
    configDir: root,
    versions = NO_VERSIONS,
    now,
    credentialKey,
    masterKey = null,
    isAllowedHost = () => false,
  } = options
  const cache = options.cache?.isShared ? options.cache : undefined
  const source = new PushedSource({ root, tree: new ConfigLoader(root), versions })
  const registry = new ConfigRegistry({ source: cache ? new CachedSource(source, cache) : source, cache, now })
  const keys = new CredentialKeys({ fernet: credentialKey, master: masterKey })
  const credentials = new Credentials(root, keys)
  const documents = new ConfigDocuments({
    ...{ root, versions, source, credentials, keys, isAllowedHost, now },
    reload: (tenant) => registry.forceReload(tenant),
  })
  const mappings = await ConnectionMappings.open(root)
  const reports = new TenantReports({
    ...{ root, source, credentials },
    connections: () => mappings.connections,
    serving: (tenant) => registry.get(tenant),
    pushedVersion: async (tenant) => pushedVersion(await versions.newest(tenant)),
  })
  const mappingChanges = new MappingChanges({ mappings, versions, list: () => source.list(), now })
  return new Tenants({ registry, mappings, credentials, documents, reports, mappingChanges })
}

/** Of the configuration; null: its file is read. */
const pushedVersion = (newest: readonly ConfigDocument[]): number | null =>
  newest.find(({ type, text }) => type === 'config' && text !== null)?.version ?? null

const noStore = () =>
  Promise.reject(new Failure('STORE_UNWRITABLE', { problem: 'there is no store for what is pushed' }))

const NO_VERSIONS: DocumentVersions = {
  add: noStore,
  addAll: noStore,
  newest: async () => [],
  history: async () => [],
  version: async () => null,
  tenants: async () => [],
}
