/**
 * `npm start`: the whole thing on this machine, no key and no service. Builds the page when it is missing or stale,
 * starts the demo's Chatwoot and Odoo, then the server against them, all on 127.0.0.1, and prints one address.
 * PORT is the page's; SIM_PORT and SIM_ODOO_PORT are those of the demo's Chatwoot and Odoo, which otherwise give way
 * to whoever has their usual ports. `npm run dev` (--watch) also follows changes of the code.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './build-console.ts'
import { demoConfig } from './demo-config.ts'
import { freePort, isFree, portOf } from './demo-ports.ts'
import { DemoProcess } from './demo-process.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const USUAL = { PORT: 3000, SIM_PORT: 4100, SIM_ODOO_PORT: 4169 }
const { env } = process
const children: DemoProcess[] = []
let isStopping = false
let dataDir: string | null = null

// A second Ctrl-C does not wait; whoever is left then ends with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => (isStopping ? process.exit(1) : void stop(0)))

if (env.CHATWOOT_URL)
  await fail('npm start is the demo, and CHATWOOT_URL names a real Chatwoot: use npm run serve, or unset it.')
try {
  await start()
} catch (error) {
  await fail(error instanceof Error ? error.message : String(error))
}

async function start(): Promise<void> {
  const port = await pagePort()
  dataDir = join(ROOT, 'var/demo', String(port))
  // The demo's Chatwoot forgets its conversations at each start, so what we remember of them would fit nothing.
  rmSync(dataDir, { recursive: true, force: true })
  const [outside] = await Promise.all([startOutside(port), buildConsole(ROOT)])
  const server = await startServer(port, dataDir, outside)
  if (process.argv.includes('--watch')) await (await import('./watch.ts')).watch(ROOT, () => server.renew())
}

async function pagePort(): Promise<number> {
  const port = portOf('PORT', env.PORT, USUAL.PORT)
  if (port === 0) return freePort()
  if (await isFree(port)) return port
  const other = port < 65_535 ? port + 1 : USUAL.PORT
  throw new Error(`Port ${port} is in use: stop what listens there, or choose another one: PORT=${other} npm start`)
}

/** The demo's Chatwoot and Odoo, on their usual ports unless somebody has them. */
async function startOutside(port: number): Promise<{ url: string; odooUrl: string }> {
  const ports = await Promise.all(
    (['SIM_PORT', 'SIM_ODOO_PORT'] as const).map(async (name) => {
      const wanted = portOf(name, env[name], USUAL[name])
      return [name, String(env[name] || (await isFree(wanted)) ? wanted : 0)] as const
    }),
  )
  const outside = startChild('simulator/main.ts', {
    ...Object.fromEntries(ports),
    SIM_WORLD: join(ROOT, 'demo/chatwoot-world.json'),
    SIM_BOT_URL: `http://127.0.0.1:${port}/webhooks/demo`,
  })
  const { url, odooUrl } = await outside.ready
  if (!odooUrl) throw new Error('The demo Odoo did not start.')
  return { url, odooUrl }
}

async function startServer(port: number, dir: string, outside: { url: string; odooUrl: string }): Promise<DemoProcess> {
  const server = startChild('src/main.ts', {
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
    DEMO: 'yes',
    STANDBY: env.STANDBY ?? 'no',
    DEMO_CHATWOOT_URL: outside.url,
    DATA_DIR: join(dir, 'data'),
    CONFIG_DIR: demoConfig(ROOT, join(dir, 'config'), outside.odooUrl),
    KNOWLEDGE_DIR: join(ROOT, 'demo/knowledge'),
    CHATWOOT_URL: outside.url,
    CHATWOOT_WEBHOOK_TOKEN: 'demo',
    CHATWOOT_BOT_TOKEN: 'demo-bot-token',
    CHATWOOT_USER_TOKEN: 'demo-user-token',
    CHATWOOT_WEBHOOK_SECRETS: 'demo-webhook-secret',
  })
  const { url } = await server.ready
  process.stdout.write(`\n  ChatwootAI is ready: ${url}\n\n`)
  return server
}

function startChild(script: string, more: Readonly<Record<string, string>>): DemoProcess {
  const child = new DemoProcess(script, { ...env, ...more })
  child.onDeath(() => void fail(`${script} ended; what it said is above.`))
  children.push(child)
  if (isStopping) void child.stop()
  return child
}

async function fail(sentence: string): Promise<void> {
  if (isStopping) return
  process.stderr.write(`${sentence}\n`)
  await stop(1)
}

/** The server first: turns that still run need the demo's Chatwoot to answer them. */
async function stop(code: number): Promise<void> {
  isStopping = true
  for (const child of children.toReversed()) await child.stop()
  if (dataDir) rmSync(dataDir, { recursive: true, force: true })
  process.exit(code)
}
