import { serveStdio } from '@modelcontextprotocol/server/stdio'
import * as z from 'zod'
import { createOdooMcpServer, openOdoo } from './odoo-mcp.ts'

/** Settings of the stand-alone server; MCP over stdio takes its credentials from the environment. */
const Settings = z.object({
  ODOO_URL: z.url(),
  ODOO_DB: z.string().min(1),
  ODOO_USERNAME: z.string().default(''),
  ODOO_API_KEY: z.string().min(1),
  ODOO_LANG: z.string().default('pt-BR'),
  ODOO_TZ: z.string().default('America/Sao_Paulo'),
  ODOO_COMPANY: z.coerce.number().int().positive().optional(),
})

const { data, error } = Settings.safeParse(process.env)
if (!data) {
  for (const { path, message } of error.issues) console.error(`${path.join('.')}: ${message}`)
  process.exit(1)
}

const odoo = openOdoo({
  url: data.ODOO_URL,
  database: data.ODOO_DB,
  username: data.ODOO_USERNAME,
  secret: () => data.ODOO_API_KEY,
  lang: data.ODOO_LANG,
  tz: data.ODOO_TZ,
  ...(data.ODOO_COMPANY !== undefined && { company: data.ODOO_COMPANY }),
})
const onError = (tool: string, error: unknown) => console.error(`${tool}:`, error)
const handle = serveStdio(() => createOdooMcpServer({ odoo, onError }))
process.once('SIGTERM', () => void handle.close().then(() => odoo.close()))
