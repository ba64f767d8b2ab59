/**
 * `npm start`: the whole thing on this machine, no key and no service. Builds the page when it is missing or stale,
 * starts the demo's Chatwoot and Odoo, then the server against them, all on 127.0.0.1, and prints one address.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './build-console.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CHATWOOT_PORT = 4100
const ODOO_PORT = 4169
const { env } = process
const port = env.PORT || '3000'
const children: ChildProcess[] = []

if (env.CHATWOOT_URL)
  fail('npm start is the demo, and CHATWOOT_URL names a real Chatwoot: use npm run serve, or unset it')

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  for (const child of children) child.kill()
  process.exit(1)
}

/** Starts a process of ours and resolves with the line by which it says that it is ready. */
function startChild(script: string, more: Record<string, string>): Promise<{ url: string }> {
  const child = spawn(process.execPath, [script], {
    cwd: ROOT,
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  children.push(child)
  return new Promise((resolve) => {
    child.on('message', (message) => resolve(message as { url: string }))
    child.stdout?.on('data', (text: Buffer) => {
      const ready = /^\{"ready":true.*\}$/m.exec(text.toString('utf8'))
      if (ready) resolve(JSON.parse(ready[0]) as { url: string })
    })
    child.once('exit', (code) => fail(`${script} ended (${code ?? 'killed'}); what it said is above`))
  })
}

function stop(): void {
  for (const child of children) child.removeAllListeners('exit').kill('SIGTERM')
  setTimeout(() => process.exit(0), 12_000).unref()
  let left = children.length
  for (const child of children) child.once('exit', () => --left === 0 && process.exit(0))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
await buildConsole(ROOT).catch((error: Error) => fail(error.message))
// The demo's Chatwoot forgets its conversations at each start, so what we remember of them would fit nothing.
const dataDir = `${ROOT}var/demo`
rmSync(dataDir, { recursive: true, force: true })
const chatwoot = await startChild('simulator/main.ts', {
  SIM_PORT: String(CHATWOOT_PORT),
  SIM_ODOO_PORT: String(ODOO_PORT),
  SIM_WORLD: `${ROOT}demo/chatwoot-world.json`,
  SIM_BOT_URL: `http://127.0.0.1:${port}/webhooks/demo`,
})
const server = await startChild('src/main.ts', {
  HOST: '127.0.0.1',
  PORT: port,
  LOG_LEVEL: env.LOG_LEVEL ?? 'warn',
  DEMO: 'yes',
  DEMO_CHATWOOT_URL: chatwoot.url,
  DATA_DIR: dataDir,
  CONFIG_DIR: `${ROOT}demo/config`,
  KNOWLEDGE_DIR: `${ROOT}demo/knowledge`,
  CHATWOOT_URL: chatwoot.url,
  CHATWOOT_WEBHOOK_TOKEN: 'demo',
  CHATWOOT_BOT_TOKEN: 'demo-bot-token',
  CHATWOOT_USER_TOKEN: 'demo-user-token',
  CHATWOOT_WEBHOOK_SECRETS: 'demo-webhook-secret',
})
process.stdout.write(`\n  ChatwootAI is ready: ${server.url}\n\n`)
