import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../../base/failure.ts'
import { Secret } from '../../base/secret.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { type DoorConnection, WebhookHandler } from './intake.ts'

const NOW = 1_784_366_400_000
const SECRET = 'aBcDeFgHiJkLmNoPqRsTuVwX'
const connection: DoorConnection = {
  id: DEFAULT_CONNECTION,
  webhookToken: 'demo',
  secrets: [new Secret(SECRET)],
  allowsUnsigned: false,
}

function open(
  given: { connection?: Partial<DoorConnection>; put?: (inbound: Inbound) => Promise<void>; isMapped?: boolean } = {},
) {
  const put: Inbound[] = []
  const handler = new WebhookHandler({
    queue: { put: given.put ?? (async (inbound) => void put.push(inbound)) },
    connections: [{ ...connection, ...given.connection }],
    tenantOf: () => ((given.isMapped ?? true) ? TenantId.parse('retail/account_1') : null),
    now: () => NOW,
  })
  return { handler, put }
}

function signed(body: Buffer, secret = SECRET, atMs = NOW): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1_000))
  const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
  return { 'x-chatwoot-timestamp': timestamp, 'x-chatwoot-signature': `sha256=${signature}` }
}
const fixture = (name: string) => readFileSync(`test/fixtures/chatwoot/${name}`)
const deliver = (handler: WebhookHandler, body: Buffer, headers = signed(body), token: string | null = 'demo') =>
  handler.take({ token, headers, body })

/** What each recorded webhook is counted as; files of REST answers are no webhooks. */
const COUNTED: readonly [RegExp, string][] = [
  [/^(0[1-9]|1\d|2\d|72|75)_message_created/, 'customer-message'],
  [/^30_/, 'human-spoke'],
  [/^(31|40)_/, 'receipt'],
  [/^(32|34|37|38|39)_/, 'nothing'],
  [/^36_/, 'human-spoke'],
  [/^50_|^52_/, 'customer-answered'],
  [/^(54|56)_/, 'nothing'],
  [/^57_/, 'receipt'],
  [/^(60|61|62|63|64|65|66|67|68|70|71|73|74|76)_/, 'conversation-changed'],
  [/^69_/, 'nothing'],
  [/^8\d_/, 'nothing'],
]

describe('every recorded webhook is taken for what it is', () => {
  for (const path of globSync('test/fixtures/chatwoot/*.json').sort()) {
    const name = basename(path)
    const counted = COUNTED.find(([pattern]) => pattern.test(name))?.[1]
    if (!counted) continue
    // requirement: ack.any-payload
    test(`${name} is ${counted}`, async () => {
      const { handler, put } = open()
      const answer = await deliver(handler, fixture(name))
      assert.deepEqual([answer.status, answer.counted], [200, counted])
      assert.equal(put.length, counted === 'nothing' ? 0 : 1)
    })
  }
})

// requirement: once.one-name
test('the same delivery twice has one name, so it is one row', async () => {
  const { handler, put } = open()
  const body = fixture('02_message_created_incoming_whatsapp_cloud.json')
  await deliver(handler, body)
  await deliver(handler, body)
  assert.equal(put[0]?.dedupe, put[1]?.dedupe)
})

