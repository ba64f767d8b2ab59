import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../base/failure.ts'
import type { Secret } from '../base/secret.ts'
import { accountOf, TenantId } from '../domain/ids.ts'
import type { CredentialForm, CredentialKeys, CredentialPlace, OpenedCredential } from './credential-keys.ts'
import { credentialsIn, withCredential, withCredentials } from './credentials-text.ts'
import { layoutOf, listTenants } from './layout.ts'
import { type Change, rewriteFile } from './rewrite-file.ts'
import { problemLine } from './tree/notes.ts'
import { parseTree } from './tree/parse-tree.ts'
import { readText } from './tree/read-text.ts'
import type { Sourced, SourcedMap } from './tree/sourced.ts'

const IN_CONFIG = 'config:'

/** How one ref of a tenant fares. */
export interface CredentialState {
  readonly ref: string
  /** As it is stored; null: it cannot be opened, see `problem`. */
  readonly form: CredentialForm | null
  readonly problem: string | null
}

/** A secret that is good to be kept. */
export interface SealedCredential {
  readonly ref: string
  readonly secret: Secret
  /** As it will lie in the file. */
  readonly value: string
}

export type RecordChanges = (changes: readonly { readonly ref: string; readonly isNew: boolean }[]) => Promise<void>

/**
 * A tenant's secrets by their refs, read when they are used and never kept: `credentials.yaml` beside the account's
 * configuration, else the old `credentials/<account>.yaml` while only one domain has that account.
 */
export class Credentials {
  readonly #root: string
  readonly #keys: CredentialKeys

  constructor(root: string, keys: CredentialKeys) {
    this.#root = root
    this.#keys = keys
  }

  /**
   * A ref `config:<path>` is a secret written in clear text in the configuration itself.
   * @throws {Failure} CREDENTIAL_UNUSABLE that names the ref, CREDENTIALS_AMBIGUOUS
   */
  async of(tenant: TenantId, ref: string): Promise<Secret> {
    const opened = await this.#opened(tenant, ref)
    if (opened.kind === 'opened') return opened.secret
    throw new Failure('CREDENTIAL_UNUSABLE', { tenant, ref, problem: opened.problem })
  }

  /** As `keep`, one. */
  async set(tenant: TenantId, ref: string, secret: Secret): Promise<void> {
    await this.keep(tenant, this.seal(tenant, new Map([[ref, secret]])))
  }

