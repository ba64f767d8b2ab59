import type { ConfigDocument } from '../../backends/store/store.ts'
import type { Clock } from '../../base/clock.ts'
import { Failure } from '../../base/failure.ts'
import type { Secret } from '../../base/secret.ts'
import { accountOf, type TenantId } from '../../domain/ids.ts'
import type { ConfigProblem } from '../../domain/tenant-config.ts'
import type { CredentialKeys } from '../credential-keys.ts'
import { type Credentials, mustBeGood, type SealedCredential, unusableAll } from '../credentials.ts'
import { fileProblem } from '../tree/notes.ts'
import { parseTree } from '../tree/parse-tree.ts'
import { type CurrentDocument, CurrentDocuments, refFor } from './current-documents.ts'
import { difference } from './difference.ts'
import type { DocumentVersions } from './document-versions.ts'
import { DocumentWriter } from './document-writer.ts'
import { forbiddenIn, type IsAllowedHost } from './forbidden.ts'
import { OneByOne } from './one-by-one.ts'
import { pushWarnings } from './push-warnings.ts'
import { CANDIDATE, type PushedSource } from './pushed-source.ts'
import { inLines, withLines } from './pushed-text.ts'
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
    }
  | {
      readonly kind: 'refused'
      readonly code: 'CONFIG_FORBIDDEN' | 'CONFIG_INVALID'
      readonly problems: readonly ConfigProblem[]
    }

/** A document as it stands, and why it does not serve; empty: it does. */
export interface ShownDocument extends CurrentDocument {
  readonly problems: readonly ConfigProblem[]
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
  readonly #current: CurrentDocuments
  readonly #writer: DocumentWriter
  readonly #turns = new OneByOne()

  constructor(options: ConfigDocumentsOptions) {
    this.#options = options
    this.#current = new CurrentDocuments(options.root, options.versions)
    this.#writer = new DocumentWriter(options)
  }

  /**
   * What throws changed nothing either.
   * @throws {Failure} BAD_REQUEST not for this tenant, CREDENTIAL_KEY_MISSING a password and no key to encrypt it with,
   * CREDENTIAL_UNUSABLE one that cannot be kept
   */
  push(push: Push): Promise<PushOutcome> {
    return this.#turns.run(push.tenant, () => this.#push(push))
  }

  /** As `push`, of the document in force with what its Odoo says of the shop laid upon it. */
  sync(push: Omit<Push, 'text'>, shop: SyncedShop): Promise<PushOutcome> {
    return this.#turns.run(push.tenant, async () => {
      const current = await this.#current.toEdit(push.tenant, push.type)
      // Laid upon nothing, the sync would put an empty shop in the place of the one that goes on serving.
      if (current && current.faults.length > 0)
        return { kind: 'refused', code: 'CONFIG_INVALID', problems: current.faults }
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

  /** What stands there now, pushed or in the files, whether it loads or not; null: there is no such document. */
  async current(tenant: TenantId, type: string): Promise<ShownDocument | null> {
    const current = await this.#current.find(tenant, type)
    if (!current) return null
    const read = await this.#options.source.read(tenant)
    return { ...current, problems: read.kind === 'invalid' ? read.problems : [] }
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
   * Keeps all of them encrypted, or none; what was encrypted by Odoo (`ENC:`) is read first. Of the version only the
   * refs are kept.
   * @returns the newest version of the tenant's credentials
   * @throws {Failure} CREDENTIAL_UNUSABLE that names the refs, CREDENTIAL_KEY_MISSING
   */
  setCredentials(
    tenant: TenantId,
    secrets: Readonly<Record<string, Secret>>,
    { who, note }: { readonly who: string; readonly note: string },
  ): Promise<number> {
    return this.#turns.run(tenant, async () => {
      const sealed = this.#sealed(tenant, new Map(Object.entries(secrets)))
      if (sealed.length > 0) await this.#writer.write({ tenant, who, note, document: null, sealed })
      return this.#numberOf(tenant, 'credentials')
    })
  }

