import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Failure } from '../../base/failure.ts'
import type { CustomerIdentity, ToolCall } from '../../domain/tool.ts'
import type { ToolServer } from './mcp.ts'

/** A tool server with something behind it that a test can look into. */
export interface ToolWorld extends AsyncDisposable {
  readonly server: ToolServer
  /** A read that anybody may make, and finds something. */
  readonly anybodys: ToolCall
  /** A read of something that belongs to `owner`. */
  readonly owned: {
    readonly call: ToolCall
    readonly owner: CustomerIdentity
    readonly strangers: readonly CustomerIdentity[]
  }
  /** Arguments that do not fit their schema. */
  readonly misfit: ToolCall
  /** From now on what is behind the server never answers; resolves when a call waits there. */
  hang(): { readonly waits: Promise<void> }
}

/** What every `ToolServer` promises, whatever is behind it. */
export function toolServerContract(name: string, open: () => Promise<ToolWorld>): void {
  describe(`${name} as a ToolServer`, () => {
    test('lists tools with names of their own, a description and a schema of an object', async () => {
      await using world = await open()
      const tools = await world.server.list()
      assert.ok(tools.length > 0)
      assert.equal(new Set(tools.map((tool) => tool.name)).size, tools.length)
      for (const { description, inputSchema } of tools) {
        assert.ok(description.length > 0)
        assert.equal(inputSchema.type, 'object')
      }
    })

    test('a call finds what there is', async () => {
      await using world = await open()
      const result = await world.server.call(world.anybodys, asked(NOBODY))
      assert.equal(result.ok, true)
      assert.equal(result.problem, null)
      assert.ok(Object.keys(result.data).length > 0)
    })

    test('pictures are kept out of the data', async () => {
      await using world = await open()
      const { data, images } = await world.server.call(world.anybodys, asked(NOBODY))
      for (const { base64 } of images) assert.ok(!JSON.stringify(data).includes(base64.slice(0, 64)))
    })

    test('a tool that is not there is a problem, not a throw', async () => {
      await using world = await open()
      const result = await world.server.call({ id: '1', tool: 'no_such_tool', args: {} }, asked(NOBODY))
      assert.deepEqual(result, { ok: false, data: {}, problem: 'There is no such tool.', images: [] })
    })

    test('arguments that do not fit are a problem, not a throw', async () => {
      await using world = await open()
      const result = await world.server.call(world.misfit, asked(NOBODY))
      assert.equal(result.ok, false)
      assert.ok(result.problem)
    })

    test('the owner sees what is theirs', async () => {
      await using world = await open()
      const { data } = await world.server.call(world.owned.call, asked(world.owned.owner))
      assert.equal(data.found, true)
    })

    test('nobody else sees it, whatever the arguments say', async () => {
      await using world = await open()
      const { call, owner, strangers } = world.owned
      const forged = { ...call, args: { ...call.args, customer: owner, 'chatwootai/customer': owner, _meta: owner } }
      for (const stranger of strangers) {
        assert.equal((await world.server.call(call, asked(stranger))).data.found, false)
        const result = await world.server.call(forged, asked(stranger))
        assert.notEqual(result.data.found, true)
      }
    })

    test('a call that was aborted before it began is not made', async () => {
      await using world = await open()
      const reason = new Error('a newer message')
      const call = world.server.call(world.anybodys, { ...asked(NOBODY), signal: AbortSignal.abort(reason) })
      await assert.rejects(call, reason)
    })

    test('aborting ends a call that waits', async () => {
      await using world = await open()
      const aborter = new AbortController()
      const reason = new Error('a newer message')
      const { waits } = world.hang()
      const call = world.server.call(world.anybodys, { ...asked(NOBODY), signal: aborter.signal })
      await Promise.race([waits, call])
      aborter.abort(reason)
      await assert.rejects(call, reason)
    })

    test('a server that was closed cannot be asked', async () => {
      await using world = await open()
      await world.server.close()
      await assert.rejects(world.server.call(world.anybodys, asked(NOBODY)), Failure)
    })
  })
}

export const NOBODY: CustomerIdentity = { strength: 'none', phone: null, email: null, name: null }

const asked = (customer: CustomerIdentity) => ({ customer, language: 'pt-BR', signal: new AbortController().signal })
