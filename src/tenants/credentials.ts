import { Failure } from '../base/failure.ts'
import { Secret } from '../base/secret.ts'
import { accountOf, TenantId } from '../domain/ids.ts'
import { decryptFernet } from './fernet.ts'
import { layoutOf, listTenants } from './layout.ts'
import { parseTree } from './tree/parse-tree.ts'
import { readText } from './tree/read-text.ts'
import type { Sourced, SourcedMap } from './tree/sourced.ts'

const ENCRYPTED = 'ENC:'
const IN_CONFIG = 'config:'

/**
 * A tenant's secrets by their refs, read when they are used and never kept: `credentials.yaml` beside the account's
 * configuration, else the old `credentials/<account>.yaml` while only one domain has that account.
 */
export class Credentials {
  readonly #root: string
  readonly #key: Secret | null

  /** @param key `CREDENTIAL_ENCRYPTION_KEY`, for values written `ENC:…` */
  constructor(root: string, key: Secret | null) {
    this.#root = root
    this.#key = key
  }

  /**
   * A ref `config:<path>` is a secret written in clear text in the configuration itself.
   * @throws {Failure} CREDENTIAL_UNUSABLE, CREDENTIALS_AMBIGUOUS
   */
  async of(tenant: TenantId, ref: string): Promise<Secret> {
    const unusable = (problem: string) => new Failure('CREDENTIAL_UNUSABLE', { tenant, ref, problem })
    if (!TenantId.safeParse(tenant).success) throw unusable('there is no such tenant')
    const value = ref.startsWith(IN_CONFIG)
      ? await this.#inConfig(tenant, ref.slice(IN_CONFIG.length))
      : await this.#inFile(tenant, ref)
    if (value.kind === 'problem') throw unusable(value.problem)
    const text = value.text
    if (text.startsWith('ENC2:')) throw unusable('encrypted in a way this version does not know (ENC2)')
    if (!text.startsWith(ENCRYPTED)) return new Secret(text)
    if (!this.#key) throw unusable('it is encrypted and CREDENTIAL_ENCRYPTION_KEY is not set')
    const clear = decryptTwice(text.slice(ENCRYPTED.length), this.#key)
    if (clear === null) throw unusable('it cannot be decrypted with CREDENTIAL_ENCRYPTION_KEY')
    return new Secret(clear)
  }

  async #inFile(tenant: TenantId, ref: string): Promise<Found> {
    const { tenant: home } = await layoutOf(this.#root, tenant)
    const own = await this.#tree(`domains/${home}/credentials.yaml`)
    if (own.kind !== 'absent') return valueIn(own, ['credentials', ref])
    const account = accountOf(home)
    const old = await this.#tree(`credentials/${account}.yaml`)
    if (old.kind === 'absent') return { kind: 'problem', problem: `there is no domains/${home}/credentials.yaml` }
    const sharers = (await listTenants(this.#root)).filter((other) => accountOf(other) === account)
    if (sharers.length > 1) throw new Failure('CREDENTIALS_AMBIGUOUS', { account, tenants: sharers.join(', ') })
    return valueIn(old, ['credentials', ref])
  }

  /** The highest layer that has it, as the loader merged them. */
  async #inConfig(tenant: TenantId, path: string): Promise<Found> {
    const { layers } = await layoutOf(this.#root, tenant)
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

/** The token is base64 already and was encoded once more by the writer. A token encoded once is taken too. */
function decryptTwice(text: string, key: Secret): string | null {
  const inner = Buffer.from(text, 'base64url').toString('latin1')
  return decryptFernet(inner, key) ?? decryptFernet(text, key)
}
