import { chmod, constants, copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseDocument } from 'yaml'
import { accountOf, TenantId } from '../domain/ids.ts'
import { withCredential } from './credentials-text.ts'
import { listTenants } from './layout.ts'
import { rewriteFile } from './rewrite-file.ts'

/** What became of one file of the old tree. */
export interface Migrated {
  readonly from: string
  /** Null: it was left where it is. */
  readonly to: string | null
  /** Why it was left, or what else is to be known. */
  readonly note: string
}

/**
 * Copies a tree of an older layout into `root` as it is read today: `<domain>.yaml`, `<domain>/<account>.yaml`, the
 * same without `domains/`, and the global places of credentials. Nothing that is there is overwritten; the old tree
 * stays as it is.
 */
export async function migrateTree(oldRoot: string, root: string): Promise<readonly Migrated[]> {
  const files = await filesBelow(oldRoot)
  const [later, first] = split(files, (file) => isGlobalCredentials(file))
  const done: Migrated[] = []
  for (const from of first) done.push(await copied({ oldRoot, root, from, to: placeOf(from, files) }))
  // Whose the credentials are is known once all accounts are there.
  const tenants = await listTenants(root)
  for (const from of later) done.push(...(await shared({ oldRoot, root, from, tenants })))
  return done
}

/**
 * Where a file of the old tree belongs now; null: nowhere that is known. At the top of the tree `<name>.yaml` is a
 * domain's only where that domain has accounts among `files`.
 */
export function placeOf(file: string, files: readonly string[] = []): string | null {
  if (/^chatwoot_mapping\.(ya?ml|json)$/.test(file)) return file
  const parts = file.replace(/^domains\//, '').split('/')
  const name = /^(.+)\.(ya?ml|json)$/.exec(parts.at(-1) ?? '')
  const [, base = '', type = ''] = name ?? []
  const [domain = '', account = ''] = parts
  if (!name) return null
  if (domain === '_base' && parts.length === 2) return `domains/_base/${account}`
  if (parts.length === 1) {
    const isDomain = file !== parts[0] || files.some((other) => other.replace(/^domains\//, '').startsWith(`${base}/`))
    return isDomain && isTenant(base, 'x') && base !== 'config' ? `domains/${base}/config.${type}` : null
  }
  if (parts.length === 2 && base === 'config') return isTenant(domain, 'x') ? `domains/${domain}/config.${type}` : null
  if (parts.length === 2) return isTenant(domain, base) ? `domains/${domain}/${base}/config.${type}` : null
  const isOwn = parts.length === 3 && (base === 'config' || base === 'credentials')
  const isCrew = parts.length === 5 && parts[2] === 'crews' && base === 'config'
  return (isOwn || isCrew) && isTenant(domain, account) ? `domains/${parts.join('/')}` : null
}

const isTenant = (domain: string, account: string): boolean => TenantId.safeParse(`${domain}/${account}`).success
const isGlobalCredentials = (file: string): boolean => /^credentials(\/[^/]+)?\.ya?ml$/.test(file)

interface Step {
  readonly oldRoot: string
  readonly root: string
  readonly from: string
}

async function copied({ oldRoot, root, from, to }: Step & { readonly to: string | null }): Promise<Migrated> {
  if (to === null) return { from, to, note: 'no place for it in the new layout' }
  const [source, target] = [join(oldRoot, from), join(root, to)]
  await mkdir(dirname(target), { recursive: true })
  try {
    await copyFile(source, target, constants.COPYFILE_EXCL)
    if (to.endsWith('/credentials.yaml')) await chmod(target, 0o600)
    return { from, to, note: '' }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const [old, there] = await Promise.all([readFile(source), readFile(target)])
    return old.equals(there)
      ? { from, to, note: 'was there already' }
      : { from, to: null, note: `${to} is there and differs: kept as it is` }
  }
}

/** `credentials/<account>.yaml`, or one `credentials.yaml` with `<account>: { <ref>: … }`. */
async function shared(step: Step & { readonly tenants: readonly TenantId[] }): Promise<Migrated[]> {
  const { oldRoot, from, tenants } = step
  const document = parseDocument(await readFile(join(oldRoot, from), 'utf8'), {
    schema: 'failsafe',
    logLevel: 'silent',
  })
  const content: unknown = document.errors.length > 0 ? null : document.toJS()
  if (!isMap(content)) return [{ from, to: null, note: 'is not YAML that can be read' }]
  const account = /^credentials\/(.+)\.ya?ml$/.exec(from)?.[1]
  const byAccount = account ? { [account]: content.credentials } : content
  return Promise.all(
    Object.entries(byAccount).map(async ([name, refs]) => {
      const owners = tenants.filter((tenant) => accountOf(tenant) === name)
      const [owner] = owners
      if (!owner || owners.length > 1) return { from, to: null, note: unowned(name, owners) }
      return merged(step, owner, isMap(refs) ? refs : {})
    }),
  )
}

const unowned = (account: string, owners: readonly TenantId[]): string =>
  owners.length === 0 ? `no domain has ${account}` : `${account} could be any of ${owners.join(', ')}`

/** Refs that the tenant's own file has stay as they are. */
async function merged(
  { root, from }: Step,
  tenant: TenantId,
  refs: Readonly<Record<string, unknown>>,
): Promise<Migrated> {
  const to = `domains/${tenant}/credentials.yaml`
  const kept: string[] = []
  const written = await rewriteFile(root, to, (before) => {
    let text = before ?? `account_id: ${accountOf(tenant)}\n`
    for (const [ref, value] of Object.entries(refs)) {
      if (typeof value !== 'string' || value === '' || value === 'false') continue
      const changed = withCredential(text, { ref, value, isNew: true })
      if (changed.kind === 'problem') return changed
      if (changed.text === text) kept.push(ref)
      text = changed.text
    }
    return { kind: 'text', text }
  })
  if (written.kind === 'refused') return { from, to: null, note: written.problem.message }
  return { from, to, note: kept.length > 0 ? `had ${kept.join(', ')} already: kept as it is` : '' }
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const MAX_DEPTH = 6 // domains/<domain>/<account>/crews/<crew>/config.yaml

/** Plain files only: a link may lead anywhere. */
async function filesBelow(root: string, under = '', depth = 0): Promise<string[]> {
  if (depth > MAX_DEPTH) return []
  const entries = await readdir(join(root, under), { withFileTypes: true })
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .map(async (entry) => {
        const path = under ? `${under}/${entry.name}` : entry.name
        if (entry.isDirectory()) return filesBelow(root, path, depth + 1)
        return entry.isFile() ? [path] : []
      }),
  )
  return found.flat().sort()
}

const split = <T>(items: readonly T[], isLeft: (item: T) => boolean): [T[], T[]] => [
  items.filter(isLeft),
  items.filter((item) => !isLeft(item)),
]
