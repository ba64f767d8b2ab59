import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConnectionId, TenantId } from '../domain/ids.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { type CredentialReportParts, credentialReport, strayCredentials } from './credential-report.ts'
import type { Inspected } from './inspected.ts'
import { mappingReport } from './mapping-report.ts'
import { type Found, fileProblem, problemLine } from './tree/notes.ts'

/** Everything that is wrong or odd in a configuration directory, told at once. */
export interface TreeReport {
  readonly tenants: readonly TenantId[]
  /** What does not load, cannot be used, or reaches nobody. */
  readonly errors: readonly ConfigProblem[]
  readonly warnings: readonly ConfigProblem[]
}

export interface TreeReportParts extends CredentialReportParts {
  /** The tenants: those of the files, or with what was pushed. */
  readonly source: {
    list(): Promise<readonly TenantId[]>
    inspect(tenant: TenantId): Promise<Inspected>
  }
  /** Those that the server has; absent: it is not known which there are. */
  readonly connections?: () => readonly ConnectionId[]
}

/** Tenants whose files are open at the same time. */
const AT_ONCE = 20

/**
 * Loads every tenant (of `only`: those) with its credentials, and the mapping of every connection. Never throws for what
 * is in the files.
 * @param only a tenant's id or a domain's name
 */
export async function reportTree(parts: TreeReportParts, only?: string): Promise<TreeReport> {
  const { root, source, connections } = parts
  const all = await source.list()
  const tenants = only === undefined ? all : all.filter((tenant) => tenant === only || tenant.startsWith(`${only}/`))
  const found: Found[] = []
  if (only === undefined) {
    found.push(...(await mappingReport({ root, tenants: all, connections: connections?.() ?? null })))
    found.push(await strayCredentials(root, all), { errors: [], warnings: await strays(root) })
  }
  for (let i = 0; i < tenants.length; i += AT_ONCE)
    found.push(...(await Promise.all(tenants.slice(i, i + AT_ONCE).map((tenant) => tenantReport(parts, tenant)))))
  return {
    tenants,
    errors: distinct(found.flatMap(({ errors }) => errors)),
    warnings: distinct(found.flatMap(({ warnings }) => warnings)),
  }
}

async function tenantReport(parts: TreeReportParts, tenant: TenantId): Promise<Found> {
  const found = await parts.source.inspect(tenant)
  const { read } = found
  const secrets = await credentialReport(parts, found)
  return {
    errors: [...(read.kind === 'invalid' ? read.problems : []), ...secrets.errors],
    warnings: [...(read.kind === 'loaded' ? read.loaded.warnings : []), ...secrets.warnings],
  }
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
