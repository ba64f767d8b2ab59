import type { Clock } from '../base/clock.ts'
import type { Secret } from '../base/secret.ts'
import { ConfigLoader } from './config-loader.ts'
import { ConfigRegistry } from './config-registry.ts'
import { Credentials } from './credentials.ts'
import { TenantMapping } from './tenant-mapping.ts'
import { Tenants } from './tenants.ts'

/** Opens the tenants of a configuration directory (`chatwoot_mapping.yaml`, `domains/…`). A missing one is empty. */
export async function openTenants(options: {
  readonly configDir: string
  readonly now: Clock
  /** `CREDENTIAL_ENCRYPTION_KEY`. */
  readonly credentialKey: Secret | null
}): Promise<Tenants> {
  const { configDir, now, credentialKey } = options
  return new Tenants({
    registry: new ConfigRegistry({ source: new ConfigLoader(configDir), now }),
    mapping: await TenantMapping.open(configDir),
    credentials: new Credentials(configDir, credentialKey),
  })
}
