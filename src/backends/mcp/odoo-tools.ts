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
  /** Longest one call may take, in ms. Default 12,000: a little more than Odoo itself is waited for. */
  readonly callTimeoutMs?: number
  /** Told of each error behind a tool's polite sentence; holds no customer's text. */
  readonly onError?: (tool: string, error: unknown) => void
}

const CALL_TIMEOUT_MS = 12_000

/**
 * One shop's Odoo tools: our own MCP server, linked to its client in memory. Nothing is connected before the first call.
 * @throws {Failure} BAD_REQUEST the url may not be used
 */
export async function openOdooTools(settings: OdooToolsSettings): Promise<ToolServer> {
  const { url, database, username, password, lang, tz, accessLevel, onError } = settings
  const address = toolUrl(url)
  // Only shops with an Odoo pay for loading these.
  const [{ Client, InMemoryTransport }, { createOdooMcpServer, openOdoo }] = await Promise.all([
    import('@modelcontextprotocol/client'),
    import('@chatwootai/odoo-mcp'),
  ])
  const odoo = openOdoo({ url: address, database, username, secret: () => password.reveal(), lang, tz })
  const server = createOdooMcpServer({ odoo, ...(onError && { onError }) })
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  // The server has checked its answers against the same schemas already; compiling them again per shop is waste.
  const jsonSchemaValidator = { getValidator: () => (data: unknown) => ({ valid: true, data }) as never }
  const client = new Client({ name: 'chatwootai', version: '0.1.0' }, { jsonSchemaValidator })
  await server.connect(theirs)
  await client.connect(ours)
  return McpToolServer.over(client, {
    accessLevel,
    callTimeoutMs: settings.callTimeoutMs ?? CALL_TIMEOUT_MS,
    onClose: async () => {
      await server.close()
      await odoo.close()
    },
  })
}
