import type { Kysely } from 'kysely'
import { ApiKeys } from './api-keys.ts'
import { Audit } from './audit.ts'
import { ConfigVersions } from './config-versions.ts'
import { Connections } from './connections.ts'
import type { GroupCommit } from './group-commit.ts'
import { Pauses } from './pauses.ts'
import type { Tables } from './schema.ts'

/** What operators and their Odoo decide: nothing of it is on the way of a message, and none of it is a customer's. */
export class Office {
  readonly configVersions: ConfigVersions
  readonly apiKeys: ApiKeys
  readonly audit: Audit
  readonly connections: Connections
  readonly pauses: Pauses

  constructor(read: Kysely<Tables>, writes: GroupCommit) {
    this.configVersions = new ConfigVersions(read, writes)
    this.apiKeys = new ApiKeys(read, writes)
    this.audit = new Audit(read, writes)
    this.connections = new Connections(read, writes)
    this.pauses = new Pauses(read, writes)
  }
}
