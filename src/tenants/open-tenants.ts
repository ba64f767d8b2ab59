import type { Cache } from '../backends/cache/cache.ts'
import type { Clock } from '../base/clock.ts'
import type { Secret } from '../base/secret.ts'
import { CachedSource } from './cached-source.ts'
import { ConfigLoader } from './config-loader.ts'
import { ConfigRegistry } from './config-registry.ts'
import { CredentialKeys } from './credential-keys.ts'
import { Credentials } from './credentials.ts'
import { TenantMapping } from './tenant-mapping.ts'
import { Tenants } from './tenants.ts'

/**
 * Opens the tenants of a configuration directory (`chatwoot_mapping.yaml`, `domains/…`). A missing one is empty.
 * @throws {Failure} BAD_SETTING for a master key that is none
 */
export async function openTenants(options: {
  readonly configDir: string
  readonly now: Clock
  /** `CREDENTIAL_ENCRYPTION_KEY`. */
  readonly credentialKey: Secret | null
  /** `CREDENTIAL_MASTER_KEY`. */
  readonly masterKey?: Secret | null
  /** Closed by whoever opened it. One that nobody shares is of no use here. */
  readonly cache?: Cache
}): Promise<Tenants> {
  const { configDir, now, credentialKey, masterKey = null } = options
  const cache = options.cache?.isShared ? options.cache : undefined
  const loader = new ConfigLoader(configDir)
  const keys = new CredentialKeys({ fernet: credentialKey, master: masterKey })
  return new Tenants({
    registry: new ConfigRegistry({ source: cache ? new CachedSource(loader, cache) : loader, cache, now }),
    mapping: await TenantMapping.open(configDir),
    credentials: new Credentials(configDir, keys),
  })
}
