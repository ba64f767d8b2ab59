import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Office } from '../backends/store/store.ts'
import { TenantId } from '../domain/ids.ts'
import { type Refusal, RefusalAudit } from './audit-refusals.ts'
import type { Caller } from './caller.ts'

const HOUR_MS = 3_600_000
const shop: Caller = { kind: 'tenant', who: 'key 1', tenant: TenantId.parse('retail/account_1') }
const refusal: Refusal = {
  ...{ caller: null, from: '203.0.113.9', method: 'POST', path: '/odoo-webhook', target: null },
  ...{ code: 'UNAUTHORIZED', problem: 'not signed in' },
}

function opened() {
  const lines: Parameters<Office['audit']['add']>[0][] = []
  const clock = { nowMs: 0 }
  const audit = new RefusalAudit({ add: async (line) => void lines.push(line) }, () => clock.nowMs)
  const flood = async (times: number, more: Partial<Refusal> = {}) => {
    for (let i = 0; i < times; i++) await audit.add({ ...refusal, ...more })
  }
  return { lines, clock, flood }
}

test('a flood from wherever leaves sixty lines an hour, and the next one says how many it was not', async () => {
  const { lines, clock, flood } = opened()
  for (let i = 0; i < 100; i++) await flood(100, { from: `203.0.113.${i}` })
  assert.equal(lines.length, 60)
  await flood(3, { caller: shop })
  assert.equal(lines.length, 63, 'who has a key is counted by himself')
  clock.nowMs = HOUR_MS
  await flood(2)
  assert.deepEqual(
    lines.slice(-2).map(({ detail }) => detail.unwritten),
    [9_940, undefined],
  )
})

test('a line is the caller’s tenant’s, names whom he wanted something of, and is never long', async () => {
  const { lines, flood } = opened()
  const target = TenantId.parse('health/account_2')
  await flood(1, { caller: shop, target, path: `/${'x'.repeat(10_000)}`, problem: 'y'.repeat(10_000) })
  await flood(1, { caller: { kind: 'operator', who: 'operator' }, target })
  const [of, by] = lines
  assert.deepEqual([of?.tenant, of?.detail.target, of?.who], ['retail/account_1', target, 'key 1'])
  assert.deepEqual([by?.tenant, by?.detail.target], [target, undefined])
  assert.ok(JSON.stringify(of).length < 1_000)
})
