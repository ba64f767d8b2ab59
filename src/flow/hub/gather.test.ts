import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { InboxRow } from '../../domain/lane.ts'
import { GATE_CAP_MS, gateOpensAt } from './gather.ts'

const row = (text: string, receivedAtMs: number): InboxRow => ({
  id: receivedAtMs,
  tenant: TenantId.parse('retail/account_1'),
  connection: DEFAULT_CONNECTION,
  account: 1,
  conversation: 1,
  receivedAtMs,
  readyAtMs: 0,
  attempts: 0,
  deaths: 0,
  event: {
    kind: 'customer-message',
    messageId: receivedAtMs,
    text,
    attachments: [],
    createdAtMs: receivedAtMs,
    inReplyTo: null,
    skip: null,
  },
})
const looksFinished = (text: string) => text.endsWith('?')
const gate = (rows: readonly InboxRow[], quietMs = 1_200) => gateOpensAt({ rows, quietMs, looksFinished })

// requirement: fast.finished
test('a finished question is answered at once', () => {
  assert.equal(gate([row('qual o horário?', 5_000)]), 0)
})

// requirement: fast.finished
test('a fragment waits for the quiet time', () => {
  assert.equal(gate([row('oi', 5_000)]), 6_200)
})

test('a question after a fragment opens the gate', () => {
  assert.equal(gate([row('oi', 5_000), row('vocês têm batom?', 5_400)]), 0)
})

test('a picture alone waits for the words that may follow', () => {
  assert.equal(gate([row('', 5_000)]), 6_200)
})

// requirement: once.burst
test('however a burst goes on, the gate opens within the cap of its first message', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 20 }), fc.nat(8_000), (offsets, quietMs) => {
      const rows = offsets.sort((a, b) => a - b).map((offset) => row('e', 100_000 + offset))
      assert.ok(gate(rows, quietMs) <= Math.min(...rows.map(({ receivedAtMs }) => receivedAtMs)) + GATE_CAP_MS)
    }),
  )
})
