import type { Office } from './backends/store/store.ts'
import { Failure } from './base/failure.ts'
import { Secret } from './base/secret.ts'
import type { Connection } from './chatwoot/connection.ts'
import { ConnectionFacts, ConnectionSecrets, connectionOf } from './chatwoot/connections.ts'
import { ConnectionId, TenantId } from './domain/ids.ts'
import type { CredentialKeys } from './tenants/credential-keys.ts'

/** A connection as it is kept. */
export interface KeptConnection {
  readonly id: ConnectionId
  readonly facts: ConnectionFacts
  readonly secrets: ConnectionSecrets
}

export interface ConnectionDrawerOptions {
  readonly store: Office['connections']
  readonly keys: CredentialKeys
  readonly now: () => number
}

/** Sealed as tenants' credentials are, under a key of their own: no ref of a tenant has a colon. */
const PLACE = { tenant: TenantId.parse('connections/chatwoot') }

/** The connections made by `connect`: facts in clear, tokens and secrets encrypted with CREDENTIAL_MASTER_KEY. */
export class ConnectionDrawer {
  readonly #options: ConnectionDrawerOptions

  constructor(options: ConnectionDrawerOptions) {
    this.#options = options
  }

  /** Those that can be opened, and a sentence for each that cannot. */
  async open(): Promise<{ readonly kept: readonly KeptConnection[]; readonly problems: readonly string[] }> {
    const kept: KeptConnection[] = []
    const problems: string[] = []
    for (const { id, plain, sealed } of await this.#options.store.list()) {
      const opened = this.#options.keys.open(sealed, { ...PLACE, ref: `connection:${id}` })
      const facts = ConnectionFacts.safeParse(plain)
      const secrets = opened.kind === 'opened' ? ConnectionSecrets.safeParse(JSON.parse(opened.secret.reveal())) : null
      if (facts.success && secrets?.success)
        kept.push({ id: ConnectionId.parse(id), facts: facts.data, secrets: secrets.data })
      else problems.push(`connection ${id}: ${opened.kind === 'problem' ? opened.problem : 'it does not fit any more'}`)
    }
    return { kept, problems }
  }

  /** @throws {Failure} CREDENTIAL_KEY_MISSING */
  async put({ id, facts, secrets }: KeptConnection): Promise<Connection> {
    const { store, keys, now } = this.#options
    const sealed = keys.seal(new Secret(JSON.stringify(secrets)), { ...PLACE, ref: `connection:${id}` })
    await store.put({ id, plain: facts, sealed }, now())
    return connectionOf(id, facts, secrets)
  }

  /** Nothing was asked of Chatwoot yet when this is found out. @throws {Failure} CREDENTIAL_KEY_MISSING */
  mustBeAbleToKeep(): void {
    this.#options.keys.seal(new Secret('-'), { ...PLACE, ref: 'connection:-' })
  }

  /** @throws {Failure} NOT_FOUND */
  async find(id: ConnectionId): Promise<KeptConnection> {
    const found = (await this.open()).kept.find((connection) => connection.id === id)
    if (!found) throw new Failure('NOT_FOUND', { what: `connection ${id} that was made by connect` })
    return found
  }

  async remove(id: ConnectionId): Promise<void> {
    await this.#options.store.remove(id)
  }
}
