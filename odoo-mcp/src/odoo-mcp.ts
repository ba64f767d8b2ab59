import { McpServer } from '@modelcontextprotocol/server'
import { Catalogue } from './catalogue.ts'
import { HttpOdoo, type OdooSettings } from './client/http-odoo.ts'
import type { OdooClient } from './client/odoo-client.ts'
import { Pictures } from './pictures.ts'
import { registerFindProducts } from './tools/find-products.ts'
import { registerOrderStatus } from './tools/order-status.ts'
import { registerProductDetails } from './tools/product-details.ts'

/**
 * An MCP server over one shop's Odoo, cut for the shop's customers: no generic search, no ids of others.
 * The host binds the customer in each call's `_meta` (`chatwootai/customer`); without one, only the catalogue opens.
 * Connect it to any transport; closing it leaves `odoo` open.
 */
export function createOdooMcpServer({
  odoo,
  onError = () => undefined,
}: {
  odoo: OdooClient
  /** Told of each error that a tool answered with one of our sentences instead. */
  onError?: (tool: string, error: unknown) => void
}): McpServer {
  const server = new McpServer({ name: 'chatwootai-odoo-mcp', title: 'Odoo for customers', version: '0.1.0' })
  const deps = { odoo, onError, catalogue: new Catalogue(odoo), pictures: new Pictures(odoo) }
  for (const register of TOOLS) register(server, deps)
  // Odoo takes up to three seconds for a login: it begins when a host connects, and not when a customer waits.
  server.server.oninitialized = () => void odoo.fieldsGet('product.product').catch(() => undefined)
  return server
}

/** In the order they are listed. */
const TOOLS = [registerFindProducts, registerProductDetails, registerOrderStatus]

/** A client of the Odoo at `settings.url`; connects on its first call. Close it. */
export function openOdoo(settings: OdooSettings): OdooClient {
  return new HttpOdoo(settings)
}
