import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json as bodyOf } from 'node:stream/consumers'
import { test } from 'node:test'
import { Store } from '../../backends/store/store.ts'
import { silentLog } from '../../base/log.ts'
import { Secret } from '../../base/secret.ts'
import { ChatwootApi } from '../../chatwoot/api.ts'
import { ChatwootHost } from '../../chatwoot/host.ts'
import { Standing } from '../../chatwoot/standing.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import { chatwootDoor } from './chatwoot-door.ts'
import { Outbox } from './reply.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: 7 }
const START_MS = 1_795_417_544_000
const HOUR_MS = 3_600_000

type Answer = (response: ServerResponse) => void
const says =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end(body)

/** A Chatwoot that keeps what is posted; while `bad` is set it answers everything with that. */
async function fakeChatwoot() {
  const posted: Record<string, unknown>[] = []
  const state = { bad: null as Answer | null, requests: 0, posted }
  const server = createServer(async (request, response) => {
    state.requests += 1
    const body = request.method === 'POST' ? ((await bodyOf(request)) as Record<string, unknown>) : null
    if (state.bad) return state.bad(response)
    const [path = ''] = (request.url ?? '').split('?')
    const message = { id: 500 + posted.length, created_at: START_MS / 1_000, ...body, message_type: 1 }
    if (body) posted.push({ ...message, path, sender: { id: 3, type: 'agent_bot' } })
    response.end(JSON.stringify(answerTo(path, body, { message, posted })))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    state,
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As Chatwoot answers it; its conversations are pending, and of the web widget. */
function answerTo(
  path: string,
  body: Record<string, unknown> | null,
  { message, posted }: { message: Record<string, unknown>; posted: readonly Record<string, unknown>[] },
): unknown {
  const payload = posted.filter((each) => each.path === path)
  switch (path.split('/').at(-1)) {
    case 'toggle_status':
      return { meta: {}, payload: { success: true, current_status: body?.status } }
    case 'messages':
      return body ? message : { meta: {}, payload }
    case 'labels':
      return { payload: body?.labels ?? [] }
    default:
      return { id: 7, status: 'pending', inbox_id: 101, meta: { channel: 'Channel::WebWidget' } }
  }
}

const REPLIES: readonly OutboundAction[] = ['Oi!', 'Tudo bem?'].map((text) => ({
  kind: 'message',
  text,
  buttons: [],
  image: null,
}))

/** The real store, outbox and HTTP client before it, with two replies to send; time passes by hand. */
async function outboxTo({ protocol = 'http', actions = REPLIES, others = [] as readonly OutboundAction[] } = {}) {
  await using opened = new AsyncDisposableStack()
  const chatwoot = opened.use(await fakeChatwoot())
  const dir = mkdtempSync(join(tmpdir(), 'bad-answers-'))
  opened.defer(() => rmSync(dir, { recursive: true }))
  let elapsedMs = 0
  const now = () => START_MS + elapsedMs
  const store = await Store.open({ dir, owner: 'me', now, survives: 'process' })
  opened.defer(() => store.close())
  const baseUrl = `${protocol}://127.0.0.1:${chatwoot.port}`
  const host = new ChatwootHost({ baseUrl, requestsPerSecond: 10_000 })
  opened.defer(() => host.close())
  const told: (string | null)[] = []
  const standing = new Standing({
    elapsedMs: () => elapsedMs,
    tell: (trouble) => void told.push(trouble?.kind ?? null),
  })
  const token = new Secret('token')
  const api = new ChatwootApi({ host, account: 1, botToken: token, userToken: token, standing })
  const timing = { elapsedMs: () => elapsedMs, pause: async () => {}, after: () => () => {} }
  const outbox = new Outbox({ store, chatwootOf: () => chatwootDoor(api), now, timing, log: silentLog() })
  const lanes = [lane, ...others.map((_, at) => ({ ...lane, conversation: 8 + at }))]
  for (const [at, each] of lanes.entries()) await plan(store, each, at === 0 ? actions : others.slice(at - 1, at))
  const mine = store.for(tenant)
  const all = opened.move()
  return {
    chatwoot: chatwoot.state,
    told,
    mine,
    /** What is left to do, in all lanes. */
    left: async () => (await Promise.all(lanes.map((each) => mine.nextOutboxRow(each)))).filter((row) => row !== null),
    /** Wakes each lane whenever something of it is due, as the hub does. */
    async pass(ms: number): Promise<void> {
      for (const untilMs = elapsedMs + ms; elapsedMs < untilMs; ) {
        for (const each of lanes) await outbox.drain(each, AbortSignal.timeout(30_000))
        const left = await this.left()
        if (left.length === 0) return
        elapsedMs = Math.max(elapsedMs + 1, Math.min(...left.map(({ dueAtMs }) => dueAtMs)) - START_MS)
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** A customer wrote, and a turn answers. */
async function plan(store: Store, lane: Lane, actions: readonly OutboundAction[]): Promise<void> {
  const { conversation } = lane
  const seen = {
    channel: 'whatsapp',
    status: 'pending',
    assignee: 'none',
    labels: [],
    canReply: true,
    updatedAtMs: START_MS,
    contact: null,
  } as const
  const event = {
    kind: 'customer-message',
    messageId: 400,
    text: 'Olá',
    attachments: [],
    createdAtMs: START_MS,
    inReplyTo: null,
    skip: null,
  } as const
  const at = { ...lane, inbox: 1, signed: true, receivedAtMs: START_MS, dedupe: `m:${conversation}` }
  const inbound: Inbound = { ...at, seen, event }
  await store.accept([{ tenant, inbound }])
  const mine = store.for(tenant)
  const [row] = await mine.openRows(lane)
  const understanding = { intent: 'greeting', confidence: 1, language: 'pt-BR', slots: {}, sentiment: 'neutral' }
  const record = {
    ...{
      id: `t${conversation}`,
      lane,
      channel: 'whatsapp',
      crewType: 'customer_service',
      contact: 1,
      engine: 'built-in',
    },
    ...{ configHash: 'c', planHash: 'p', knowledgeHash: 'k', text: 'Olá', gateMs: 0, crewMs: 1 },
    ...{ answers: [row?.id], startedAtMs: START_MS, parkCause: null, handsOver: false },
    actions: actions.map((action, at) => ({ marker: `o${conversation}-${at}`, action })),
    result: {
      ...{ outcome: 'answered', reason: null, actions: [], understanding, intent: 'greeting', language: 'pt-BR' },
      ...{ usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 }, steps: [] },
      evidence: { passages: [], tools: [] },
    },
  } as unknown as TurnRecord
  await mine.commitTurn(record, (await mine.lease(lane)) ?? 0)
}

for (const [title, status, text] of [
  ['a proxy’s 404', 404, '404 page not found\n'],
  ['a refusal of Chatwoot’s own', 403, '{"error":"You are not authorized to do this action"}'],
] as const)
  test(`a human is called after an hour of ${title}`, async () => {
    await using world = await outboxTo({ actions: [{ kind: 'status', status: 'open' }] })
    world.chatwoot.bad = says(status, text)
    await world.pass(HOUR_MS)
    assert.equal((await world.mine.nextOutboxRow(lane))?.state, 'planned')
    world.chatwoot.bad = null
    await world.pass(HOUR_MS)
    assert.deepEqual(
      world.chatwoot.posted.map(({ status }) => status),
      ['open'],
    )
    assert.equal(await world.mine.nextOutboxRow(lane), null)
  })

const HTML = '<html><body>Sign in</body></html>'
const WAITS: readonly [title: string, answer: Answer, told: readonly (string | null)[]][] = [
  ['a page with 200, as of a log-in proxy', says(200, HTML), ['address', null]],
  ['a redirect', says(301, '', { location: 'https://chat.example/' }), ['address', null]],
  ['a proxy’s own 404', says(404, HTML), ['address', null]],
  ['a proxy’s 404 in plain text, as while Chatwoot is deployed', says(404, '404 page not found\n'), ['address', null]],
  ['a 404 that says nothing', says(404, ''), ['address', null]],
  ['a page with a 400', says(400, HTML), ['address', null]],
  ['another server’s JSON', says(404, '{"detail":"Not Found"}'), ['address', null]],
  ['another’s JSON with 200', says(200, '{"ok":true}'), ['address', null]],
  ['an empty 200', says(200, ''), ['address', null]],
  ['a page that asks for a password', says(401, HTML), ['address', null]],
  ['a redirect to nowhere', says(302, ''), ['address', null]],
  ['a revoked token', says(401, '{"error":"Invalid Access Token"}'), ['token', null]],
  ['a suspended account', says(401, '{"error":"Account is suspended"}'), ['token', null]],
  ['5xx', says(502, 'Bad Gateway'), ['silence', null]],
  ['a connection that is cut', (response) => void response.destroy(), ['silence', null]],
  ['too many messages', says(422, '{"error":"Validation failed: Too many messages"}'), []],
  ['a 429', says(429, 'Retry later\n'), []],
]

// requirement: alone.chatwoot
for (const [title, bad, told] of WAITS)
  test(`an hour of ${title}: replies wait, few are asked, its owner is told once, and all is sent once`, async () => {
    await using world = await outboxTo()
    world.chatwoot.bad = bad
    await world.pass(HOUR_MS)
    assert.ok((await world.mine.nextOutboxRow(lane)) !== null, 'it is not lost')
    assert.ok(world.chatwoot.requests < 200, `${world.chatwoot.requests} requests in an hour`)
    world.chatwoot.bad = null
    await world.pass(HOUR_MS)
    assert.deepEqual(
      world.chatwoot.posted.map(({ content }) => content),
      ['Oi!', 'Tudo bem?'],
    )
    assert.equal(await world.mine.nextOutboxRow(lane), null)
    assert.deepEqual(world.told, told)
  })

/** One of each; a kind that is added has to be added here. */
const EACH_KIND: Readonly<Record<OutboundAction['kind'], OutboundAction>> = {
  message: { kind: 'message', text: 'Oi!', buttons: [], image: null },
  note: { kind: 'note', text: 'Quer trocar' },
  csat: { kind: 'csat', text: 'Como foi?' },
  labels: { kind: 'labels', add: ['loop'] },
  assign: { kind: 'assign', team: 4, agent: null },
  priority: { kind: 'priority', priority: 'high' },
  status: { kind: 'status', status: 'open' },
}
/** Chatwoot itself may answer them with nothing. */
const ANSWERED_BY_NOTHING: readonly OutboundAction['kind'][] = ['assign', 'priority']

for (const [title, bad] of WAITS)
  test(`ten minutes of ${title}: whatever is to be done waits, and is done once`, async () => {
    const others = Object.values(EACH_KIND).filter(
      ({ kind }) => title !== 'an empty 200' || !ANSWERED_BY_NOTHING.includes(kind),
    )
    await using world = await outboxTo({ actions: [], others })
    world.chatwoot.bad = bad
    await world.pass(600_000)
    assert.equal((await world.left()).length, others.length)
    assert.ok(world.chatwoot.requests < 60 * others.length, `${world.chatwoot.requests} requests in ten minutes`)
    world.chatwoot.bad = null
    await world.pass(HOUR_MS)
    assert.deepEqual(await world.left(), [])
    const done = world.chatwoot.posted.map(({ path }) => Number(String(path).split('/').at(-2)))
    assert.deepEqual(
      done.sort((a, b) => a - b),
      others.map((_, at) => 8 + at),
    )
  })

test('a certificate that is not good: nothing is sent, and the owner is told once', async () => {
  await using world = await outboxTo({ protocol: 'https' })
  await world.pass(HOUR_MS)
  assert.equal(world.chatwoot.requests, 0)
  assert.deepEqual(world.told, ['address'])
  assert.equal((await world.mine.nextOutboxRow(lane))?.state, 'planned')
})

test('a conversation that was deleted: what waited for it is dropped, and nobody is called', async () => {
  await using world = await outboxTo()
  world.chatwoot.bad = says(404, '{"error":"Resource could not be found"}')
  await world.pass(HOUR_MS)
  assert.equal(world.chatwoot.requests, 1)
  assert.deepEqual([await world.mine.nextOutboxRow(lane), await world.mine.openRows(lane)], [null, []])
})

const REFUSALS: readonly [title: string, answer: Answer][] = [
  ['what Chatwoot calls invalid', says(422, '{"error":"Validation failed: Content is too long"}')],
  ['what is too large for the proxy before it', says(413, HTML)],
]
for (const [title, bad] of REFUSALS)
  test(`${title} is not tried again: a human is called`, async () => {
    await using world = await outboxTo()
    world.chatwoot.bad = bad
    await world.pass(HOUR_MS)
    assert.equal(world.chatwoot.requests, 1)
    assert.deepEqual(
      (await world.mine.openRows(lane)).map(({ event }) => event.kind),
      ['delivery-failed'],
    )
  })
