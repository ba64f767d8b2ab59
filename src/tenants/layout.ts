import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { accountOf, domainOf, TenantId, tenantOf } from '../domain/ids.ts'

/** The domain that serves accounts of domains that are not there. */
export const DEFAULT_DOMAIN = 'default'

/** The tenant that serves `asked` while the domain of `asked` is not there. */
export const steppingIn = (asked: TenantId): TenantId => tenantOf(DEFAULT_DOMAIN, accountOf(asked))

/** Where a tenant's configuration stands; paths from the root, in forward slashes. */
export interface Layout {
  /** The tenant whose files these are: another than asked for when the domain `default` steps in. */
  readonly tenant: TenantId
  /** Lowest first: `_base/*`, then the domain's, then the account's, then its crews'. */
  readonly layers: readonly Layer[]
  /** Paths whose coming, going or change makes a new version. */
  readonly watched: readonly string[]
  /** Accounts that the domain does have, looked up only when this one has no file; empty when there is no such domain. */
  readonly accounts: readonly string[]
}

export interface Layer {
  readonly file: string
  readonly role: 'base' | 'domain' | 'account' | 'crew'
  /** Of role `crew`: the directory's name. */
  readonly crew: string | null
}

/** Finds the files of `tenant` below `root`. A missing directory is an empty one. */
export async function layoutOf(root: string, asked: TenantId): Promise<Layout> {
  const isThere = await isPresent(root, `domains/${domainOf(asked)}`)
  const stepsIn = !isThere && (await isPresent(root, `domains/${steppingIn(asked)}`))
  const tenant = stepsIn ? steppingIn(asked) : asked
  const [bases, own, crews] = await Promise.all([
    files(root, 'domains/_base'),
    firstPresent(root, `domains/${tenant}`),
    crewFiles(root, `domains/${tenant}/crews`),
  ])
  const shared = await firstPresent(root, `domains/${domainOf(tenant)}`)
  const layers: Layer[] = [
    ...bases.map((file): Layer => ({ file, role: 'base', crew: null })),
    { file: shared, role: 'domain', crew: null },
    { file: own, role: 'account', crew: null },
    ...crews,
  ]
  // A domain may have ten thousand: listing them is for an error's sake alone.
  const accounts = (await isPresent(root, own)) ? [] : await directories(root, `domains/${domainOf(tenant)}`)
  return { tenant, layers, accounts, watched: ['domains/_base', ...layers.map(({ file }) => file)] }
}

/** Every `<domain>/<account>` directory, sorted. Names that can be no tenant are passed over. */
export async function listTenants(root: string): Promise<readonly TenantId[]> {
  const domains = (await directories(root, 'domains')).filter((name) => name !== '_base')
  const found = await Promise.all(
    domains.map(async (domain) => {
      const accounts = await directories(root, `domains/${domain}`)
      return accounts.flatMap((account) => TenantId.safeParse(`${domain}/${account}`).data ?? [])
    }),
  )
  return found.flat().sort()
}

const NAMES = ['config.yaml', 'config.yml', 'config.json']

/** The first of the accepted names that is there; the first name when none is. */
async function firstPresent(root: string, directory: string): Promise<string> {
  for (const name of NAMES) if (await isPresent(root, `${directory}/${name}`)) return `${directory}/${name}`
  return `${directory}/config.yaml`
}

async function crewFiles(root: string, directory: string): Promise<Layer[]> {
  const crews = await directories(root, directory)
  return Promise.all(
    crews.map(
      async (crew): Promise<Layer> => ({ file: await firstPresent(root, `${directory}/${crew}`), role: 'crew', crew }),
    ),
  )
}

const files = async (root: string, directory: string): Promise<string[]> =>
  (await entries(root, directory))
    .filter((entry) => !entry.isDirectory() && /\.(ya?ml|json)$/.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => `${directory}/${entry.name}`)
    .sort()

const directories = async (root: string, directory: string): Promise<string[]> =>
  (await entries(root, directory))
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort()

const entries = (root: string, directory: string): Promise<Dirent[]> =>
  readdir(join(root, directory), { withFileTypes: true }).catch(() => [])

const isPresent = (root: string, path: string): Promise<boolean> =>
  stat(join(root, path)).then(
    () => true,
    () => false,
  )
