import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const MAIN = new URL('./main.ts', import.meta.url).pathname
const WORLD = new URL('../demo/chatwoot-world.json', import.meta.url).pathname

const start = (env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [MAIN], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] })

async function refusal(env: Record<string, string>): Promise<{ code: number; sentence: string }> {
  const child = start(env)
  const [sentence, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit') as Promise<[number]>])
  return { code, sentence }
}

test('the process says where it listens, serves the demo world, and ends at SIGTERM', async () => {
  const child = start({ SIM_WORLD: WORLD, SIM_PORT: '0' })
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  const { ready, url } = JSON.parse(line.toString()) as { ready: boolean; url: string }
  assert.equal(ready, true)
  const world = await (await fetch(`${url}/simulator/world`)).text()
  assert.match(world, /Casa Aurora/)
  assert.doesNotMatch(world, /demo-bot-token|demo-user-token|demo-webhook-secret/)

  const second = await refusal({ SIM_WORLD: WORLD, SIM_PORT: new URL(url).port })
  assert.equal(second.code, 1)
  assert.match(second.sentence, /^Port \d+ is in use; choose another with SIM_PORT or SIM_ODOO_PORT\.\n$/)

  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})

test('a world that cannot be read, or is wrong, is one sentence and exit 1', async () => {
  const missing = await refusal({ SIM_WORLD: '/nowhere/world.json', SIM_PORT: '0' })
  assert.deepEqual(missing, { code: 1, sentence: 'The world file /nowhere/world.json cannot be read.\n' })
  const wrong = await refusal({ SIM_WORLD: MAIN, SIM_PORT: '0' })
  assert.match(wrong.sentence, /is not JSON\.\n$/)
})
