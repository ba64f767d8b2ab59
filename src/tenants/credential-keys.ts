import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Failure } from '../base/failure.ts'
import { Secret } from '../base/secret.ts'
import type { TenantId } from '../domain/ids.ts'
import { decryptFernet } from './fernet.ts'

/** Whose a secret is and what it is called: sealed for one place, it opens in no other. */
export interface CredentialPlace {
  readonly tenant: TenantId
  readonly ref: string
}

/** How a stored value was written: as it is, by Odoo (`ENC:`), or by us (`ENC2:`) with the newest key or an older one. */
export type CredentialForm = 'clear' | 'ENC' | 'ENC2' | 'ENC2 of an older key'

export type OpenedCredential =
  | { readonly kind: 'opened'; readonly secret: Secret; readonly form: CredentialForm }
  | { readonly kind: 'problem'; readonly problem: string }

/**
 * Reads stored secrets and writes new ones. `ENC2:<key id>:<base64url>` is AES-256-GCM (12 bytes of nonce, the text, 16
 * of tag) under a key of the tenant alone (HKDF-SHA256 of the master key), bound to tenant and ref.
 */
export class CredentialKeys {
  readonly #fernet: Secret | null
  /** The first one writes; the others are still read. */
  readonly #master: ReadonlyMap<string, Secret>

  /**
   * @param settings `CREDENTIAL_ENCRYPTION_KEY` and `CREDENTIAL_MASTER_KEY` (`<id>:<base64 of 32 bytes>`, comma, older ones)
   * @throws {Failure} BAD_SETTING
   */
  constructor({ fernet, master }: { readonly fernet: Secret | null; readonly master: Secret | null }) {
    this.#fernet = fernet
    this.#master = new Map(master ? masterKeys(master) : [])
  }

  open(text: string, place: CredentialPlace): OpenedCredential {
    if (text.startsWith('ENC2:')) return this.#unsealed(text, place)
    if (!text.startsWith('ENC:')) return { kind: 'opened', secret: new Secret(text), form: 'clear' }
    if (!this.#fernet) return problem('it is encrypted and CREDENTIAL_ENCRYPTION_KEY is not set')
    const clear = decryptTwice(text.slice('ENC:'.length), this.#fernet)
    return clear === null
      ? problem('it cannot be decrypted with CREDENTIAL_ENCRYPTION_KEY')
      : { kind: 'opened', secret: new Secret(clear), form: 'ENC' }
  }

  /** @throws {Failure} CREDENTIAL_KEY_MISSING */
  seal(secret: Secret, place: CredentialPlace): string {
    const [newest] = this.#master
    if (!newest) throw new Failure('CREDENTIAL_KEY_MISSING', { how: HOW })
    const [id, master] = newest
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', tenantKey(master, place.tenant), nonce).setAAD(bound(place))
    const sealed = Buffer.concat([nonce, cipher.update(secret.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()])
    return `ENC2:${id}:${sealed.toString('base64url')}`
  }

  #unsealed(text: string, place: CredentialPlace): OpenedCredential {
    const [, id = '', sealed = ''] = /^ENC2:([^:]*):([A-Za-z0-9_-]*)$/.exec(text) ?? []
    const master = this.#master.get(id)
    if (!master)
      return problem(`it is encrypted with the master key "${id}", which CREDENTIAL_MASTER_KEY does not list`)
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < NONCE + TAG) return problem('it is cut: no ENC2 text is so short')
    const key = tenantKey(master, place.tenant)
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    decipher.setAAD(bound(place)).setAuthTag(bytes.subarray(-TAG))
    try {
      const clear = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8')
      const isNewest = this.#master.keys().next().value === id
      return { kind: 'opened', secret: new Secret(clear), form: isNewest ? 'ENC2' : 'ENC2 of an older key' }
    } catch {
      return problem(`it cannot be decrypted with the master key "${id}": changed, or moved from another tenant or ref`)
    }
  }
}

const NONCE = 12
const TAG = 16
const HOW =
  'Write <id>:<32 random bytes in base64>, such as 2026:$(openssl rand -base64 32); older keys follow after commas.'

const problem = (text: string): OpenedCredential => ({ kind: 'problem', problem: text })

function masterKeys(setting: Secret): [string, Secret][] {
  const wrong = (why: string) => new Failure('BAD_SETTING', { problem: `CREDENTIAL_MASTER_KEY ${why}. ${HOW}` })
  const keys = setting
    .reveal()
    .split(',')
    .map((entry): [string, Secret] => {
      const [, id, key] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? []
      if (id === undefined || key === undefined) throw wrong('has an entry that is no <id>:<key>')
      if (Buffer.from(key, 'base64').length !== 32) throw wrong(`has a key "${id}" that is not 32 bytes long`)
      return [id, new Secret(key)]
    })
  if (new Set(keys.map(([id]) => id)).size < keys.length) throw wrong('has two keys of one id')
  return keys
}

const tenantKey = (master: Secret, tenant: TenantId): Buffer =>
  Buffer.from(
    hkdfSync('sha256', Buffer.from(master.reveal(), 'base64'), '', `chatwootai credentials ENC2 ${tenant}`, 32),
  )

/** No tenant holds a line break, so no two places give the same bytes. */
const bound = ({ tenant, ref }: CredentialPlace): Buffer => Buffer.from(`${tenant}\n${ref}`)

/** The token is base64 already and was encoded once more by the writer. A token encoded once is taken too. */
function decryptTwice(text: string, key: Secret): string | null {
  const inner = Buffer.from(text, 'base64url').toString('latin1')
  return decryptFernet(inner, key) ?? decryptFernet(text, key)
}
