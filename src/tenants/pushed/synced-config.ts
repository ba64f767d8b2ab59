import { Document, isMap, parseDocument } from 'yaml'

/** What `credentials_sync` says of a shop; what is absent stays as it is. */
export interface SyncedShop {
  readonly account: string
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly url?: string | undefined
  readonly database?: string | undefined
  readonly username?: string | undefined
  /** In the text only until the text is cleaned of its secrets. */
  readonly password?: string | undefined
  readonly collections?: readonly string[] | undefined
}

/** A shop's document with what its Odoo synced laid upon it, in whichever dialect it names its Odoo. */
export function syncedConfig(text: string, shop: SyncedShop): string {
  // Every scalar as the text it is: 0042 stays 0042.
  const parsed = parseDocument(text, { schema: 'failsafe', logLevel: 'error' })
  const document = isMap(parsed.contents) && parsed.errors.length === 0 ? parsed : new Document({})
  const put = (path: readonly string[], value: unknown) => {
    if (value !== undefined) document.setIn(path, document.createNode(value))
  }
  put(['account_id'], shop.account)
  put(['name'], shop.name)
  put(['description'], shop.description)
  put(['enabled_collections'], shop.collections)
  if ([shop.url, shop.database, shop.username, shop.password].some((value) => value !== undefined))
    putOdoo(document as Document, put, shop)
  return document.toString({ lineWidth: 0 })
}

function putOdoo(
  document: Document,
  put: (path: readonly string[], value: unknown) => void,
  { url, database, username, password }: SyncedShop,
): void {
  const isNewer = isMap(document.getIn(['modules', 'mcp']))
  const at = isNewer ? ['modules', 'mcp', 'connection'] : ['integrations', 'mcp', 'config']
  for (const path of at.map((_, i) => at.slice(0, i + 1)))
    if (!isMap(document.getIn(path))) document.setIn(path, document.createNode({}))
  if (!isNewer) put(['integrations', 'mcp', 'type'], 'odoo-mcp')
  put([...at, 'url'], url)
  put([...at, isNewer || document.hasIn([...at, 'database']) ? 'database' : 'db'], database)
  put([...at, 'username'], username)
  put([...at, 'password'], password)
}
