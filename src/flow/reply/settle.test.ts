import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '../../base/failure.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { OutboxRow } from '../../domain/outbox.ts'
import type { ChatwootDoor, Found, Outcome } from './perform.ts'
import { settle } from './settle.ts'

const row = (
  action: OutboundAction = { kind: 'message', text: 'Oi!', buttons: [], image: null },
  repeats = 0,
): OutboxRow => ({
  tenant: TenantId.parse('retail/account_1'),
  connection: DEFAULT_CONNECTION,
  account: 1,
  conversation: 12,
  id: 1,
  turn: 't1',
  seq: 0,
  action,
  marker: 'o5',
  state: 'unknown',
  attempts: 1,
  beganAtMs: 0,
  waitedMs: 0,
  repeats,
  afterId: 100,
  dueAtMs: 0,
  chatwootId: null,
  error: null,
})

const sees = (find: () => Promise<readonly Found[]>, canReadBack = true, reach: Outcome['kind'] = 'sent') =>
  ({ canReadBack, find, reach: async () => ({ kind: reach }) }) as unknown as ChatwootDoor
const nothing = sees(async () => [])
const ask = (waitedMs: number, others: readonly number[] = []) => ({
  waitedMs,
  isAnotherRows: async (id: number) => others.includes(id),
  signal: new AbortController().signal,
})

test('what is there is found, and what is there but failed is undelivered', async () => {
  const found = sees(async () => [{ id: 101, failed: null }])
  assert.deepEqual(await settle(found, row(), ask(0)), { kind: 'found', id: 101 })
  const failed = sees(async () => [{ id: 101, failed: 'window closed' }])
  assert.deepEqual(await settle(failed, row(), ask(0)), { kind: 'undelivered', id: 101, why: 'window closed' })
})

test('the same words of another row are not ours', async () => {
  const both = sees(async () => [101, 103].map((id) => ({ id, failed: null })))
  assert.deepEqual(await settle(both, row(), ask(0, [101])), { kind: 'found', id: 103 })
  assert.equal((await settle(both, row(), ask(60_000, [101, 103]))).kind, 'again')
})

test('absent is believed a minute after the POST began, once', async () => {
  const early = await settle(nothing, row(), ask(57_000))
  assert.deepEqual([early.kind, early.kind === 'wait' && early.waitMs], ['wait', 3_000])
  assert.equal((await settle(nothing, row(), ask(60_000))).kind, 'again')
  assert.equal((await settle(nothing, row(undefined, 1), ask(60_000))).kind, 'lost')
})

const image = { name: 'batom.png', mimeType: 'image/png', base64: 'AAAA' }
const picture = row({ kind: 'message', text: '', buttons: [], image })

test('an image alone that is not there is sent again only where its marker would have been kept', async () => {
  const keeping = { ...nothing, keepsMarkers: async () => true }
  const dropping = { ...nothing, keepsMarkers: async () => false }
  assert.equal((await settle(keeping, picture, ask(60_000))).kind, 'again')
  assert.equal((await settle(dropping, picture, ask(59_000))).kind, 'wait')
  assert.equal((await settle(dropping, picture, ask(60_000))).kind, 'lost')
  const untold = { ...nothing, keepsMarkers: () => Promise.reject(new Failure('CHATWOOT_BUSY', { status: 502 })) }
  assert.equal((await settle(untold, picture, ask(60_000))).kind, 'wait')
})

const failing = (failure: Failure, reach: Outcome['kind']) => sees(() => Promise.reject(failure), true, reach)

test('while Chatwoot is down it is neither absent nor lost', async () => {
  const down = failing(new Failure('CHATWOOT_BUSY', { status: 502 }), 'busy')
  assert.equal((await settle(down, row(), ask(864_000_000))).kind, 'wait')
})

test('what Chatwoot shows nobody for five minutes, while it hears the bot, is a human’s', async () => {
  const unreadable = failing(new Failure('CHATWOOT_BUSY', { status: 500 }), 'sent')
  assert.equal((await settle(unreadable, row(), ask(299_000))).kind, 'wait')
  assert.equal((await settle(unreadable, row(), ask(300_000))).kind, 'lost')
})

const DENIED = [
  new Failure('CHATWOOT_UNAUTHORIZED', { token: 'user', why: 'Invalid Access Token' }),
  new Failure('CHATWOOT_FORBIDDEN', { why: 'You are not authorized to do this action' }),
  new Failure('CHATWOOT_GONE', {}),
]
for (const failure of DENIED)
  test(`what the user token may not look at has a minute, then a human is asked: ${failure.message}`, async () => {
    assert.equal((await settle(failing(failure, 'sent'), row(), ask(59_000))).kind, 'wait')
    assert.equal((await settle(failing(failure, 'sent'), row(), ask(60_000))).kind, 'lost')
    assert.equal((await settle(failing(failure, 'refused'), row(), ask(60_000))).kind, 'lost')
    assert.equal((await settle(failing(failure, 'busy'), row(), ask(60_000))).kind, 'wait')
    assert.equal((await settle(failing(failure, 'gone'), row(), ask(60_000))).kind, 'gone')
  })

test('without a user token its echo has a minute, then a human is asked', async () => {
  const blind = sees(async () => [], false)
  assert.equal((await settle(blind, row(), ask(0))).kind, 'wait')
  assert.equal((await settle(blind, row(), ask(60_000))).kind, 'lost')
})

test('what says the same twice is said again at once', async () => {
  const verdict = await settle(nothing, row({ kind: 'status', status: 'open' }), ask(0))
  assert.deepEqual([verdict.kind, verdict.kind === 'again' && verdict.isRepeat], ['again', false])
})

test('what is waited is a whole number, however finely time is measured', async () => {
  for (const waitedMs of [0.25, 57_000.4, 59_999.9]) {
    const verdict = await settle(nothing, row(), ask(waitedMs))
    assert.ok(verdict.kind === 'wait' && Number.isInteger(verdict.waitMs))
  }
})
