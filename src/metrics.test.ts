import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Store } from './backends/store/store.ts'
import { DEFAULT_CONNECTION, TenantId } from './domain/ids.ts'
import type { TurnRecord } from './domain/turn-record.ts'
import { Metrics } from './metrics.ts'

const COUNTS = { openRows: 3, parkedRows: 1, unsentRows: 2, oldestOpenAtMs: 4_000 }

const metrics = () =>
  new Metrics({
    store: { counts: async () => COUNTS } as unknown as Store,
    queued: () => 7,
    awakeLanes: () => 5,
    runningTurns: () => 4,
    now: () => 10_000,
  })

const TURN = {
  id: '019c0000-0000-7000-8000-000000000001',
  lane: {
    tenant: TenantId.parse('canary-shop/account_9'),
    connection: DEFAULT_CONNECTION,
    account: 987_001,
    conversation: 987_002,
  },
  channel: 'whatsapp',
  text: 'canary-question',
  contact: 987_003,
  result: {
    outcome: 'handed-over',
    reason: 'complaint',
    usage: { modelCalls: 2, inputTokens: 700, outputTokens: 90 },
    actions: [{ kind: 'message', text: 'canary-reply', buttons: [], image: null }],
  },
  crewMs: 250,
} as unknown as TurnRecord

test('what waits and what works now is read when it is asked for', async () => {
  const text = await metrics().text()
  for (const line of [
    'open_rows 3',
    'parked_rows 1',
    'unsent_rows 2',
    'oldest_open_seconds 6',
    'awake_lanes 5',
    'running_turns 4',
  ])
    assert.match(text, new RegExp(`^chatwootai_${line}$`, 'm'))
})

test('webhooks, turns, calls and tokens are counted', async () => {
  const counted = metrics()
  counted.countWebhooks({ 'customer-message': 7, BAD_SIGNATURE: 2 })
  counted.countTurn(TURN)
  const text = await counted.text()
  assert.match(text, /webhooks_total\{kind="customer-message"\} 7/)
  assert.match(text, /webhooks_total\{kind="BAD_SIGNATURE"\} 2/)
  assert.match(text, /turns_total\{outcome="handed-over",reason="complaint"\} 1/)
  assert.match(text, /model_calls_total 2/)
  assert.match(text, /model_tokens_total\{direction="out"\} 90/)
  assert.match(text, /crew_seconds_count 1/)
})

// requirement: apart.metrics
test('no metric holds a tenant, a conversation, a contact or a word', async () => {
  const counted = metrics()
  counted.countTurn(TURN)
  assert.doesNotMatch(await counted.text(), /canary|98700|account_9|019c/)
})
