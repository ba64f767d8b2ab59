import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { accountOf, type TenantId } from '../domain/ids.ts'
import type { Credentials } from './credentials.ts'
import type { Inspected } from './inspected.ts'
import { type Found, fileProblem, Notes } from './tree/notes.ts'
import { parseTree } from './tree/parse-tree.ts'
import { readText } from './tree/read-text.ts'
import type { Sourced } from './tree/sourced.ts'
import { exact } from './value-places.ts'

export interface CredentialReportParts {
  /** The directory of the files. */
  readonly root: string
  readonly credentials: Credentials
  /** Forms of secrets that cannot be opened here for want of a key: that says nothing of the secret. */
  readonly keyless?: readonly ('ENC:' | 'ENC2:')[]
}

/**
 * What is wrong with a tenant's secrets: its `credentials.yaml`, and what its configuration names and nobody has or can
 * open. Never a value.
 */
export async function credentialReport(
  { root, credentials, keyless = [] }: CredentialReportParts,
  { read, draft, tenant }: Inspected,
): Promise<Found> {
  const notes = new Notes()
  const file = `domains/${tenant}/credentials.yaml`
  const tree = await treeOf(root, file, notes)
  if (tree === 'broken') return notes
  const section = tree && exact(tree, ['credentials'])
  if (section && section.kind !== 'map')
    notes.error(section.at, { message: 'wrong kind of value', expected: 'refs, each with its secret' })
  const ref = read.kind === 'loaded' ? read.loaded.config.odoo?.credentialRef : null
  for (const state of await credentials.check(tenant, ref ? [ref] : [])) {
    if (state.problem === null) continue
    const own = section && exact(section, [state.ref])
    const named = state.ref === ref ? draft && exact(draft.tree, ['odoo', 'credentialRef']) : undefined
    const at = (own ?? named)?.at ?? { file, line: 1, column: 1, path: '' }
    const message = own ? state.problem : `the secret "${state.ref}": ${state.problem}`
    const isKeyless = own?.kind === 'scalar' && keyless.some((form) => String(own.value).startsWith(form))
    if (state.ref === ref && !isKeyless) notes.error(at, { message })
    else notes.warn(at, { message })
  }
  return notes
}

/** The old `credentials/<account>.yaml` that nobody reads, or can read. */
export async function strayCredentials(root: string, tenants: readonly TenantId[]): Promise<Found> {
  const notes = new Notes()
  const files = await readdir(join(root, 'credentials')).catch(() => [])
  for (const name of files.filter((each) => !each.startsWith('.')).sort()) {
    const file = `credentials/${name}`
    const account = /^(.+)\.yaml$/.exec(name)?.[1]
    const owners = tenants.filter((tenant) => accountOf(tenant) === account)
    const [owner, ...others] = owners
    if (account === undefined || !owner)
      notes.warnings.push(fileProblem(file, 'is not read: no domain has such an account'))
    else if (others.length > 0)
      notes.warnings.push(
        fileProblem(file, `is not read: it could be any of ${owners.join(', ')} (CREDENTIALS_AMBIGUOUS)`),
      )
    else await treeOf(root, file, notes)
  }
  return notes
}

async function treeOf(root: string, file: string, notes: Notes): Promise<Sourced | null | 'broken'> {
  const read = await readText(root, file)
  if (read.kind === 'absent') return null
  const parsed = read.kind === 'text' ? parseTree(file, read.text) : null
  if (parsed?.kind === 'tree') return parsed.tree
  notes.errors.push(
    ...(parsed?.kind === 'unparsed' ? parsed.problems : read.kind === 'unreadable' ? [read.problem] : []),
  )
  return 'broken'
}