describe('what cannot be taken is refused by name, with nothing stored', () => {
  const body = fixture('02_message_created_incoming_whatsapp_cloud.json')
  const refused = (
    title: string,
    status: number,
    code: string,
    ask: () => Promise<{
      handler: WebhookHandler
      put: Inbound[]
      answer: Awaited<ReturnType<WebhookHandler['take']>>
    }>,
  ) =>
    test(title, async () => {
      const { answer, put } = await ask()
      assert.deepEqual(
        [answer.status, answer.counted, (answer.body as { error: { code: string } }).error.code],
        [status, code, code],
      )
      assert.equal(put.length, 0)
    })
  const asked = async (
    given: Parameters<typeof open>[0],
    raw: Buffer,
    headers: Record<string, string>,
    token: string | null = 'demo',
  ) => {
    const opened = open(given)
    return { ...opened, answer: await deliver(opened.handler, raw, headers, token) }
  }
  refused('a wrong secret', 401, 'BAD_SIGNATURE', () => asked({}, body, signed(body, 'another')))
  refused('a signature of six minutes ago', 401, 'BAD_SIGNATURE', () =>
    asked({}, body, signed(body, SECRET, NOW - 360_000)),
  )
  refused('no signature where there is a secret', 401, 'BAD_SIGNATURE', () => asked({}, body, {}))
  refused('no signature and no secret, unless that is allowed', 401, 'BAD_SIGNATURE', () =>
    asked({ connection: { secrets: [] } }, body, {}),
  )
  refused('a token that no connection has', 404, 'UNKNOWN_CONNECTION', () => asked({}, body, signed(body), 'other'))
  refused('what is not JSON', 400, 'BAD_PAYLOAD', () =>
    asked({}, Buffer.from('{"event":'), signed(Buffer.from('{"event":'))),
  )
  refused('JSON that is no event', 400, 'BAD_PAYLOAD', () => asked({}, Buffer.from('[1]'), signed(Buffer.from('[1]'))))
  refused('an account that nobody serves', 422, 'UNKNOWN_ACCOUNT', () =>
    asked({ isMapped: false }, body, signed(body), null),
  )
  refused('a full queue', 429, 'QUEUE_FULL', () =>
    asked({ put: () => Promise.reject(new Failure('QUEUE_FULL', { waiting: 9 })) }, body, signed(body)),
  )
  refused('a full disk', 500, 'STORE_UNWRITABLE', () =>
    asked({ put: () => Promise.reject(new Failure('STORE_UNWRITABLE', { problem: 'disk full' })) }, body, signed(body)),
  )
})

test('an unsigned delivery of a connection that allows them is a hint under a name of its own', async () => {
  const { handler, put } = open({ connection: { secrets: [], allowsUnsigned: true } })
  const answer = await deliver(handler, fixture('02_message_created_incoming_whatsapp_cloud.json'), {})
  assert.equal(answer.status, 200)
  assert.equal(put[0]?.signed, false)
  assert.notEqual(put[0]?.dedupe, 'm:9010')
})

test('the old address, POST /webhook, is the connection named default', async () => {
  const { handler } = open()
  const body = fixture('01_message_created_incoming_webwidget.json')
  assert.equal((await deliver(handler, body, signed(body), null)).status, 200)
})

// requirement: ack.mutated
test('garbage is answered 400 or taken, never thrown', async () => {
  const bases = globSync('test/fixtures/chatwoot/[0-8]*.json').map((path) => JSON.parse(readFileSync(path, 'utf8')))
  const mutated = fc
    .tuple(fc.constantFrom(...bases), fc.array(fc.tuple(fc.nat(200), fc.jsonValue()), { minLength: 1, maxLength: 4 }))
    .map(([base, changes]) => changes.reduce((json, [at, value]) => mutate(json, at, value), structuredClone(base)))
  const { handler } = open()
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        mutated.map((json) => Buffer.from(JSON.stringify(json))),
        fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      ),
      async (body) => {
        const { status } = await deliver(handler, body)
        assert.ok(status === 200 || status === 400, String(status))
      },
    ),
    { numRuns: 400 },
  )
})

/** Replaces the `at`-th value of the tree. */
function mutate(json: unknown, at: number, value: unknown): unknown {
  let count = 0
  const walk = (node: unknown): unknown => {
    if (count++ === at) return value
    if (Array.isArray(node)) return node.map(walk)
    if (node && typeof node === 'object')
      return Object.fromEntries(Object.entries(node).map(([key, each]) => [key, walk(each)]))
    return node
  }
  return walk(json)
}
