import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { TenantId } from '../domain/ids.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { ConfigLoader } from './config-loader.ts'
import { listTenants } from './layout.ts'
import { readMapping } from './mapping-file.ts'
import { fileProblem, problemLine } from './tree/notes.ts'

/** Everything that is wrong or odd in a configuration directory, told at once. */
export interface TreeReport {
  readonly tenants: readonly TenantId[]
  /** What does not load, or reaches nobody. */
  readonly errors: readonly ConfigProblem[]
  readonly warnings: readonly ConfigProblem[]
}

/**
 * Loads every tenant below `root` (of `only`: those) and the mapping. Never throws for what is in the files.
 * @param only tenants' ids or a domain's name
 */
export async function reportTree(root: string, only?: string): Promise<TreeReport> {
  const loader = new ConfigLoader(root)
  const all = await loader.list()
  const tenants = only === undefined ? all : all.filter((tenant) => tenant === only || tenant.startsWith(`${only}/`))
  const reads = await Promise.all(tenants.map((tenant) => loader.read(tenant)))
  const ofTenants = reads.flatMap((read) => (read.kind === 'invalid' ? read.problems : []))
  const odd = reads.flatMap((read) => (read.kind === 'loaded' ? read.loaded.warnings : []))
  if (only !== undefined) return { tenants, errors: distinct(ofTenants), warnings: distinct(odd) }
  const mapping = await mappingProblems(root)
  return {
    tenants,
    errors: distinct([...mapping, ...ofTenants]),
    warnings: distinct([...(await strays(root)), ...odd]),
  }
}

async function mappingProblems(root: string): Promise<ConfigProblem[]> {
  const { file, problems } = await readMapping(root)
  const known = new Set<string>(await listTenants(root))
  const { accounts = {}, inboxes = {}, fallbacks = [] } = file?.snapshot ?? {}
  const targets = [...Object.values(accounts), ...Object.values(inboxes), ...fallbacks]
  const missing = new Set(targets.filter((tenant) => tenant !== null && !known.has(tenant)))
  const nobody = [...missing].map((tenant) => fileProblem('chatwoot_mapping', `maps to ${tenant}, which is not there`))
  return [...problems, ...nobody]
}

/** Directories that look like domains and accounts and can be none, and files beside them that nobody reads. */
async function strays(root: string): Promise<ConfigProblem[]> {
  const domains = (await entries(root, 'domains')).filter(({ name }) => name !== '_base')
  const below = await Promise.all(
    domains.map(async (domain) => {
      if (!domain.isDirectory()) return [fileProblem(`domains/${domain.name}`, 'is not read: a domain is a directory')]
      if (!TenantId.safeParse(`${domain.name}/x`).success)
        return [fileProblem(`domains/${domain.name}`, 'is not read: a domain is lower-case letters, digits, - and _')]
      const accounts = (await entries(root, `domains/${domain.name}`)).filter((entry) => entry.isDirectory())
      return accounts.flatMap(({ name }) =>
        TenantId.safeParse(`${domain.name}/${name}`).success
          ? []
          : [fileProblem(`domains/${domain.name}/${name}`, 'is not read: an account is letters, digits, - and _')],
      )
    }),
  )
  return below.flat()
}

const entries = async (root: string, directory: string): Promise<Dirent[]> => {
  const found = await readdir(join(root, directory), { withFileTypes: true }).catch(() => [])
  return found.filter(({ name }) => !name.startsWith('.'))
}

/** A file that several tenants share has each problem once. */
const distinct = (problems: readonly ConfigProblem[]): ConfigProblem[] => [
  ...new Map(problems.map((problem) => [problemLine(problem), problem])).values(),
]
