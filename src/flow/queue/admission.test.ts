import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TenantId } from '../../domain/ids.ts'
import { Admission } from './admission.ts'

const tenant = TenantId.parse('retail/account_1')
const asking = { tenant, isCustomers: true, places: 1 }

/** Counting takes 5 ms. */
function admission(max: number) {
  const now = { ms: 0, counts: 0, waiting: 0 }
  const count = () => {
    now.counts += 1
    now.ms += 5
    return [[tenant, now.waiting]] as const
  }
  return { now, admission: new Admission({ max, count, elapsedMs: () => now.ms }) }
}

test('as long as there is room nothing is counted, and what has gone is found when there seems to be none', () => {
  const { now, admission: door } = admission(100)
  for (let came = 0; came < 50; came += 1) assert.equal(door.admit(asking), true)
  assert.equal(now.counts, 1, 'at the start')
  now.ms += 50
  assert.equal(door.admit(asking), true)
  assert.equal(now.counts, 2)
})

test('counting takes a tenth of the time at most, however many are refused', () => {
  const { now, admission: door } = admission(10)
  now.waiting = 10
  now.ms += 50
  for (let came = 0; came < 10_000; came += 1) {
    door.admit(asking)
    now.ms += 0.1
  }
  assert.ok(now.counts * 5 <= now.ms / 10 + 10, `${now.counts} counts in ${now.ms} ms`)
})

test('what was taken and is not done counts as what waits does', () => {
  const { now, admission: door } = admission(100)
  door.setTaken([[tenant, 49]])
  assert.deepEqual([door.admit(asking), door.admit(asking)], [true, false])
  now.ms += 1_000
  door.setTaken([])
  assert.equal(door.admit(asking), true)
})