  /**
   * Whether all of `secrets` can be kept, and how they will lie there; nothing is written.
   * @throws {Failure} CREDENTIAL_UNUSABLE that names every ref that is not good, CREDENTIAL_KEY_MISSING
   */
  seal(tenant: TenantId, secrets: ReadonlyMap<string, Secret>): readonly SealedCredential[] {
    mustBeGood(tenant, secrets)
    return [...secrets].map(([ref, secret]) => ({ ref, secret, value: this.#keys.seal(secret, { tenant, ref }) }))
  }

  /**
   * Puts them into the tenant's `credentials.yaml`, all in one write, which keeps everything else that is in it. One
   * that is there already, just so, stays as it is.
   * @param record told what changes, once that is certain to be written: when it throws, nothing is
   * @throws {Failure} CREDENTIAL_UNUSABLE
   */
  async keep(
    tenant: TenantId,
    sealed: readonly SealedCredential[],
    record: RecordChanges = async () => {},
  ): Promise<void> {
    const unusable = (problem: string) =>
      new Failure('CREDENTIAL_UNUSABLE', { tenant, ref: sealed.map(({ ref }) => ref).join(', '), problem })
    if (!(await this.#isThere(tenant))) throw unusable('there is no such tenant')
    const written = await rewriteFile(this.#root, fileOf(tenant), (text) => {
      const stored = credentialsIn(text ?? '') ?? {}
      const isKept = ({ ref, secret }: SealedCredential) => this.#says(stored[ref], { tenant, ref, secret })
      const changing = sealed.filter((each) => !isKept(each))
      const changes = changing.map(({ ref }) => ({ ref, isNew: typeof stored[ref] !== 'string' }))
      const changed = withCredentials(text ?? `account_id: ${accountOf(tenant)}\n`, changing)
      return { ...changed, beforeSwap: () => record(changes) }
    })
    if (written.kind === 'refused') throw unusable(problemLine(written.problem))
  }

  /**
   * Writes everything in the tenant's `credentials.yaml` anew with the newest master key, clear text and `ENC:` too.
   * What cannot be opened stays as it is.
   * @returns how each stood before; none when there is no such file
   * @throws {Failure} CREDENTIAL_UNUSABLE, CREDENTIAL_KEY_MISSING
   */
  async rotate(tenant: TenantId): Promise<readonly CredentialState[]> {
    let states: readonly CredentialState[] = []
    if (!(await isFile(join(this.#root, fileOf(tenant))))) return states
    const written = await rewriteFile(this.#root, fileOf(tenant), (text) => {
      states = this.#statesIn(tenant, text ?? '')
      return this.#resealed(tenant, text ?? '')
    })
    if (written.kind === 'refused')
      throw new Failure('CREDENTIAL_UNUSABLE', { tenant, ref: '*', problem: problemLine(written.problem) })
    return states
  }

  /** Every ref in the tenant's own file, and `used` ones wherever they are. Never throws for what is in the files. */
  async check(tenant: TenantId, used: readonly string[]): Promise<readonly CredentialState[]> {
    const read = await readText(this.#root, fileOf(tenant))
    const own = read.kind === 'text' ? this.#statesIn(tenant, read.text) : []
    const elsewhere = used.filter((ref) => !own.some((state) => state.ref === ref))
    return [...own, ...(await Promise.all(elsewhere.map((ref) => this.#state(tenant, ref))))]
  }

  async #state(tenant: TenantId, ref: string): Promise<CredentialState> {
    try {
      return stateOf(ref, await this.#opened(tenant, ref))
    } catch (error) {
      return { ref, form: null, problem: (error as Failure).message }
    }
  }

  #statesIn(tenant: TenantId, text: string): CredentialState[] {
    return Object.entries(credentialsIn(text) ?? {}).map(([ref, value]) => {
      if (typeof value === 'string' && value !== '' && value !== 'false')
        return stateOf(ref, this.#keys.open(value, { tenant, ref }))
      return { ref, form: null, problem: 'there is no text for it' }
    })
  }

  /** Whether `stored` is this very secret, under the newest key. */
  #says(stored: unknown, { secret, ...place }: CredentialPlace & { readonly secret: Secret }): boolean {
    const opened = typeof stored === 'string' ? this.#keys.open(stored, place) : null
    return opened?.kind === 'opened' && opened.form === 'ENC2' && opened.secret.reveal() === secret.reveal()
  }

  #resealed(tenant: TenantId, text: string): Change {
    let changed: Change = { kind: 'text', text }
    for (const [ref, stored] of Object.entries(credentialsIn(text) ?? {})) {
      const opened = typeof stored === 'string' && stored ? this.#keys.open(stored, { tenant, ref }) : null
      if (opened?.kind !== 'opened' || opened.form === 'ENC2') continue
      if (changed.kind === 'text')
        changed = withCredential(changed.text, { ref, value: this.#keys.seal(opened.secret, { tenant, ref }) })
    }
    return changed
  }

  async #isThere(tenant: TenantId): Promise<boolean> {
    const isTenant = TenantId.safeParse(tenant).success
    return (
      isTenant &&
      stat(join(this.#root, `domains/${tenant}`)).then(
        (found) => found.isDirectory(),
        () => false,
      )
    )
  }

  async #opened(tenant: TenantId, ref: string): Promise<OpenedCredential> {
    if (!TenantId.safeParse(tenant).success) return { kind: 'problem', problem: 'there is no such tenant' }
    const { tenant: home, layers } = await layoutOf(this.#root, tenant)
    const place = { tenant: home, ref }
    const found = ref.startsWith(IN_CONFIG)
      ? await this.#inConfig(layers, ref.slice(IN_CONFIG.length))
      : await this.#inFile(place)
    return found.kind === 'text' ? this.#keys.open(found.text, place) : found
  }

  /** The tenant's own file; what is not in it may still be in the old one. */
  async #inFile({ tenant, ref }: CredentialPlace): Promise<Found> {
    const own = await this.#tree(fileOf(tenant))
    const found = own.kind === 'absent' ? null : valueIn(own, ['credentials', ref])
    if (found && (found.kind === 'text' || own.kind === 'broken')) return found
    const account = accountOf(tenant)
    const old = await this.#tree(`credentials/${account}.yaml`)
    if (old.kind === 'absent') return found ?? { kind: 'problem', problem: `there is no ${fileOf(tenant)}` }
    const sharers = (await listTenants(this.#root)).filter((other) => accountOf(other) === account)
    if (sharers.length > 1) throw new Failure('CREDENTIALS_AMBIGUOUS', { account, tenants: sharers.join(', ') })
    return valueIn(old, ['credentials', ref])
  }

  /** The highest layer that has it, as the loader merged them. */
  async #inConfig(layers: readonly { readonly file: string }[], path: string): Promise<Found> {
    for (const { file } of layers.toReversed()) {
      const tree = await this.#tree(file)
      const found = tree.kind === 'absent' ? undefined : valueIn(tree, path.split('.'))
      if (found?.kind === 'text') return found
    }
    return { kind: 'problem', problem: 'it is no longer in the configuration' }
  }

  async #tree(file: string): Promise<FileTree> {
    const read = await readText(this.#root, file)
    if (read.kind === 'absent') return read
    const parsed = read.kind === 'text' ? parseTree(file, read.text) : null
    if (parsed?.kind === 'tree') return { kind: 'tree', file, tree: parsed.tree }
    const problem = read.kind === 'text' ? (parsed?.kind === 'unparsed' ? parsed.problems[0] : undefined) : read.problem
    const where = problem?.line ? `${file}:${problem.line}` : file
    return { kind: 'broken', problem: `${where}: ${problem?.message ?? 'does not load'}` }
  }
}

/**
 * Refs that are refs, and values that are there. A name that is no ref is told by its number: it may be a secret that
 * took the ref's place.
 * @throws {Failure} CREDENTIAL_UNUSABLE
 */
export function mustBeGood(tenant: TenantId, secrets: ReadonlyMap<string, Secret>): void {
  const bad = [...secrets].flatMap(([ref, secret], i) => {
    if (!/^[\w.@+-]{1,200}$/.test(ref))
      return [{ ref: `number ${i + 1}`, problem: 'a ref is 1 to 200 letters, digits and . _ - @ +' }]
    return secret.reveal() === '' ? [{ ref, problem: 'the value is empty' }] : []
  })
  if (bad.length > 0) throw unusableAll(tenant, bad)
}

/** One failure for several refs. */
export function unusableAll(
  tenant: TenantId,
  bad: readonly { readonly ref: string; readonly problem: string }[],
): Failure<'CREDENTIAL_UNUSABLE'> {
  const problem = [...new Set(bad.map((each) => each.problem))].join('; ')
  return new Failure('CREDENTIAL_UNUSABLE', { tenant, ref: bad.map(({ ref }) => ref).join(', '), problem })
}

type FileTree =
  | { readonly kind: 'absent' }
  | { readonly kind: 'broken'; readonly problem: string }
  | { readonly kind: 'tree'; readonly file: string; readonly tree: SourcedMap }
type Found = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'problem'; readonly problem: string }

function valueIn(file: Exclude<FileTree, { kind: 'absent' }>, path: readonly string[]): Found {
  if (file.kind === 'broken') return { kind: 'problem', problem: file.problem }
  let node: Sourced | undefined = file.tree
  for (const step of path) node = node?.kind === 'map' ? node.entries.get(step) : undefined
  if (!node) return { kind: 'problem', problem: `it is not in ${file.file}` }
  const text = textOf(node)
  return text
    ? { kind: 'text', text }
    : { kind: 'problem', problem: `${file.file}:${node.at.line} holds no text for it` }
}

/** A number as it was written; `false`, `null` and all that is no scalar are no text. */
function textOf(node: Sourced): string {
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean') return ''
  return typeof node.value === 'string' ? node.value : node.text
}

const fileOf = (tenant: TenantId): string => `domains/${tenant}/credentials.yaml`

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

const stateOf = (ref: string, opened: OpenedCredential): CredentialState =>
  opened.kind === 'opened' ? { ref, form: opened.form, problem: null } : { ref, form: null, problem: opened.problem }
