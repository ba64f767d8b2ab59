import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfigDocument } from '../../backends/store/store.ts'
import type { Clock } from '../../base/clock.ts'
import { Failure } from '../../base/failure.ts'
import type { Secret } from '../../base/secret.ts'
import { accountOf, type TenantId } from '../../domain/ids.ts'
import type { ConfigProblem } from '../../domain/tenant-config.ts'
import type { MappingWritten } from '../connection-mappings.ts'
import type { CredentialKeys } from '../credential-keys.ts'
import type { Credentials } from '../credentials.ts'
import { layoutOf } from '../layout.ts'
import { parseTree } from '../tree/parse-tree.ts'
import { readText } from '../tree/read-text.ts'
import { type Plain, plain } from '../tree/sourced.ts'
import { difference } from './difference.ts'
import type { DocumentVersions } from './document-versions.ts'
import { forbiddenIn, type IsAllowedHost } from './forbidden.ts'
import { OneByOne } from './one-by-one.ts'
import type { PushedSource } from './pushed-source.ts'
import { type SyncedShop, syncedConfig } from './synced-config.ts'
import { withoutSecrets } from './without-secrets.ts'

export interface Push {
  readonly tenant: TenantId
  /** `config` or `crews/<name>`. */
  readonly type: string
  /** YAML or JSON. */
  readonly text: string
  readonly who: string
  readonly note: string
}

/** What became of a push. A refused one changed nothing. */
export type PushOutcome =
  | {
      readonly kind: 'accepted'
      readonly version: number
      /** False: it says what was in force already, and made no version. */
      readonly isNew: boolean
      readonly warnings: readonly ConfigProblem[]
      /** Keys named like a secret that nothing uses: not kept. */
      readonly dropped: readonly string[]
      readonly credentialsVersion: number
    }
  | {
      readonly kind: 'refused'
      readonly code: 'CONFIG_FORBIDDEN' | 'CONFIG_INVALID'
      readonly problems: readonly ConfigProblem[]
    }

/** A document as it is in force. */
export interface CurrentDocument {
  readonly from: 'store' | 'files'
  /** 0: of the files. */
  readonly version: number
  readonly text: string
  readonly plain: Plain
}

export interface ConfigDocumentsOptions {
  /** The directory of the files. */
  readonly root: string
  readonly versions: DocumentVersions
  readonly source: PushedSource
  readonly credentials: Credentials
  readonly keys: CredentialKeys
  readonly isAllowedHost: IsAllowedHost
  /** Has every process read the tenant anew. */
  readonly reload: (tenant: TenantId) => Promise<unknown>
  readonly now: Clock
}

/** Tenants' documents as others push and read them: every accepted one is a version, none holds a secret. */
export class ConfigDocuments {
  readonly #options: ConfigDocumentsOptions
  readonly #turns = new OneByOne()

  constructor(options: ConfigDocumentsOptions) {
    this.#options = options
  }

  /** @throws {Failure} BAD_REQUEST not for this tenant, BAD_SETTING a password and no key to encrypt it with */
  push(push: Push): Promise<PushOutcome> {
    return this.#turns.run(push.tenant, () => this.#push(push))
  }

