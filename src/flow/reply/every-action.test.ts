import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { BOT_TOKEN, playScene, USER_TOKEN } from '../../../simulator/chatwoot/played-scene.ts'
import { planActions } from '../../../test/support/planned.ts'
import { Store } from '../../backends/store/store.ts'
import { silentLog } from '../../base/log.ts'
import { Secret } from '../../base/secret.ts'
import { openChatwootApi } from '../../chatwoot/api.ts'
import { openChatwootHost } from '../../chatwoot/host.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { chatwootDoor } from './chatwoot-door.ts'
import { Outbox } from './reply.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const T0 = 1_795_417_544_000
const TEMPLATE = { name: 'back', language: 'pt_BR', body: 'Olá {{1}}!' }
const use = { name: 'back', language: 'pt_BR', category: 'UTILITY', parameters: { '1': 'Dana' } } as const

const ACTIONS = {
  message: { kind: 'message', text: 'Oi!', buttons: [], image: null },
  template: { kind: 'message', text: 'Olá Dana!', buttons: [], image: null, template: use },
  note: { kind: 'note', text: 'Ela quer trocar' },
  labels: { kind: 'labels', add: ['ia'] },
  open: { kind: 'status', status: 'open' },
  resolve: { kind: 'status', status: 'resolved' },
  team: { kind: 'assign', team: 4, agent: null },
  agent: { kind: 'assign', team: null, agent: 7 },
  priority: { kind: 'priority', priority: 'high' },
  csat: { kind: 'csat', text: 'Como foi?' },
} as const satisfies Record<string, OutboundAction>
type Name = keyof typeof ACTIONS

const WORD: OutboundAction = { kind: 'message', text: 'Até já!', buttons: [], image: null }
/** After a change of status words are the humans'. */
const NOTE: OutboundAction = { kind: 'note', text: 'Até já!' }
const LABEL: OutboundAction = { kind: 'labels', add: ['tail'] }

/** What stands behind it, done by another call than itself, or dropped with it. */
function tailOf(name: Name): OutboundAction {
  if (name === 'note' || name === 'csat') return LABEL
  return name === 'open' || name === 'resolve' ? NOTE : WORD
}

const MESSAGES = 'POST conversations/:id/messages'
const ROUTES: Readonly<Record<Name, string>> = {
  ...{ message: MESSAGES, template: MESSAGES, note: MESSAGES, csat: MESSAGES },
  ...{ labels: 'POST conversations/:id/labels', priority: 'POST conversations/:id/toggle_priority' },
  ...{ open: 'POST conversations/:id/toggle_status', resolve: 'POST conversations/:id/toggle_status' },
  ...{ team: 'POST conversations/:id/assignments', agent: 'POST conversations/:id/assignments' },
}

