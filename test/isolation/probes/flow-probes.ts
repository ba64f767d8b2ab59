import assert from 'node:assert/strict'
import type { Log } from '../../../src/base/log.ts'
import { Secret } from '../../../src/base/secret.ts'
import { ConnectionId, DEFAULT_CONNECTION, type TenantId } from '../../../src/domain/ids.ts'
import type { Inbound } from '../../../src/domain/inbound.ts'
import type { Lane } from '../../../src/domain/lane.ts'
import type { SweeperDeps } from '../../../src/flow/hub/sweeper.ts'
import { config, modelPlan, never, toolDescription, found as toolResult, toolServer } from '../../support/turn-kit.ts'
import { areApart, isSettled, type Load, ONE, type Probes, TENANTS, THREE, TWO } from './probe.ts'

const SECOND = ConnectionId.parse('second')
const LANE: Lane = { tenant: ONE, connection: DEFAULT_CONNECTION, account: 1, conversation: 5 }
/** One conversation's number, of two tenants, two accounts, two Chatwoots. */
const LANES = [LANE, { ...LANE, tenant: TWO }, { ...LANE, account: 2 }, { ...LANE, connection: SECOND }]

/** What a message goes through: its door, its lane, its crew, its prompt. */
export const FLOW_PROBES: Probes = {
  async 'flow/agents/prompt.ts'(load) {
    const { instructionsFor } = await load<typeof import('../../../src/flow/agents/prompt.ts')>('flow/agents/prompt.ts')
    areApart((tenant) => {
      const crew = planOf(tenant)
      const [agent, task] = [crew.agents[0]!, crew.tasks[0]!]
      return /of the shop "([^"]*)"/.exec(instructionsFor({ turn: { crew } as never, agent, task }))?.[1]
    })
  },

  async 'flow/agents/tool-arguments.ts'(load) {
    const { problemWith } = await load<typeof import('../../../src/flow/agents/tool-arguments.ts')>(
      'flow/agents/tool-arguments.ts',
    )
    for (const name of ['query', 'order'])
      assert.equal(problemWith(toolDescription('find', { [name]: { type: 'string' } }), { [name]: 'x' }), null)
  },

  async 'flow/agents/tool-loop.ts'(load) {
    const { offeredTools } =
      await load<typeof import('../../../src/flow/agents/tool-loop.ts')>('flow/agents/tool-loop.ts')
    for (const tenant of TENANTS) {
      const tools = [{ ...toolDescription('find_products', {}), description: `of ${tenant}` }]
      const crew = modelPlan([{ id: 'reply' }], { kind: 'response', tools: ['find_products'] })
      const ports = { tools: toolServer(() => toolResult({}), tools) }
      const work = { turn: { crew, ports }, agent: crew.agents[0]!, signal: never() }
      const [offered] = await offeredTools(work as never)
      assert.equal(offered?.description, `of ${tenant}`)
    }
  },

  'flow/crews/crew-factory.ts': crewFactory,
  'flow/crews/plan-cache.ts': crewFactory,

  async 'flow/crews/task-graph.ts'(load) {
    const { graphOf } = await load<typeof import('../../../src/flow/crews/task-graph.ts')>('flow/crews/task-graph.ts')
    for (const tenant of TENANTS) {
      const plan = planOf(tenant)
      assert.equal(graphOf(plan).tasks[0]?.agent, plan.agents[0])
    }
  },

  async 'flow/hub/fair-slots.ts'(load) {
    const { FairSlots } = await load<typeof import('../../../src/flow/hub/fair-slots.ts')>('flow/hub/fair-slots.ts')
    const roomy = new FairSlots({ max: 4 })
    for (let held = 0; held < 2; held++) await roomy.acquire(ONE, never())
    assert.equal(await isSettled(roomy.acquire(ONE, never())), false)
    assert.equal(await isSettled(roomy.acquire(TWO, never())), true, 'what one holds keeps another out')
    const narrow = new FairSlots({ max: 1 })
    const order: TenantId[] = []
    const waits = async (tenant: TenantId) => {
      const giveBack = await narrow.acquire(tenant, never())
      order.push(tenant)
      giveBack()
    }
    const first = await narrow.acquire(ONE, never())
    const waiting = [ONE, ONE, ONE, TWO].map(waits)
    first()
    assert.equal(await isSettled(Promise.all(waiting)), true)
    assert.ok(order.indexOf(TWO) <= 1, `${order}`)
  },

  async 'base/shared-room.ts'(load) {
    const { SharedRoom } = await load<typeof import('../../../src/base/shared-room.ts')>('base/shared-room.ts')
    const room = new SharedRoom<TenantId>(4)
    room.add(ONE, 2)
    assert.deepEqual([room.admits(ONE), room.admits(TWO)], [false, true])
  },

  async 'base/fair-line.ts'(load) {
    const { FairLine } = await load<typeof import('../../../src/base/fair-line.ts')>('base/fair-line.ts')
    const line = new FairLine<TenantId, string>()
    for (const waiter of ['a', 'b', 'c']) line.push(ONE, waiter)
    line.push(TWO, 'd')
    assert.equal(
      line.next((tenant) => tenant === TWO),
      'd',
    )
    line.push(TWO, 'e')
    assert.deepEqual([line.next(), line.next()].sort(), ['a', 'e'])
  },

  async 'flow/hub/hub-room.ts'(load) {
    const { HubRoom } = await load<typeof import('../../../src/flow/hub/hub-room.ts')>('flow/hub/hub-room.ts')
    const timing = { elapsedMs: () => 0, pause: async () => {}, after: () => () => {} }
    const room = new HubRoom({ max: 4, count: async () => new Map(), tell: () => {}, timing })
    room.add(ONE, 2)
    assert.deepEqual([room.admits(ONE), room.admits(TWO)], [false, true])
  },

  async 'flow/queue/admission.ts'(load) {
    const { Admission } = await load<typeof import('../../../src/flow/queue/admission.ts')>('flow/queue/admission.ts')
    const waiting = new Map<TenantId, number>()
    const admission = new Admission({ max: 4, count: () => waiting, elapsedMs: () => 0 })
    const come = (tenant: TenantId) => {
      const isIn = admission.admit({ tenant, isCustomers: true, places: 1 })
      if (isIn) waiting.set(tenant, (waiting.get(tenant) ?? 0) + 1)
      return isIn
    }
    assert.deepEqual([ONE, ONE, ONE, ONE, TWO].map(come), [true, true, false, false, true])
  },

  'flow/hub/hub.ts': lanesOfTheHub,
  'domain/inbound.ts': lanesOfTheHub,

  async 'flow/hub/served-inboxes.ts'(load) {
    const { ServedInboxes } =
      await load<typeof import('../../../src/flow/hub/served-inboxes.ts')>('flow/hub/served-inboxes.ts')
    const open = () =>
      new ServedInboxes({
        mappedVia: () => 'account',
        isKnown: async () => false,
        isOurAddress: () => true,
        elapsedMs: () => 0,
      })
    const ours = async () => ({ outgoingUrl: 'https://us.example', isSystemBot: false }) as never
    const place = { connection: 'one', account: 1, inbox: 1 }
    for (const other of [{ account: 2 }, { connection: 'two' }, { inbox: 2 }]) {
      const served = open()
      assert.equal(await served.isServed(place, ours), true)
      assert.equal(await served.isServed({ ...place, ...other }, async () => null), false)
      const refused = open()
      assert.equal(await refused.isServed(place, async () => null), false)
      assert.equal(await refused.isServed({ ...place, ...other }, ours), true)
    }
  },

  'flow/hub/sweeper.ts': accountsOfTheSweeper,

  async 'flow/hub/turn-maker.ts'(load) {
    const { CrewTurnMaker } = await load<typeof import('../../../src/flow/hub/turn-maker.ts')>('flow/hub/turn-maker.ts')
    const crews = { handOver: () => [{ kind: 'csat', text: 'x' }], knowledgeHash: () => '' }
    const turns = new CrewTurnMaker({
      ...{ store: anyThing, crews: crews as never, now: () => 0 },
      config: () => Promise.reject(new Error('it does not load')),
    })
    const markers: unknown[] = []
    for (const lane of LANES) {
      const state = { seen: { channel: 'web', contact: null } }
      const { actions } = await turns.giveUp({ lane, state, rows: [] } as never, new Error('x'))
      markers.push(actions[0]?.marker)
    }
    // Of a conversation whose account is mapped anew it is the same rating.
    assert.equal(new Set(markers).size, LANES.length - 1)
    assert.match(String(markers[0]), /^csat:/)
  },

  async 'flow/intake/intake.ts'(load) {
    const { WebhookHandler } = await load<typeof import('../../../src/flow/intake/intake.ts')>('flow/intake/intake.ts')
    const connectionOf = (id: ConnectionId) => ({
      id,
      webhookToken: `token of ${id}`,
      secrets: [],
      allowsUnsigned: false,
    })
    const handler = new WebhookHandler({
      queue: { put: async () => {} },
      connections: [DEFAULT_CONNECTION, SECOND].map(connectionOf),
      tenantOf: () => ONE,
      now: () => 0,
    })
    for (const id of [DEFAULT_CONNECTION, SECOND]) {
      const { body } = await handler.take({ token: `token of ${id}`, headers: {} as never, body: Buffer.from('{}') })
      assert.match(JSON.stringify(body), new RegExp(`connection ${id}: the connection has no webhook secret`))
    }
  },

  async 'chatwoot/admin-api.ts'(load) {
    const { isBotTokenKnown } = await load<typeof import('../../../src/chatwoot/admin-api.ts')>('chatwoot/admin-api.ts')
    const asked: string[] = []
    const ask = async ({ path }: { path: string }) => {
      asked.push(path)
      return { kind: 'answered', status: 404, text: '{}', isJson: true, body: {} }
    }
    for (const account of [1, 2]) await isBotTokenKnown({ ask } as never, account, new Secret('bot')).catch(() => {})
    assert.deepEqual(
      asked.map((path) => /accounts\/(\d+)\//.exec(path)?.[1]),
      ['1', '2'],
    )
  },

  async 'pause-board.ts'(load) {
    const { PauseBoard } = await load<typeof import('../../../src/pause-board.ts')>('pause-board.ts')
    const store = { list: async () => [{ scope: ONE, atMs: 0, who: 'x' }] } as never
    using board = await PauseBoard.open({ store, now: () => 0, log: {} as Log })
    assert.deepEqual(
      TENANTS.map((tenant) => board.isPaused(tenant)),
      [true, false, false],
    )
  },
}