  /** As `push`, of the document in force with what its Odoo says of the shop laid upon it. */
  sync(push: Omit<Push, 'text'>, shop: SyncedShop): Promise<PushOutcome> {
    return this.#turns.run(push.tenant, async () => {
      const current = await this.current(push.tenant, push.type)
      return this.#push({ ...push, text: syncedConfig(current?.text ?? '', shop) })
    })
  }

  /**
   * Puts an older version in force, as a new one; 0: the files again.
   * @throws {Failure} NOT_FOUND
   */
  rollback({ version, ...push }: Omit<Push, 'text' | 'note'> & { readonly version: number }): Promise<PushOutcome> {
    const { tenant, type } = push
    return this.#turns.run(tenant, async () => {
      const note = `back to version ${version}`
      if (version === 0) return this.#backToFiles({ ...push, note })
      const old = await this.#options.versions.version(tenant, type, version)
      if (old?.text == null) throw new Failure('NOT_FOUND', { what: `version ${version} of ${type} of ${tenant}` })
      return this.#push({ ...push, text: old.text, note })
    })
  }

  /** What is in force; null: there is no such document. Without secrets, also of a file that has some. */
  async current(tenant: TenantId, type: string): Promise<CurrentDocument | null> {
    const newest = (await this.#options.versions.newest(tenant)).find((document) => document.type === type)
    if (newest?.text != null) return currentOf(newest.text, { from: 'store', version: newest.version })
    const text = await this.#inFiles(tenant, type)
    return text === null ? null : currentOf(withoutSecrets(text, refFor(tenant)).text, { from: 'files', version: 0 })
  }

  /** Newest first. */
  history(tenant: TenantId, type: string): Promise<ConfigDocument[]> {
    return this.#options.versions.history(tenant, type)
  }

  version(tenant: TenantId, type: string, version: number): Promise<ConfigDocument | null> {
    return this.#options.versions.version(tenant, type, version)
  }

  newest(tenant: TenantId): Promise<ConfigDocument[]> {
    return this.#options.versions.newest(tenant)
  }

  /**
   * Keeps secrets encrypted; what was encrypted by Odoo (`ENC:`) is read first. Of the version only the refs are kept.
   * @throws {Failure} CREDENTIAL_UNUSABLE that names the ref, BAD_SETTING without CREDENTIAL_MASTER_KEY
   */
  setCredentials(
    tenant: TenantId,
    secrets: Readonly<Record<string, Secret>>,
    { who, note }: { readonly who: string; readonly note: string },
  ): Promise<number> {
    return this.#turns.run(tenant, () => this.#setCredentials(tenant, secrets, { who, note }))
  }

  /** Notes what a sync made of the tenant's place in Chatwoot; the mapping's file itself says what is in force. */
  recordMapping(
    tenant: TenantId,
    { before, after, who, note }: MappingWritten & { readonly who: string; readonly note: string },
  ): Promise<number> {
    const { versions, now } = this.#options
    const diff = difference(JSON.stringify(before), JSON.stringify(after))
    const own = diff.filter(({ path }) => !path.startsWith('special_numbers'))
    return versions.add({ tenant, type: 'mapping', atMs: now(), who, text: null, note, diff: own })
  }

  async #push(push: Push): Promise<PushOutcome> {
    const { tenant, type, who, note } = push
    const { versions, source, reload, now } = this.#options
    const text = readable(push.text)
    const refused = this.#refusal(push, text)
    if (refused) return refused
    const read = await source.check(tenant, { type, text })
    if (read.kind === 'invalid') return { kind: 'refused', code: 'CONFIG_INVALID', problems: read.problems }
    const { warnings } = read.loaded
    const { moved, dropped, text: cleaned } = withoutSecrets(text, refFor(tenant))
    const secrets = Object.fromEntries(moved.map(({ ref, secret }) => [ref, secret]))
    await this.#makeHome(tenant)
    const credentialsVersion = await this.#setCredentials(tenant, secrets, { who, note })
    const current = await this.current(tenant, type)
    const same = current?.from === 'store' && current.text === cleaned
    const diff = difference(current?.text ?? null, cleaned)
    const version = same
      ? current.version
      : await versions.add({ tenant, type, atMs: now(), who, text: cleaned, note, diff })
    await reload(tenant)
    return { kind: 'accepted', version, isNew: !same, warnings, dropped, credentialsVersion }
  }

  #refusal({ tenant }: Push, text: string): PushOutcome | null {
    const parsed = parseTree('body', text)
    if (parsed.kind === 'unparsed') return { kind: 'refused', code: 'CONFIG_INVALID', problems: parsed.problems }
    const named = parsed.tree.entries.get('account_id')
    if (named?.kind === 'scalar' && named.text !== '' && named.text !== accountOf(tenant))
      throw new Failure('BAD_REQUEST', { problem: `account_id is "${named.text}", the address says ${tenant}` })
    const problems = forbiddenIn(parsed.tree, this.#options.isAllowedHost)
    return problems.length > 0 ? { kind: 'refused', code: 'CONFIG_FORBIDDEN', problems } : null
  }

  async #backToFiles({ tenant, type, who, note }: Omit<Push, 'text'>): Promise<PushOutcome> {
    const { versions, now, reload } = this.#options
    const [current, files] = await Promise.all([this.current(tenant, type), this.#inFiles(tenant, type)])
    if (files === null && type === 'config') throw new Failure('NOT_FOUND', { what: `file of ${type} of ${tenant}` })
    const diff = difference(current?.text ?? null, files === null ? null : withoutSecrets(files, refFor(tenant)).text)
    const version = await versions.add({ tenant, type, atMs: now(), who, text: null, note, diff })
    await reload(tenant)
    const credentialsVersion = await this.#credentialsVersion(tenant)
    return { kind: 'accepted', version, isNew: true, warnings: [], dropped: [], credentialsVersion }
  }

  async #setCredentials(
    tenant: TenantId,
    secrets: Readonly<Record<string, Secret>>,
    { who, note }: { readonly who: string; readonly note: string },
  ): Promise<number> {
    const refs = Object.keys(secrets)
    if (refs.length === 0) return this.#credentialsVersion(tenant)
    const { credentials, keys, versions, now } = this.#options
    await this.#makeHome(tenant)
    for (const [ref, secret] of Object.entries(secrets)) {
      const opened = keys.open(secret.reveal(), { tenant, ref })
      if (opened.kind === 'problem') throw new Failure('CREDENTIAL_UNUSABLE', { tenant, ref, problem: opened.problem })
      await credentials.set(tenant, ref, opened.secret)
    }
    const diff = refs.map((path) => ({ path, before: null, after: '[secret]' }))
    const text = JSON.stringify({ refs })
    return versions.add({ tenant, type: 'credentials', atMs: now(), who, text, note, diff })
  }

  async #credentialsVersion(tenant: TenantId): Promise<number> {
    const newest = await this.#options.versions.newest(tenant)
    return newest.find(({ type }) => type === 'credentials')?.version ?? 0
  }

  /** Its secrets lie there, and with it there the domain `default` does not step in for it. */
  async #makeHome(tenant: TenantId): Promise<void> {
    try {
      await mkdir(join(this.#options.root, 'domains', tenant), { recursive: true, mode: 0o700 })
    } catch (cause) {
      const problem = `CONFIG_DIR: ${(cause as NodeJS.ErrnoException).code ?? 'cannot be written'}`
      throw new Failure('STORE_UNWRITABLE', { problem }, { cause })
    }
  }

  async #inFiles(tenant: TenantId, type: string): Promise<string | null> {
    const { root } = this.#options
    const layout = await layoutOf(root, tenant)
    const layer = layout.layers.find(({ role, crew }) =>
      type === 'config' ? role === 'account' : role === 'crew' && type === `crews/${crew}`,
    )
    if (!layer || layout.tenant !== tenant) return null
    const read = await readText(root, layer.file)
    return read.kind === 'text' ? read.text : null
  }
}

function currentOf(text: string, where: Pick<CurrentDocument, 'from' | 'version'>): CurrentDocument {
  const parsed = parseTree('', text)
  return { ...where, text, plain: parsed.kind === 'tree' ? plain(parsed.tree) : {} }
}

const refFor = (tenant: TenantId): string => `${accountOf(tenant)}-odoo`

/** JSON is laid out anew, so that a problem's line says something. */
function readable(text: string): string {
  const bare = text.replace(/^\uFEFF/, '')
  if (!bare.trimStart().startsWith('{')) return bare
  try {
    return JSON.stringify(JSON.parse(bare), null, 2)
  } catch {
    return bare
  }
}