/** The real store, outbox and client before a simulated Chatwoot; a turn wants `action` done, and then a word said. */
async function playOut(name: Name, { userToken = USER_TOKEN as string | null } = {}) {
  await using opened = new AsyncDisposableStack()
  const scene = opened.use(await playScene({ world: { accounts: [ACCOUNT], webhooks: [] } }))
  const conversation = await scene.say('Olá', { inbox: name === 'csat' ? 102 : 101 })
  const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation }
  const dir = mkdtempSync(join(tmpdir(), 'every-action-'))
  opened.defer(() => rmSync(dir, { recursive: true }))
  let elapsedMs = 0
  const now = () => T0 + elapsedMs
  const store = await Store.open({ dir, owner: 'me', now, survives: 'process' })
  opened.defer(() => store.close())
  const host = openChatwootHost({ baseUrl: scene.simulator.url })
  opened.defer(() => host.close())
  const api = openChatwootApi({
    ...{ host, account: 1, botToken: new Secret(BOT_TOKEN) },
    userToken: userToken === null ? null : new Secret(userToken),
  })
  const timing = { elapsedMs: () => elapsedMs, pause: async () => {}, after: () => () => {} }
  const outbox = new Outbox({ store, chatwootOf: () => chatwootDoor(api), now, timing, log: silentLog() })
  await planActions(store, { lane, actions: [ACTIONS[name], tailOf(name)], atMs: T0 })
  const mine = store.for(tenant)
  const all = opened.move()
  return {
    scene,
    answers: (kind: string | null) =>
      scene.call('/simulator/faults', { body: { answers: kind === null ? {} : { [ROUTES[name]]: kind } } }),
    asked: () => scene.simulator.stats().rest[ROUTES[name]] ?? 0,
    next: () => mine.nextOutboxRow(lane),
    async isTailDone(): Promise<boolean> {
      const { json } = await scene.call(`/simulator/conversations/${conversation}`)
      return (json.labels as string[]).includes('tail') || (await this.said()).at(-1) === 'Até já!'
    },
    humans: async () => (await mine.openRows(lane)).filter(({ event }) => event.kind === 'delivery-failed').length,
    conversation: async () => (await scene.call(`/simulator/conversations/${conversation}`)).json,
    /** Our public words, notes and requests to rate, in order. */
    async said(): Promise<unknown[]> {
      const { json } = await scene.call(`/simulator/conversations/${conversation}/messages`)
      const lines = json.payload as { content: string; sender: { kind: string } }[]
      return lines.filter(({ sender }) => sender.kind === 'agent_bot').map(({ content }) => content)
    },
    drain: () => outbox.drain(lane, AbortSignal.timeout(10_000)),
    /** Wakes the lane whenever something of it is due, for so long. */
    async pass(ms: number): Promise<void> {
      for (const untilMs = elapsedMs + ms; elapsedMs < untilMs; ) {
        await outbox.drain(lane, AbortSignal.timeout(10_000))
        const row = await mine.nextOutboxRow(lane)
        if (!row) return
        elapsedMs = Math.max(elapsedMs + 1, row.dueAtMs - T0)
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
type Played = Awaited<ReturnType<typeof playOut>>

const ACCOUNT = {
  ...{ id: 1, tenant: 'acme/account_1', name: 'Acme Demo', keepPendingOnBotFailure: true },
  inboxes: [
    { id: 101, name: 'W', channel: 'Channel::Whatsapp', templates: [TEMPLATE] },
    { id: 102, name: 'Site', channel: 'Channel::WebWidget' },
  ],
  contacts: [{ key: 'dana', name: 'Dana Rivers', phone: '+5511955550101', email: null }],
  teams: [{ id: 4, name: 'billing' }],
}

/** What shows that it was done, and once. */
const DONE: Readonly<Record<Name, (played: Played) => Promise<void>>> = {
  message: async ({ said }) => assert.deepEqual(await said(), ['Oi!', 'Até já!']),
  template: async ({ said }) => assert.deepEqual(await said(), ['Olá Dana!', 'Até já!']),
  note: async ({ said }) => assert.deepEqual(await said(), ['Ela quer trocar']),
  csat: async ({ said }) => assert.deepEqual(await said(), ['Como foi?']),
  labels: async ({ conversation }) => assert.deepEqual((await conversation()).labels, ['ia']),
  open: async ({ conversation }) => assert.equal((await conversation()).status, 'open'),
  resolve: async ({ conversation }) => assert.equal((await conversation()).status, 'resolved'),
  team: async ({ conversation }) => assert.equal((await conversation()).team, 'billing'),
  agent: async ({ conversation }) =>
    assert.deepEqual((await conversation()).assignee, { kind: 'user', id: 7, name: 'Sam Porter' }),
  priority: async ({ conversation }) => assert.equal((await conversation()).priority, 'high'),
}
const NAMES = Object.keys(ACTIONS) as Name[]

for (const name of NAMES)
  test(`${name}: an answer that is lost leaves it done, once, and what stands behind it is done too`, async () => {
    await using played = await playOut(name)
    await played.answers('lost')
    await played.drain()
    await played.answers(null)
    await played.pass(120_000)
    await DONE[name](played)
    assert.deepEqual([await played.isTailDone(), await played.next(), await played.humans()], [true, null, 0])
    const again = name === 'team' || name === 'priority' ? 1 : 0
    const posts = 1 + again + (ROUTES[name] === MESSAGES && tailOf(name) === WORD ? 1 : 0)
    assert.equal(played.asked(), posts, 'what can be seen to be done is not done again')
  })

/** `waits`: until a person mends it · `skipped`: the rest goes on · `human`: one is called · `gone`: all of it is over. */
const RULES: Readonly<Record<Name, Readonly<Record<'401' | '404' | '422', 'waits' | 'skipped' | 'human' | 'gone'>>>> = {
  message: { 401: 'waits', 404: 'gone', 422: 'human' },
  template: { 401: 'waits', 404: 'gone', 422: 'human' },
  note: { 401: 'waits', 404: 'gone', 422: 'skipped' },
  csat: { 401: 'waits', 404: 'gone', 422: 'skipped' },
  labels: { 401: 'skipped', 404: 'gone', 422: 'skipped' },
  open: { 401: 'waits', 404: 'gone', 422: 'waits' },
  resolve: { 401: 'skipped', 404: 'gone', 422: 'skipped' },
  team: { 401: 'skipped', 404: 'skipped', 422: 'skipped' },
  agent: { 401: 'skipped', 404: 'skipped', 422: 'skipped' },
  priority: { 401: 'skipped', 404: 'gone', 422: 'skipped' },
}

for (const name of NAMES)
  for (const [status, rule] of Object.entries(RULES[name]))
    test(`${name}: refused with ${status}, ${sentence(rule)}`, async () => {
      await using played = await playOut(name)
      await played.answers(status)
      await played.drain()
      const isWaiting = (await played.next())?.state === 'planned' && !(await played.isTailDone())
      assert.equal(isWaiting, rule === 'waits')
      await played.answers(null)
      await played.pass(180_000)
      const isOver = rule === 'gone' || rule === 'human'
      assert.deepEqual(await played.next(), null)
      assert.equal(await played.isTailDone(), !isOver)
      assert.equal(await played.humans(), rule === 'human' ? 1 : 0)
      if (rule === 'waits') await DONE[name](played)
    })

function sentence(rule: 'waits' | 'skipped' | 'human' | 'gone'): string {
  switch (rule) {
    case 'waits':
      return 'it waits until somebody mends that, and is done then'
    case 'skipped':
      return 'it is left, and the rest goes on'
    case 'human':
      return 'a human is called, and nothing is said after it'
    case 'gone':
      return 'the conversation is over, and nobody is called'
  }
}

test('what a human made of a conversation since is not undone by a status that is tried again', async () => {
  await using played = await playOut('open')
  await played.answers('lost')
  await played.drain()
  const { id } = await played.conversation()
  await played.scene.call(`/simulator/conversations/${id}/status`, { body: { status: 'resolved' } })
  await played.answers(null)
  await played.pass(120_000)
  assert.deepEqual([(await played.conversation()).status, played.asked()], ['resolved', 1])
})

test('whoever took a conversation keeps it when an assignment is tried again', async () => {
  await using played = await playOut('agent')
  await played.answers('422')
  await played.scene.call('/simulator/faults', { body: { answers: {}, err500: 1 } })
  await played.drain()
  await played.scene.call('/simulator/faults', { body: { err500: 0 } })
  const { id } = await played.conversation()
  await played.scene.call(`/simulator/conversations/${id}/assign`, { body: { assignee: 8 } })
  await played.pass(120_000)
  assert.deepEqual((await played.conversation()).assignee, { kind: 'user', id: 8, name: 'Kim Vale' })
})

test('a customer is asked to rate only where nobody asked and Chatwoot will not', async () => {
  for (const [title, userToken, ask] of [
    ['without a user token', null, false],
    ['when it was asked before', USER_TOKEN, true],
  ] as const) {
    await using played = await playOut('csat', { userToken })
    const { id } = await played.conversation()
    const body = { content: 'Rate us', content_type: 'input_csat' }
    const path = `/api/v1/accounts/1/conversations/${id}/messages`
    if (ask) await played.scene.call(path, { body, token: USER_TOKEN })
    await played.pass(120_000)
    assert.deepEqual([await played.said(), await played.next()], [[], null], title)
  }
})
