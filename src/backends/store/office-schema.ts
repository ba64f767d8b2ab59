import type { Generated } from 'kysely'

/** What operators and their Odoo decide, beside the way of a message. Times are epoch ms; `*_json` is JSON text. */
export interface OfficeTables {
  config_versions: ConfigVersionsTable
  api_keys: ApiKeysTable
  audit: AuditTable
  connections: ConnectionsTable
  pauses: PausesTable
}

export interface ConfigVersionsTable {
  tenant: string
  /** `config`, `crews/<name>`, `credentials` or `mapping`. */
  type: string
  /** From 1, without holes. */
  version: number
  at: number
  who: string
  /** The document without its secrets; null: from here on the files say it again. Of credentials: the refs alone. */
  text: string | null
  note: string
  diff_json: string
}

export interface ApiKeysTable {
  /** SHA-256 of the key, hex: the key itself is nowhere. */
  hash: string
  tenant: string
  label: string
  made_at: number
  revoked_at: number | null
}

export interface AuditTable {
  id: Generated<number>
  at: number
  who: string
  what: string
  tenant: string | null
  detail_json: string
}

export interface ConnectionsTable {
  id: string
  /** What may be shown. */
  plain_json: string
  /** Tokens and secrets, encrypted by whoever keeps them here. */
  sealed: string
  changed_at: number
}

export interface PausesTable {
  /** A tenant, or `*` for all. */
  scope: string
  at: number
  who: string
}
