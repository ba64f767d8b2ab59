import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { freePort } from '../support/world.ts'
import { beginStart, openDemoChain } from './demo-chain.ts'

const isRefused = (port: string) =>
  assert.rejects(fetch(`http://127.0.0.1:${port}/`), (error: Error) => /ECONNREFUSED/.test(String(error.cause)))

/** What a start that must fail says, and that it ends with 1. */
async function refusal(env: Readonly<Record<string, string>>): Promise<string> {
  const { child, output } = beginStart(env)
  const [code] = await once(child, 'close')
  assert.equal(code, 1)
  return output().trim()
}

test('npm start says in one sentence why it does not start', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  assert.match(
    await refusal({ PORT: String(port) }),
    new RegExp(`^Port ${port} is in use: .*PORT=${port + 1} npm start$`),
  )
  server.close()
  assert.match(await refusal({ PORT: 'http' }), /^PORT must be a port .*, got "http"\.$/)
  assert.match(await refusal({ CHATWOOT_URL: 'https://chat.example' }), /^npm start is the demo, .*npm run serve.*\.$/)
})

test('Ctrl-C ends every process, and the next start takes the same ports', async () => {
  const first = await openDemoChain()
  const events = await fetch(`${first.url}/api/events`)
  assert.equal(await first.interrupt(), 0)
  for (const port of Object.values(first.ports)) await isRefused(port)
  await events.body?.cancel().catch(() => {})

  await using second = await openDemoChain(first.ports)
  assert.equal((await fetch(second.url)).status, 200)
})

test("the demo's Chatwoot and Odoo give way when their usual ports are taken", async () => {
  const servers = await Promise.all(
    [4100, 4169].map(async (port) => {
      const server = createServer().listen(port, '127.0.0.1')
      // Taken by somebody else already: as good.
      await once(server, 'listening').catch(() => {})
      return server
    }),
  )
  const { child, output } = beginStart({ PORT: String(await freePort()) })
  while (!output().includes('ready')) await once(child.stdout ?? child, 'data')
  if (child.pid) process.kill(-child.pid, 'SIGTERM')
  await once(child, 'exit')
  for (const server of servers) server.close()
})
