import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectionId, type TenantId } from '../domain/ids.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { readMapping } from './mapping-file.ts'
import { missingTargets } from './missing-targets.ts'
import { type Found, fileProblem } from './tree/notes.ts'

export interface MappingReportAsk {
  /** The directory of the files. */
  readonly root: string
  readonly tenants: readonly TenantId[]
  /** Those that the server has; null: it is not known which there are. */
  readonly connections: readonly ConnectionId[] | null
}

/** What is wrong with `chatwoot_mapping.yaml`, and with that of every connection: `connections/<id>/`. */
export async function mappingReport({ root, tenants, connections }: MappingReportAsk): Promise<Found[]> {
  const others = await readdir(join(root, 'connections'), { withFileTypes: true }).catch(() => [])
  const seen = others.filter(({ name }) => !name.startsWith('.'))
  const reports = seen.map(async (entry): Promise<Found> => {
    const folder = `connections/${entry.name}`
    const { data: id } = ConnectionId.safeParse(entry.name)
    if (!id || entry.isFile()) return odd(folder, 'is not read: a connection is a directory of its id, in lower case')
    if (connections && !connections.includes(id)) return odd(folder, `is not read: there is no connection "${id}"`)
    return ofFolder({ root, folder }, tenants)
  })
  return Promise.all([ofFolder({ root, folder: '' }, tenants), ...reports])
}

const odd = (folder: string, message: string): Found => ({ errors: [], warnings: [fileProblem(folder, message)] })

async function ofFolder(
  { root, folder }: { root: string; folder: string },
  tenants: readonly TenantId[],
): Promise<Found> {
  const { file, errors, warnings } = await readMapping(join(root, folder))
  const missing = missingTargets(file?.entries ?? [], tenants)
  const named = (problem: ConfigProblem) => ({ ...problem, file: join(folder, problem.file) })
  return {
    errors: [...errors, ...missing.errors].map(named),
    warnings: [...warnings, ...missing.warnings].map(named),
  }
}
