import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../base/failure.ts'
import { TENANT_FORM, TenantId } from '../domain/ids.ts'
import type { ConfigProblem, LoadedConfig } from '../domain/tenant-config.ts'
import { codeStamp } from './code-stamp.ts'
import type { ConfigVersion, FingerprintedSource, ReadConfig } from './config-source.ts'
import { type Inspected, inspected } from './inspected.ts'
import { layoutOf, listTenants } from './layout.ts'
import { fileProblem, problemLine } from './tree/notes.ts'
import { readText } from './tree/read-text.ts'

/**
 * Reads tenants out of the tree of files that Odoo writes (`docs/reference/tenant-config.md`): all dialects, `_base` →
 * domain → account → crews merged key by key, one typed configuration out.
 */
export class ConfigLoader implements FingerprintedSource {
  readonly #root: string

  /** @param root the directory that holds `domains/` */
  constructor(root: string) {
    this.#root = root
  }

  list(): Promise<readonly TenantId[]> {
    return listTenants(this.#root)
  }

  /** @throws {Failure} CONFIG_INVALID with every problem and its place; nothing else, whatever is in the files */
  async load(tenant: TenantId): Promise<LoadedConfig> {
    const read = await this.read(tenant)
    if (read.kind === 'loaded') return read.loaded
    throw invalid(tenant, read.problems)
  }

  async read(tenant: TenantId): Promise<ReadConfig> {
    return (await this.inspect(tenant)).read
  }

  /** What `read` answers, with what it is made of. */
  async inspect(tenant: TenantId): Promise<Inspected> {
    if (isTenant(tenant)) return inspected(await layoutOf(this.#root, tenant), this.#root)
    const problem = fileProblem('domains', `a tenant is ${TENANT_FORM}`)
    return { read: { kind: 'invalid', problems: [problem] }, draft: null, tenant }
  }

  /** Times and sizes of every file that has a say, and of those that would have if they came. */
  async version(tenant: TenantId): Promise<ConfigVersion> {
    if (!isTenant(tenant)) return { stamp: '', changedAtMs: 0 }
    const { tenant: found, watched } = await layoutOf(this.#root, tenant)
    const stats = await Promise.all(watched.map((path) => stat(join(this.#root, path)).catch(() => null)))
    const marks = stats.map((file, i) => (file ? `${watched[i]}:${file.mtimeMs}:${file.size}:${file.ino}` : '-'))
    return { stamp: [found, ...marks].join('|'), changedAtMs: Math.max(0, ...stats.map((file) => file?.mtimeMs ?? 0)) }
  }

  /** Over the texts of its files and the code that reads them: another release may read the same text otherwise. */
  async fingerprint(tenant: TenantId): Promise<string> {
    const hash = createHash('sha256').update(await codeStamp())
    if (!isTenant(tenant)) return hash.digest('hex')
    const { tenant: found, layers } = await layoutOf(this.#root, tenant)
    const texts = await Promise.all(layers.map(({ file }) => readText(this.#root, file)))
    // As JSON, so that no text can pass for the end of one file and the start of the next.
    return hash.update(JSON.stringify([found, layers, texts])).digest('hex')
  }
}

/** The failure that names the first problem, and says how many more there are. */
export function invalid(tenant: TenantId, problems: readonly ConfigProblem[]): Failure<'CONFIG_INVALID'> {
  const [first, ...rest] = problems
  const problem = first ? problemLine(first) : 'unknown cause'
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : ''
  return new Failure('CONFIG_INVALID', { tenant, problem: `${problem}${more}` })
}

const isTenant = (tenant: TenantId): boolean => TenantId.safeParse(tenant).success
