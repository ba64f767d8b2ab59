import { askServer } from './control-client.ts'
import { optionsOf } from './options.ts'
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

/** `keys list | add <tenant> [label] [--new] | revoke <id>`: keys with which one tenant's Odoo pushes. */
export async function keys(dataDir: string, args: readonly string[]): Promise<Told> {
  const { words, named } = optionsOf(args, { values: [], flags: ['new'] })
  const [verb = 'list', first, label = ''] = words
  if (verb === 'list') {
    const { keys: all } = await askServer<{ keys: KeyRow[] }>(dataDir, 'GET', '/keys')
    if (all.length === 0) return told('there are no keys; keys add <tenant>')
    const line = (row: KeyRow) => [row.id, row.tenant, row.label, row.revokedAtMs === null ? '' : 'revoked'].join('\t')
    return told(all.map(line).join('\n'))
  }
  if (!first) throw new Error(`keys ${verb} needs ${verb === 'revoke' ? 'the id of a key' : 'a tenant'}`)
  if (verb === 'add') {
    const body = { tenant: first, label, isNew: named.has('new') }
    const { key } = await askServer<{ key: string }>(dataDir, 'POST', '/keys', body).catch(advised)
    return told(`X-API-Key of ${first}, shown this once: ${key}`)
  }
  if (verb !== 'revoke') throw new Error(`keys ${verb} is no command; there are list, add and revoke`)
  await askServer(dataDir, 'DELETE', `/keys/${encodeURIComponent(first)}`)
  return told(`key ${first} opens nothing any more`)
}

/** An Odoo of ours may push its shop before anybody has written it. */
function advised(error: Error): never {
  const isUnknown = error.message.startsWith('there is no tenant')
  throw isUnknown ? new Error(`${error.message}\nfor a shop that its Odoo will push first: keys add … --new`) : error
}

/** `audit [tenant]`: who did what, newest first. */
export async function audit(dataDir: string, [tenant]: readonly string[]): Promise<Told> {
  const query = tenant === undefined ? '' : `?tenant=${encodeURIComponent(tenant)}`
  const { entries } = await askServer<{ entries: AuditRow[] }>(dataDir, 'GET', `/audit${query}`)
  const line = ({ atMs, who, what, tenant: whose, detail }: AuditRow) =>
    [new Date(atMs).toISOString(), who, what, whose ?? '-', JSON.stringify(detail)].join('\t')
  return told(entries.length === 0 ? 'nothing is noted' : entries.map(line).join('\n'))
}
