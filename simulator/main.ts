import { openChatwootSimulator } from './chatwoot/chatwoot.ts'
import { readWorld } from './chatwoot/world.ts'

/**
 * The simulated Chatwoot as a process: SIM_HOST (127.0.0.1), SIM_PORT (4100), SIM_WORLD (a world file), SIM_BOT_URL
 * (instead of the world's), SIM_REQUESTS_PER_MINUTE (3000, 0: no limit), and, when SIM_ODOO_PORT is set, the demo Odoo
 * of the three shops beside it.
 * Prints one line `{"ready":true,"url":…,"odooUrl":…}`; SIGTERM and SIGINT close it.
 */
const env = process.env

async function open(stack: AsyncDisposableStack): Promise<{ url: string; odooUrl: string | null }> {
  const host = env.SIM_HOST ?? '127.0.0.1'
  const world = await readWorld(env.SIM_WORLD ?? 'demo/chatwoot-world.json')
  const port = portOf('SIM_PORT', 4_100)
  const simulator = stack.use(
    await openChatwootSimulator({
      ...{ world, host, port, pace: { requestsPerMinute: Number(env.SIM_REQUESTS_PER_MINUTE ?? 3_000) } },
      ...(env.SIM_BOT_URL && { botUrl: env.SIM_BOT_URL }),
    }),
  )
  if (!env.SIM_ODOO_PORT) return { url: simulator.url, odooUrl: null }
  // Imported only here: the demo Odoo's pictures and databases are of no use to a test of Chatwoot.
  const { openOdooSimulator } = await import('./odoo/odoo.ts')
  const odoo = stack.use(await openOdooSimulator({ host, port: portOf('SIM_ODOO_PORT', 4_169) }))
  return { url: simulator.url, odooUrl: odoo.url }
}

function portOf(name: string, otherwise: number): number {
  const port = Number(env[name] ?? otherwise)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`${name} must be a port between 0 and 65535, got "${env[name]}".`)
}

function sentence(error: unknown): string {
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number }
  return code === 'EADDRINUSE' ? `Port ${port} is in use; choose another with SIM_PORT or SIM_ODOO_PORT.` : message
}

const stack = new AsyncDisposableStack()
try {
  const addresses = await open(stack)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stack.disposeAsync())
  process.stdout.write(`${JSON.stringify({ ready: true, ...addresses })}\n`)
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`)
  process.exitCode = 1
  await stack.disposeAsync()
}
