import { isNothing, type Reader } from '../tree/reader.ts'
import { revalued, type Sourced, type SourcedMap, type SourcedScalar, sourcedMap } from '../tree/sourced.ts'

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
    timeoutMs: seconds(config, 'timeout'),
    verifySsl: verifySsl(config),
    productCategories: integrations.map('odoo').texts('product_categories'),
    priceLists: integrations.map('odoo').texts('price_lists'),
  })
}

/** `integrations.qdrant`: the shop's own collection, as the prototype kept one for each. */
export function searchDraft(integrations: Reader): SourcedMap | undefined {
  const qdrant = integrations.map('qdrant')
  return sourcedMap(qdrant.at, {
    collection: qdrant.text('collection'),
    embeddingModel: qdrant.text('embedding_model'),
    similarityThreshold: qdrant.number('similarity_threshold'),
    maxResults: qdrant.number('max_results'),
  })
}

/** `integrations.chatwoot`: what the shop wants its conversations given, and the answers it keeps in Chatwoot. */
export function chatwootDraft(integrations: Reader): Record<'labels' | 'cannedResponses', Sourced | undefined> {
  const chatwoot = integrations.map('chatwoot')
  return { labels: chatwoot.texts('default_labels'), cannedResponses: cannedResponses(chatwoot) }
}

/** By their names; some files hold only the names of those that Chatwoot has. */
function cannedResponses(chatwoot: Reader): Sourced | undefined {
  const raw = chatwoot.raw('canned_responses')
  if (!raw || isNothing(raw)) return undefined
  if (raw.kind === 'map')
    return sourcedMap(raw.at, Object.fromEntries([...raw.entries].filter(([, node]) => !isNothing(node))))
  const names = chatwoot.texts('canned_responses')?.items ?? []
  const entries = names.flatMap((name) => (name.kind === 'scalar' ? [[String(name.value), revalued(name, null)]] : []))
  return sourcedMap(raw.at, Object.fromEntries(entries))
}

/** Keys of `integrations` that other systems read from the same file, and those that are the server's to decide. */
export function ignoreForeign(integrations: Reader): void {
  integrations.ignore('facebook', 'instagram', 'whatsapp')
  const redis = integrations.map('redis')
  redis.ignore('prefix', ...REDIS)
  const named = REDIS.filter((key) => redis.raw(key))
  if (named.length > 0)
    redis.notes.warn(redis.at, {
      message: `the connection to Redis is the server's own business: ${named.join(', ')} ignored`,
    })
}

const REDIS = ['host', 'port', 'db', 'password', 'ttl', 'url']

/** Right for a shop's own server with a certificate of its own making, so it is obeyed; the owner is told. */
function verifySsl(config: Reader): SourcedScalar | undefined {
  const node = config.flag('verify_ssl')
  if (node?.value === false)
    config.notes.warn(node.at, {
      message: 'the certificate is not checked: whoever is on the way can read and change what is sent',
    })
  return node
}

function seconds(config: Reader, key: string): SourcedScalar | undefined {
  const node = config.number(key)
  return node && revalued(node, Math.round(Number(node.value) * 1_000))
}

/** A secret written in clear text is used where it stands, by this ref, and the owner is told. */
export function clearTextRef(config: Reader, key: string): SourcedScalar | undefined {
  const secret = config.text(key)
  if (!secret) return undefined
  config.notes.warn(secret.at, { message: 'a secret in clear text; move it to credentials.yaml' })
  return { ...revalued(secret, `config:${secret.at.path}`), text: '[secret]' }
}
