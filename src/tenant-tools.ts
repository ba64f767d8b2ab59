import { resolve, sep } from 'node:path'
import type { Secret } from './base/secret.ts'
import type { TenantId } from './domain/ids.ts'
import type { Settings } from './settings.ts'
import { ConfigLoader } from './tenants/config-loader.ts'
import { CredentialKeys } from './tenants/credential-keys.ts'
import { type CredentialState, Credentials } from './tenants/credentials.ts'
import { type Migrated, migrateTree } from './tenants/migrate-tree.ts'
import { TenantReports } from './tenants/tenant-reports.ts'
import type { TreeReport } from './tenants/tree-report.ts'

export type { CredentialState, Migrated, TenantReports, TreeReport }

type TenantToolsSettings = Pick<Settings, 'CONFIG_DIR' | 'CREDENTIAL_ENCRYPTION_KEY' | 'CREDENTIAL_MASTER_KEY'>

/** The configuration directory in the hands of whoever runs the server: no server is asked. */
export class TenantTools {
  readonly #root: string
  readonly #settings: TenantToolsSettings
  readonly #loader: ConfigLoader
  readonly #keys: CredentialKeys
  readonly #credentials: Credentials

  /** @throws {Failure} BAD_SETTING for a master key that is none */
  constructor(settings: TenantToolsSettings) {
    this.#root = settings.CONFIG_DIR
    this.#settings = settings
    this.#loader = new ConfigLoader(this.#root)
    this.#keys = new CredentialKeys({
      fernet: settings.CREDENTIAL_ENCRYPTION_KEY,
      master: settings.CREDENTIAL_MASTER_KEY,
    })
    this.#credentials = new Credentials(this.#root, this.#keys)
  }

  get root(): string {
    return this.#root
  }

  /** @param path a configuration directory, or a domain, account or file below one; absent: CONFIG_DIR */
  validate(path?: string): Promise<TreeReport> {
    if (path === undefined) return this.reports.validate()
    const whole = resolve(path)
    const at = `${whole}${sep}`.lastIndexOf(`${sep}domains${sep}`)
    if (at < 0) return this.#reports(whole).validate()
    const [domain, account] = whole.slice(at + `${sep}domains${sep}`.length).split(sep)
    const only = [domain, account].filter((part) => part && !/^config\.(ya?ml|json)$/.test(part)).join('/')
    const reports = this.#reports(whole.slice(0, at))
    return only === '' || domain === '_base' ? reports.validate() : reports.validate(only)
  }

  list(): Promise<readonly TenantId[]> {
    return this.#loader.list()
  }

  /** What the files of CONFIG_DIR say. */
  get reports(): TenantReports {
    return this.#reports(this.#root)
  }

  /** Without a key nothing can be said of what it encrypts. */
  #reports(root: string): TenantReports {
    const keyless = [
      ...(this.#settings.CREDENTIAL_ENCRYPTION_KEY ? [] : ['ENC:' as const]),
      ...(this.#settings.CREDENTIAL_MASTER_KEY ? [] : ['ENC2:' as const]),
    ]
    const credentials = new Credentials(root, this.#keys)
    return new TenantReports({ root, source: new ConfigLoader(root), credentials, keyless })
  }

  migrate(oldRoot: string): Promise<readonly Migrated[]> {
    return migrateTree(resolve(oldRoot), this.#root)
  }

  /** @throws {Failure} CREDENTIAL_UNUSABLE, CREDENTIAL_KEY_MISSING */
  setCredential(tenant: TenantId, ref: string, secret: Secret): Promise<void> {
    return this.#credentials.set(tenant, ref, secret)
  }

  /** @throws {Failure} CREDENTIAL_UNUSABLE, CREDENTIAL_KEY_MISSING */
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
