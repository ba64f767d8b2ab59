import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tenantOf } from '../../domain/ids.ts'
import type { ToolCall, ToolResult } from '../../domain/tool.ts'
import { NOBODY } from './contract.ts'
import type { ToolServer } from './mcp.ts'
import { ToolServers } from './tool-servers.ts'

const SHOP = tenantOf('cosmetics', 'account_1')
const OTHER = tenantOf('furniture', 'account_2')
const CALL: ToolCall = { id: '1', tool: 'find_products', args: {} }
const FOUND: ToolResult = { ok: true, data: {}, problem: null, images: [] }
const asked = () => ({ customer: NOBODY, language: 'pt-BR', signal: new AbortController().signal })

/** Servers that say when they are opened and closed, and answer when they are let. */
function counted({ gate = Promise.resolve() }: { gate?: Promise<void> } = {}) {
  const seen = { opened: 0, closed: 0 }
  const closed = Promise.withResolvers<void>()
  const server: ToolServer = {
    list: async () => [],
    call: () => gate.then(() => FOUND),
    close: async () => {
      seen.closed += 1
      closed.resolve()
    },
  }
  const open = async () => {
    seen.opened += 1
    return server
  }
  return { seen, open, closed: closed.promise }
}

describe('the tool servers of all tenants', () => {
  test('a server is opened by its first call, once for all who ask meanwhile', async () => {
    await using servers = new ToolServers({ idleMs: 60_000 })
    const { seen, open } = counted()
    const tools = servers.of(SHOP, { version: 'a', open })
    assert.equal(seen.opened, 0)
    await Promise.all([
      tools.call(CALL, asked()),
      tools.list(),
      servers.of(SHOP, { version: 'a', open }).call(CALL, asked()),
    ])
    assert.equal(seen.opened, 1)
    assert.equal(servers.openCount, 1)
  })

  // requirement: apart.tools
  test('every tenant has its own', async () => {
    await using servers = new ToolServers({ idleMs: 60_000 })
    const [one, other] = [counted(), counted()]
    await servers.of(SHOP, { version: 'a', open: one.open }).list()
    await servers.of(OTHER, { version: 'a', open: other.open }).list()
    assert.deepEqual([one.seen.opened, other.seen.opened], [1, 1])
  })

  test('an idle one is closed, and opens again by itself', async () => {
    await using servers = new ToolServers({ idleMs: 1 })
    const { seen, open, closed } = counted()
    const tools = servers.of(SHOP, { version: 'a', open })
    await tools.list()
    // The timer does not hold the process; this does, until it fired.
    const awake = setInterval(() => undefined, 1_000)
    await closed
    clearInterval(awake)
    assert.equal(servers.openCount, 0)
    assert.equal((await tools.call(CALL, asked())).ok, true)
    assert.equal(seen.opened, 2)
  })

  test('a new configuration replaces the server without cutting the call that runs', async () => {
    await using servers = new ToolServers({ idleMs: 60_000 })
    const gate = Promise.withResolvers<void>()
    const [old, fresh] = [counted({ gate: gate.promise }), counted()]
    const running = servers.of(SHOP, { version: 'a', open: old.open }).call(CALL, asked())
    await servers.of(SHOP, { version: 'b', open: fresh.open }).list()
    assert.equal(old.seen.closed, 0)
    gate.resolve()
    assert.equal((await running).ok, true)
    await old.closed
    assert.equal(fresh.seen.closed, 0)
  })

  test('one that did not open is tried again by the next call', async () => {
    await using servers = new ToolServers({ idleMs: 60_000 })
    const { open } = counted()
    let isFirst = true
    const flaky = () => {
      const result = isFirst ? Promise.reject(new Error('not yet')) : open()
      isFirst = false
      return result
    }
    const tools = servers.of(SHOP, { version: 'a', open: flaky })
    await assert.rejects(tools.list(), /not yet/)
    assert.deepEqual(await tools.list(), [])
  })

  test('closing closes all that are open', async () => {
    const servers = new ToolServers({ idleMs: 60_000 })
    const { seen, open } = counted()
    await servers.of(SHOP, { version: 'a', open }).list()
    await servers[Symbol.asyncDispose]()
    assert.equal(seen.closed, 1)
  })
})
