import { resolve, sep } from 'node:path'
import type { Secret } from './base/secret.ts'
import type { TenantId } from './domain/ids.ts'
import type { LoadedConfig } from './domain/tenant-config.ts'
import type { Settings } from './settings.ts'
import { ConfigLoader, type Origin } from './tenants/config-loader.ts'
import type { ReadConfig } from './tenants/config-source.ts'
import { CredentialKeys } from './tenants/credential-keys.ts'
import { type CredentialState, Credentials } from './tenants/credentials.ts'
import { type Migrated, migrateTree } from './tenants/migrate-tree.ts'
import { reportTree, type TreeReport } from './tenants/tree-report.ts'

export type { CredentialState, LoadedConfig, Migrated, Origin, ReadConfig, TreeReport }

/** The configuration directory in the hands of whoever runs the server: no server is asked. */
export class TenantTools {
  readonly #root: string
  readonly #loader: ConfigLoader
  readonly #credentials: Credentials

  /** @throws {Failure} BAD_SETTING for a master key that is none */
  constructor(settings: Pick<Settings, 'CONFIG_DIR' | 'CREDENTIAL_ENCRYPTION_KEY' | 'CREDENTIAL_MASTER_KEY'>) {
    this.#root = settings.CONFIG_DIR
    this.#loader = new ConfigLoader(this.#root)
    this.#credentials = new Credentials(
      this.#root,
      new CredentialKeys({ fernet: settings.CREDENTIAL_ENCRYPTION_KEY, master: settings.CREDENTIAL_MASTER_KEY }),
    )
  }

  get root(): string {
    return this.#root
  }

  /** @param path a configuration directory, or a domain, account or file below one; absent: CONFIG_DIR */
  validate(path?: string): Promise<TreeReport> {
    if (path === undefined) return reportTree(this.#root)
    const whole = resolve(path)
    const at = `${whole}${sep}`.lastIndexOf(`${sep}domains${sep}`)
    if (at < 0) return reportTree(whole)
    const [domain, account] = whole.slice(at + `${sep}domains${sep}`.length).split(sep)
    const only = [domain, account].filter((part) => part && !/^config\.(ya?ml|json)$/.test(part)).join('/')
    return only === '' || domain === '_base' ? reportTree(whole.slice(0, at)) : reportTree(whole.slice(0, at), only)
  }

  list(): Promise<readonly TenantId[]> {
    return this.#loader.list()
  }

  read(tenant: TenantId): Promise<ReadConfig> {
    return this.#loader.read(tenant)
  }

  /** @throws {Failure} CONFIG_INVALID when the files cannot be read as far as that */
  explain(tenant: TenantId): Promise<readonly Origin[]> {
    return this.#loader.explain(tenant)
  }

  migrate(oldRoot: string): Promise<readonly Migrated[]> {
    return migrateTree(resolve(oldRoot), this.#root)
  }

  /** @throws {Failure} CREDENTIAL_UNUSABLE, BAD_SETTING */
  setCredential(tenant: TenantId, ref: string, secret: Secret): Promise<void> {
    return this.#credentials.set(tenant, ref, secret)
  }

  /** @throws {Failure} CREDENTIAL_UNUSABLE, BAD_SETTING */
  rotateCredentials(tenant: TenantId): Promise<readonly CredentialState[]> {
    return this.#credentials.rotate(tenant)
  }

  /** Of the tenant's own file, and those that its configuration names. */
  async checkCredentials(tenant: TenantId): Promise<readonly CredentialState[]> {
    const read = await this.#loader.read(tenant)
    const ref = read.kind === 'loaded' ? read.loaded.config.odoo?.credentialRef : null
    return this.#credentials.check(tenant, ref ? [ref] : [])
  }
}
