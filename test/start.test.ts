import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { lockDataDir } from '../src/backends/store/data-dir.ts'
import { freePort } from './support/world.ts'

/** Starts the server as an operator would, and resolves with how it ended and what it said. */
function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString('utf8')
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said: said.trim() })))
}

async function withDir(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'start-'))
  try {
    await body(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const isOneSentence = (said: string) => !said.includes('\n') && !/\bat .*:\d+/.test(said)

test('a port in use ends the start with one sentence', () =>
  withDir(async (dir) => {
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
    const { port } = squatter.address() as AddressInfo
    const { code, said } = await start({ PORT: String(port), DATA_DIR: dir })
    squatter.close()
    assert.equal(code, 1)
    assert.match(said, new RegExp(`port ${port} is in use`))
    assert.ok(isOneSentence(said), said)
  }))

// requirement: plain.one-server
test('a second server on one data directory ends with one sentence that names the first', () =>
  withDir(async (dir) => {
    using _held = lockDataDir(dir)
    const { code, said } = await start({ PORT: String(await freePort()), DATA_DIR: dir })
    assert.equal(code, 1)
    assert.match(said, new RegExp(`in use by process ${process.pid}`))
    assert.ok(isOneSentence(said), said)
  }))

test('a data directory that is a file ends with one sentence', () =>
  withDir(async (dir) => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    chmodSync(file, 0o400)
    const { code, said } = await start({ PORT: String(await freePort()), DATA_DIR: file })
    assert.equal(code, 1)
    assert.match(said, /the data directory .* cannot be used/)
    assert.ok(isOneSentence(said), said)
  }))

// requirement: plain.settings-refused
test('a misspelt setting ends with one sentence and a suggestion', () =>
  withDir(async (dir) => {
    const { code, said } = await start({ PORT: String(await freePort()), DATA_DIR: dir, CHATWOOT_BOT_TOKN: 'x' })
    assert.equal(code, 1)
    assert.match(said, /CHATWOOT_BOT_TOKN is no setting; did you mean CHATWOOT_BOT_TOKEN\?/)
    assert.ok(isOneSentence(said), said)
  }))

test('a port that is no number ends with one sentence', () =>
  withDir(async (dir) => {
    const { code, said } = await start({ PORT: 'abc', DATA_DIR: dir })
    assert.equal(code, 1)
    assert.match(said, /PORT is a number from 0 to 65535/)
    assert.ok(isOneSentence(said), said)
  }))