  async #push(push: Push): Promise<PushOutcome> {
    const { tenant, type, who, note } = push
    const sent = withLines(push.text)
    const refused = this.#refusal(tenant, sent)
    if (refused) return refused
    const read = await this.#options.source.check(tenant, { type, text: sent })
    if (read.kind === 'invalid') return invalid(read.problems)
    const { text, moved, dropped } = withoutSecrets(inLines(push.text), refFor(tenant))
    const kept = text === sent ? read : await this.#options.source.check(tenant, { type, text })
    if (kept.kind === 'invalid') return invalid([...kept.problems, ...leftOut(dropped)])
    const sealed = this.#sealed(tenant, new Map(moved.map(({ ref, secret }) => [ref, secret])))
    const current = await this.#current.find(tenant, type)
    const isNew = current?.from !== 'store' || current.text !== text
    const document = isNew ? { type, text, diff: difference(current?.text ?? null, text) } : null
    await this.#write({ tenant, who, note, document, sealed })
    const warnings = pushWarnings({ type, text: sent, loaded: read.loaded, moved, dropped })
    return { kind: 'accepted', version: await this.#numberOf(tenant, type), isNew, warnings }
  }

  #refusal(tenant: TenantId, text: string): PushOutcome | null {
    const parsed = parseTree(CANDIDATE, text)
    if (parsed.kind === 'unparsed') return invalid(parsed.problems)
    const named = parsed.tree.entries.get('account_id')
    if (named?.kind === 'scalar' && named.text !== '' && named.text !== accountOf(tenant))
      throw new Failure('BAD_REQUEST', { problem: `account_id is "${named.text}", the address says ${tenant}` })
    const problems = forbiddenIn(parsed.tree, this.#options.isAllowedHost)
    return problems.length > 0 ? { kind: 'refused', code: 'CONFIG_FORBIDDEN', problems } : null
  }

  async #backToFiles({ tenant, type, who, note }: Omit<Push, 'text'>): Promise<PushOutcome> {
    const [current, files] = await Promise.all([this.#current.find(tenant, type), this.#current.inFiles(tenant, type)])
    if (files === null && type === 'config') throw new Failure('NOT_FOUND', { what: `file of ${type} of ${tenant}` })
    const read = await this.#options.source.check(tenant, { type, text: null })
    if (read.kind === 'invalid') return invalid(read.problems)
    const diff = difference(current?.text ?? null, files?.text ?? null)
    await this.#write({ tenant, who, note, document: { type, text: null, diff }, sealed: [] })
    return { kind: 'accepted', version: await this.#numberOf(tenant, type), isNew: true, warnings: [] }
  }

  async #write(writing: Parameters<DocumentWriter['write']>[0]): Promise<void> {
    await this.#writer.write(writing)
    await this.#options.reload(writing.tenant)
  }

  /** @throws {Failure} CREDENTIAL_UNUSABLE, CREDENTIAL_KEY_MISSING */
  #sealed(tenant: TenantId, secrets: ReadonlyMap<string, Secret>): readonly SealedCredential[] {
    const { credentials, keys } = this.#options
    mustBeGood(tenant, secrets)
    const opened = [...secrets].map(([ref, secret]) => ({ ref, ...keys.open(secret.reveal(), { tenant, ref }) }))
    const bad = opened.flatMap((each) => (each.kind === 'problem' ? [each] : []))
    if (bad.length > 0) throw unusableAll(tenant, bad)
    const good = opened.flatMap((each) => (each.kind === 'opened' ? [[each.ref, each.secret] as const] : []))
    return credentials.seal(tenant, new Map(good))
  }

  async #numberOf(tenant: TenantId, type: string): Promise<number> {
    return (await this.newest(tenant)).find((document) => document.type === type)?.version ?? 0
  }
}

const invalid = (problems: readonly ConfigProblem[]): PushOutcome => ({
  ...{ kind: 'refused', code: 'CONFIG_INVALID', problems },
})

const leftOut = (dropped: readonly string[]): ConfigProblem[] =>
  dropped.map((path) => fileProblem(CANDIDATE, `${path} is named like a secret, so it is left out: name it otherwise`))
