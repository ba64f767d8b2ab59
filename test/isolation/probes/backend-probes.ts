import assert from 'node:assert/strict'
import type { ToolServer } from '../../../src/backends/mcp/mcp.ts'
import type { Store, TenantStore } from '../../../src/backends/store/store.ts'
import { ConnectionId, DEFAULT_CONNECTION, type TenantId } from '../../../src/domain/ids.ts'
import type { Inbound } from '../../../src/domain/inbound.ts'
import type { Lane } from '../../../src/domain/lane.ts'
import { toolDescription } from '../../support/turn-kit.ts'
import { sceneOf, send } from '../tenant-store-probes.ts'
import { areApart, isSettled, type Load, ONE, type Probes, TENANTS, TWO, temporaryFolder } from './probe.ts'

const NOW_MS = 1_795_417_544_000

/** Caches, models, tools and the store's keys. */
export const BACKEND_PROBES: Probes = {
  async 'backends/cache/cache.ts'(load) {
    const { cacheKey } = await load<typeof import('../../../src/backends/cache/cache.ts')>('backends/cache/cache.ts')
    areApart((tenant) => cacheKey(tenant, 'config', 'x'))
  },

  async 'backends/cache/memory.ts'(load) {
    const { MemoryCache } =
      await load<typeof import('../../../src/backends/cache/memory.ts')>('backends/cache/memory.ts')
    const { cacheKey } = await import('../../../src/backends/cache/cache.ts')
    await using cache = new MemoryCache({ now: () => NOW_MS })
    const [ours, theirs] = [cacheKey(ONE, 'config'), cacheKey(TWO, 'config')]
    await cache.set(ours, 'mine', { ttlMs: 1_000 })
    assert.equal(await cache.get(theirs), undefined)
    assert.equal(await cache.increment(ours, { windowMs: 1_000 }), 1)
    assert.equal(await cache.increment(theirs, { windowMs: 1_000 }), 1)
    await cache.delete(theirs)
    assert.equal(await cache.get(ours), 'mine')
    assert.equal(await cache.increment(ours, { windowMs: 1_000 }), 2)
  },

  async 'backends/cache/topics.ts'(load) {
    const { Topics } = await load<typeof import('../../../src/backends/cache/topics.ts')>('backends/cache/topics.ts')
    const topics = new Topics()
    const told: string[] = []
    topics.add('ours', (message) => void told.push(`ours ${message}`))
    topics.add('theirs', (message) => void told.push(`theirs ${message}`))
    topics.tell('theirs', 'x')
    assert.deepEqual(told, ['theirs x'])
  },

  async 'backends/llm/chat-body.ts'(load) {
    const { chatBody } =
      await load<typeof import('../../../src/backends/llm/chat-body.ts')>('backends/llm/chat-body.ts')
    const options = { model: 'm', tokenLimit: 'max_tokens' } as const
    areApart((tenant) => {
      const tools = [toolDescription(`tool_of_${tenant}`, {})]
      const body = chatBody({ instructions: '', messages: [], tools, output: 'text' }, options)
      return /tool_of_[^"]*/.exec(body)?.[0]
    })
  },

  async 'backends/mcp/tool-servers.ts'(load) {
    const { ToolServers } =
      await load<typeof import('../../../src/backends/mcp/tool-servers.ts')>('backends/mcp/tool-servers.ts')
    await using servers = new ToolServers({ idleMs: 1_000 })
    const open = (tenant: TenantId) => async (): Promise<ToolServer> => ({
      list: async () => [toolDescription(`tool_of_${tenant}`, {})],
      call: () => Promise.reject(new Error('nobody calls')),
      close: async () => {},
    })
    for (const tenant of TENANTS) {
      const [tool] = await servers.of(tenant, { version: 'same', open: open(tenant) }).list()
      assert.equal(tool?.name, `tool_of_${tenant}`)
    }
  },

  async 'backends/store/timers.ts'(load) {
    await withStore(load, async (store) => {
      const lanes = [laneOf(ONE), laneOf(TWO), laneOf(ONE, { account: 2 }), laneOf(ONE, { conversation: 6 })]
      for (const lane of lanes) await store.for(lane.tenant).wakeAt(lane, NOW_MS - 1)
      const due = await store.takeDueTimers()
      assert.deepEqual(due.map(({ lane }) => lane).sort(byText), [...lanes].sort(byText))
    })
  },

  async 'backends/store/sweeps.ts'(load) {
    await withStore(load, async ({ sweeps }) => {
      const met = [1, 2].flatMap((account) => ['one', 'two'].map((connection) => ({ connection, account })))
      await sweeps.noteMet(met, NOW_MS)
      await sweeps.noteSwept([{ connection: 'one', account: 1, atMs: NOW_MS + 1 }])
      await sweeps.noteSince({ connection: 'one', account: 1 }, NOW_MS + 1)
      const known = await sweeps.accounts()
      assert.deepEqual(known.map(({ connection, account }) => ({ connection, account })).sort(byText), met.sort(byText))
      assert.equal(known.filter(({ sweptAtMs }) => sweptAtMs !== null).length, 1)
      assert.equal(known.filter(({ sinceMs }) => sinceMs !== null).length, 1)
    })
    await withStore(load, async (store, dir) => {
      const { lane, mine } = await sceneOf(store, dir)
      await store.accept([{ tenant: lane.tenant, inbound: spoke(lane, 2) }])
      await send(mine, lane, 77)
      const knownAt = async (connection: string) => {
        const ask = { dedupes: [`m:${lane.conversation * 10}`], markers: [], messageIds: [2, 77] }
        const facts = await store.sweeps.facts({ ref: { ...lane, connection: ConnectionId.parse(connection) }, ...ask })
        return [facts.dedupes.size, facts.humanWords.size, facts.states.has(77)]
      }
      assert.deepEqual(await knownAt(DEFAULT_CONNECTION), [1, 1, true])
      assert.deepEqual(await knownAt('second'), [0, 0, false])
    })
  },

  async 'backends/store/undeliverable.ts'(load) {
    await withStore(load, async (store, dir) => {
      const { lane, mine, theirLane, theirs } = await sceneOf(store, dir)
      const knockAt = async (tenant: TenantStore, at: Lane, chatwootId: number) => {
        await send(tenant, at, chatwootId)
        return (await tenant.undelivered(at, chatwootId))?.knock
      }
      assert.notEqual(await knockAt(mine, lane, 77), await knockAt(theirs, theirLane, 78))
    })
  },

  async 'backends/store/accept.ts'(load) {
    await withStore(load, async (store) => {
      const signals = await store.accept([1, 2].map((account) => ({ tenant: ONE, inbound: wrote(account) })))
      assert.deepEqual(signals.map(({ account }) => account).sort(), [1, 2])
    })
  },

  async 'admin/request-windows.ts'(load) {
    const { RequestWindows } =
      await load<typeof import('../../../src/admin/request-windows.ts')>('admin/request-windows.ts')
    const windows = new RequestWindows(1, () => NOW_MS)
    windows.count('key of one')
    windows.count('key of two')
    assert.throws(() => windows.count('key of one'))
  },

  async 'admin/audit-refusals.ts'(load) {
    const { RefusalAudit } =
      await load<typeof import('../../../src/admin/audit-refusals.ts')>('admin/audit-refusals.ts')
    const written: (TenantId | null)[] = []
    const audit = new RefusalAudit({ add: async ({ tenant }) => void written.push(tenant) }, () => NOW_MS)
    const refused = (tenant: TenantId) =>
      audit.add({
        ...{ caller: { kind: 'tenant', who: `key of ${tenant}`, tenant }, from: '', method: 'GET', path: '/' },
        ...{ target: null, code: 'FORBIDDEN', problem: '' },
      })
    for (let i = 0; i < 1_000; i++) await refused(ONE)
    await refused(TWO)
    assert.ok(written.length < 1_000 && written.includes(TWO), 'a flood of one tenant hides another')
  },

  async 'tenants/pushed/one-by-one.ts'(load) {
    const { OneByOne } =
      await load<typeof import('../../../src/tenants/pushed/one-by-one.ts')>('tenants/pushed/one-by-one.ts')
    const turns = new OneByOne()
    const ours = turns.run(ONE, () => new Promise(() => {}))
    assert.equal(await isSettled(turns.run(TWO, async () => {})), true, 'one tenant waits for another')
    assert.equal(await isSettled(ours), false)
  },
}

async function withStore(load: Load, work: (store: Store, dir: string) => Promise<void>): Promise<void> {
  const { Store } = await load<typeof import('../../../src/backends/store/store.ts')>('backends/store/store.ts')
  using folder = temporaryFolder()
  const store = await Store.open({ dir: folder.path, owner: 'me', now: () => NOW_MS, survives: 'process' })
  try {
    await work(store, folder.path)
  } finally {
    await store.close()
  }
}

const laneOf = (tenant: TenantId, { account = 1, conversation = 5 } = {}): Lane => ({
  ...{ tenant, connection: DEFAULT_CONNECTION, account, conversation },
})

const wrote = (account: number): Inbound => ({
  ...{ connection: DEFAULT_CONNECTION, account, conversation: 5, inbox: 1, signed: true, receivedAtMs: NOW_MS },
  dedupe: `m:${account}`,
  seen: {
    ...{ channel: 'whatsapp', status: 'pending', assignee: 'none', labels: [], canReply: true },
    ...{ updatedAtMs: NOW_MS, contact: null },
  },
  event: {
    ...{ kind: 'customer-message', messageId: account, text: 'oi', attachments: [], createdAtMs: NOW_MS },
    ...{ inReplyTo: null, skip: null },
  },
})

const spoke = (lane: Lane, messageId: number): Inbound => ({
  ...{ ...wrote(lane.account), conversation: lane.conversation, dedupe: `m:${messageId}` },
  event: {
    ...{ kind: 'human-spoke', messageId, text: 'eu assumo', isPrivate: false, by: 'user', createdAtMs: NOW_MS },
  },
})

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
