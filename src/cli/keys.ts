import { askServer } from './control-client.ts'
import { type Told, told } from './told.ts'

interface KeyRow {
  readonly id: string
  readonly tenant: string
  readonly label: string
  readonly revokedAtMs: number | null
}

interface AuditRow {
  readonly atMs: number
  readonly who: string
  readonly what: string
  readonly tenant: string | null
  readonly detail: unknown
}

/** `keys list | add <tenant> [label] | revoke <id>`: keys with which one tenant's Odoo pushes. */
export async function keys(dataDir: string, [verb = 'list', first, label = '']: readonly string[]): Promise<Told> {
  if (verb === 'list') {
    const { keys: all } = await askServer<{ keys: KeyRow[] }>(dataDir, 'GET', '/keys')
    if (all.length === 0) return told('there are no keys; keys add <tenant>')
    const line = (row: KeyRow) => [row.id, row.tenant, row.label, row.revokedAtMs === null ? '' : 'revoked'].join('\t')
    return told(all.map(line).join('\n'))
  }
  if (!first) throw new Error(`keys ${verb} needs ${verb === 'revoke' ? 'the id of a key' : 'a tenant'}`)
  if (verb === 'add') {
    const { key } = await askServer<{ key: string }>(dataDir, 'POST', '/keys', { tenant: first, label })
    return told(`X-API-Key of ${first}, shown this once: ${key}`)
  }
  if (verb !== 'revoke') throw new Error(`keys ${verb} is no command; there are list, add and revoke`)
  await askServer(dataDir, 'DELETE', `/keys/${encodeURIComponent(first)}`)
  return told(`key ${first} opens nothing any more`)
}

/** `audit [tenant]`: who did what, newest first. */
export async function audit(dataDir: string, [tenant]: readonly string[]): Promise<Told> {
  const query = tenant === undefined ? '' : `?tenant=${encodeURIComponent(tenant)}`
  const { entries } = await askServer<{ entries: AuditRow[] }>(dataDir, 'GET', `/audit${query}`)
  const line = ({ atMs, who, what, tenant: whose, detail }: AuditRow) =>
    [new Date(atMs).toISOString(), who, what, whose ?? '-', JSON.stringify(detail)].join('\t')
  return told(entries.length === 0 ? 'nothing is noted' : entries.map(line).join('\n'))
}