const planOf = (tenant: TenantId) => modelPlan([{ id: 'reply' }], {}, { tenant, shop: `Loja ${tenant}` })

/** Equal hashes: only its tenant tells one plan's key from another's. */
async function crewFactory(load: Load): Promise<void> {
  const { CrewFactory } =
    await load<typeof import('../../../src/flow/crews/crew-factory.ts')>('flow/crews/crew-factory.ts')
  const factory = new CrewFactory()
  const planOf = (tenant: TenantId) => factory.plan(config({ tenant, name: `Loja ${tenant}` }), 'web')
  for (const plans of [await Promise.all(TENANTS.map(planOf)), await Promise.all(TENANTS.map(planOf))])
    assert.deepEqual(
      plans.map(({ shop }) => shop),
      TENANTS.map((tenant) => `Loja ${tenant}`),
    )
  const [one, two, three] = await Promise.all(TENANTS.map(planOf))
  factory.forget(ONE)
  assert.notEqual(await planOf(ONE), one)
  assert.deepEqual(
    [await planOf(TWO), await planOf(THREE)].map((plan, i) => plan === [two, three][i]),
    [true, true],
  )
}

async function lanesOfTheHub(load: Load): Promise<void> {
  const { Hub } = await load<typeof import('../../../src/flow/hub/hub.ts')>('flow/hub/hub.ts')
  const addressed: TenantId[] = []
  const store = {
    for: () => anyThing,
    flushed: async () => {},
    accept: async (batch: readonly { tenant: TenantId }[]) => {
      addressed.push(...batch.map(({ tenant }) => tenant))
      return []
    },
  }
  const hub = new Hub({
    ...{ store: store as never, queue: anyThing, slots: anyThing, turns: anyThing, news: anyThing, log: anyThing },
    ...{ tenantOf: () => null, drain: neverEnds, readBack: neverEnds, now: () => 0 },
  })
  for (const lane of [...LANES, ...LANES]) hub.wake(lane)
  assert.equal(hub.awake, LANES.length, 'lanes that are not one were taken for one')
  await hub.accept([7, 8].map((account) => ({ ...LANE, account }) as unknown as Inbound))
  assert.equal(new Set(addressed).size, 2, 'who is mapped to nobody is two')
}

