import { type LookupFunction, privateSentence, publicLookup } from '../../base/public-lookup.ts'
import type { Secret } from '../../base/secret.ts'
import type { ToolServer } from './mcp.ts'
import { McpToolServer } from './mcp-tool-server.ts'
import { toolUrl } from './tool-url.ts'

export interface OdooToolsSettings {
  readonly url: string
  readonly database: string
  readonly username: string
  /** Password or API key. */
  readonly password: Secret
  /** The shop's language, BCP 47. */
  readonly lang: string
  /** IANA name. */
  readonly tz: string
  readonly accessLevel: 'read' | 'write'
  /** Whether its url came from outside: private addresses are then refused, at each connection. Default: not. */
  readonly isPublicOnly?: boolean
  /** How names become addresses. Default: the system's. */
  readonly lookup?: LookupFunction | undefined
  /** Longest wait for one answer of Odoo's, in ms. Default 10,000. */
  readonly timeoutMs?: number | undefined
  /** False: its certificate is not checked. Default: it is. */
  readonly verifiesCertificate?: boolean | undefined
  /** Longest one call may take, in ms. Default: 2,000 more than Odoo itself is waited for. */
  readonly callTimeoutMs?: number
  /** Told of each error behind a tool's polite sentence; holds no customer's text. */
  readonly onError?: (tool: string, error: unknown) => void
}

const TIMEOUT_MS = 10_000
const CALL_MARGIN_MS = 2_000

/**
 * One shop's Odoo tools: our own MCP server, linked to its client in memory. Nothing is connected before the first call.
 * @throws {Failure} BAD_REQUEST the url may not be used, TOOL_FAILED it is private
 */
export async function openOdooTools(settings: OdooToolsSettings): Promise<ToolServer> {
  const { url, database, username, password, lang, tz, accessLevel, isPublicOnly = false, onError } = settings
  const { timeoutMs = TIMEOUT_MS, verifiesCertificate = true } = settings
  const address = toolUrl(url, { isPublicOnly })
  const { lookup, refusal } = guarded(address, settings)
  // Only shops with an Odoo pay for loading these.
  const [{ Client, InMemoryTransport }, { createOdooMcpServer, openOdoo }] = await Promise.all([
    import('@modelcontextprotocol/client'),
    import('@chatwootai/odoo-mcp'),
  ])
  const odoo = openOdoo({
    url: address,
    database,
    username,
    secret: () => password.reveal(),
    lang,
    tz,
    readTimeoutMs: timeoutMs,
    verifiesCertificate,
    ...(lookup && { lookup }),
  })
  const server = createOdooMcpServer({ odoo, ...(onError && { onError }) })
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  // The server has checked its answers against the same schemas already; compiling them again per shop is waste.
  const jsonSchemaValidator = { getValidator: () => (data: unknown) => ({ valid: true, data }) as never }
  const client = new Client({ name: 'chatwootai', version: '0.1.0' }, { jsonSchemaValidator })
  await server.connect(theirs)
  await client.connect(ours)
  return McpToolServer.over(client, {
    accessLevel,
    callTimeoutMs: settings.callTimeoutMs ?? timeoutMs + CALL_MARGIN_MS,
    refusal,
    onClose: async () => {
      await server.close()
      await odoo.close()
    },
  })
}

/** The lookup to connect with, and why the last connection was refused, if it was. */
function guarded(address: string, { isPublicOnly, lookup }: OdooToolsSettings) {
  if (!isPublicOnly) return { lookup, refusal: () => null }
  let isRefused = false
  const guard = publicLookup(lookup, (isNow) => {
    isRefused = isNow
  })
  return { lookup: guard, refusal: () => (isRefused ? privateSentence(new URL(address).hostname) : null) }
}
