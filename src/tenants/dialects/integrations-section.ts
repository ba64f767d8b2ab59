import type { Reader } from '../tree/reader.ts'
import { revalued, type SourcedMap, type SourcedScalar, sourcedMap } from '../tree/sourced.ts'

/** `integrations.mcp`: the shop's Odoo (dialects A and B). The rest belongs to the server or to Chatwoot itself. */
export function odooDraft(integrations: Reader): SourcedMap | undefined {
  const mcp = integrations.map('mcp')
  mcp.ignore('type', 'version', 'enabled')
  const config = mcp.map('config')
  return sourcedMap(config.at, {
    url: config.text('url'),
    database: ['db', 'database'].map((key) => config.text(key)).find(Boolean),
    username: config.text('username'),
    credentialRef: [config.text('credential_ref'), clearTextRef(config, 'password')].find(Boolean),
    accessLevel: config.word('access_level'),
  })
}

/** Keys of `integrations` that other systems read from the same file. */
export function ignoreForeign(integrations: Reader): void {
  integrations.ignore('facebook', 'instagram', 'whatsapp')
  integrations.map('redis').ignore('prefix')
}

/** A secret written in clear text is used where it stands, by this ref, and the owner is told. */
function clearTextRef(config: Reader, key: string): SourcedScalar | undefined {
  const secret = config.text(key)
  if (!secret) return undefined
  config.notes.warn(secret.at, { message: 'a secret in clear text; move it to credentials.yaml' })
  return { ...revalued(secret, `config:${secret.at.path}`), text: '[secret]' }
}