const neverEnds = () => new Promise<never>(() => {})
/** Whatever is asked of it never ends. */
const anyThing = new Proxy({}, { get: () => neverEnds }) as never

async function accountsOfTheSweeper(load: Load): Promise<void> {
  const { Sweeper } = await load<typeof import('../../../src/flow/hub/sweeper.ts')>('flow/hub/sweeper.ts')
  const warned: unknown[] = []
  const listed: string[] = []
  const ended: { connection: string; atMs: number }[] = []
  const deps = (canRead: boolean): SweeperDeps =>
    ({
      sweeps: {
        accounts: async () => [],
        unsure: async () => [],
        noteMet: async () => {},
        noteSince: async () => {},
        noteSwept: async (swept: readonly { connection: string; atMs: number }[]) => void ended.push(...swept),
      },
      mapped: () => [
        { connection: DEFAULT_CONNECTION, account: 1 },
        { connection: DEFAULT_CONNECTION, account: 2 },
        { connection: SECOND, account: 1 },
      ],
      apiOf: ({ connection, account }: { connection: string; account: number }) => ({
        canRead,
        time: async () => (connection === DEFAULT_CONNECTION ? 1_000 : 2_000),
        listConversations: async () => {
          listed.push(`${connection} ${account}`)
          return []
        },
      }),
      count: () => {},
      now: () => 0,
      timing: { elapsedMs: () => 0, pause: async () => {}, after: () => () => {} },
      log: { warn: ({ connection }: { connection: string }) => void warned.push(connection) },
      everyMs: null,
    }) as never
  const sweeper = new Sweeper(deps(true))
  await sweeper.start()
  await sweeper.sweep()
  assert.deepEqual(listed.sort(), ['default 1', 'default 2', 'second 1'])
  const times = new Set(ended.map(({ connection, atMs }) => `${connection} ${atMs}`))
  assert.deepEqual([...times].sort(), ['default 1000', 'second 2000'], 'each Chatwoot has its own clock')
  for (const connection of [DEFAULT_CONNECTION, SECOND]) sweeper.noteTraffic({ connection, account: 3 })
  listed.length = 0
  await sweeper.sweep()
  assert.deepEqual(listed.sort(), ['default 1', 'default 2', 'default 3', 'second 1', 'second 3'])
  const blind = new Sweeper(deps(false))
  await blind.sweep()
  assert.deepEqual(warned.sort(), ['default', 'second'])
}
