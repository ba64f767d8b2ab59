import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TenantId } from '../../domain/ids.ts'
import { FairSlots } from './fair-slots.ts'

const [loud, quiet] = [TenantId.parse('retail/loud'), TenantId.parse('retail/quiet')]
const never = new AbortController().signal

// requirement: apart.turns
test('a quiet tenant is served next, however many a loud one has waiting', async () => {
  const slots = new FairSlots({ max: 1 })
  const order: string[] = []
  const free = await slots.acquire(loud, never)
  const waiting = [loud, loud, loud, quiet].map(async (tenant) => {
    const done = await slots.acquire(tenant, never)
    order.push(tenant)
    done()
  })
  free()
  await Promise.all(waiting)
  assert.deepEqual(order, [loud, quiet, loud, loud])
  assert.equal(slots.running, 0)
})

test('who stops waiting takes no slot', async () => {
  const slots = new FairSlots({ max: 1 })
  const free = await slots.acquire(loud, never)
  const abort = new AbortController()
  const gone = slots.acquire(loud, abort.signal)
  abort.abort(new Error('a newer message'))
  await assert.rejects(gone, /a newer message/)
  free()
  assert.equal(slots.running, 0)
})

test('giving a slot back twice frees one', async () => {
  const slots = new FairSlots({ max: 2 })
  const [first] = [await slots.acquire(loud, never), await slots.acquire(quiet, never)]
  first()
  first()
  assert.equal(slots.running, 1)
})

test('a tenant whose turns all hang leaves half of the slots to the others', async () => {
  const slots = new FairSlots({ max: 4 })
  await slots.acquire(loud, never)
  await slots.acquire(loud, never)
  const third = slots.acquire(loud, never)
  const free = await slots.acquire(quiet, never)
  assert.equal(slots.running, 3, 'the third of the loud one waits, though a slot is free')
  free()
  assert.equal(await Promise.race([third.then(() => 'served'), Promise.resolve('waits')]), 'waits')
})

test('when two tenants hang, a third part of the slots is left to the others', async () => {
  const slots = new FairSlots({ max: 9 })
  const others = ['retail/a', 'retail/b'].map((name) => TenantId.parse(name))
  for (let i = 0; i < 9; i += 1) for (const tenant of others) slots.take(tenant)
  assert.equal(slots.running, 6)
  assert.ok(slots.take(quiet))
})

test('a slot that is given back lets everybody go on who may', async () => {
  const slots = new FairSlots({ max: 4 })
  const [free] = [await slots.acquire(loud, never), await slots.acquire(loud, never)]
  const done: string[] = []
  const another = TenantId.parse('retail/another')
  for (const tenant of [quiet, loud, another]) void slots.acquire(tenant, never).then(() => done.push(tenant))
  free()
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(slots.running, 1 + done.length)
  assert.ok(done.includes(quiet) && done.includes(another), String(done))
})

test('a tenant of weight two is served twice in a round', async () => {
  const slots = new FairSlots({ max: 1, weightOf: (tenant) => (tenant === quiet ? 2 : 1) })
  const order: string[] = []
  const free = await slots.acquire(loud, never)
  const waiting = [loud, loud, quiet, quiet, quiet].map(async (tenant) => {
    const done = await slots.acquire(tenant, never)
    order.push(tenant === quiet ? 'q' : 'l')
    done()
  })
  free()
  await Promise.all(waiting)
  assert.equal(order.join(''), 'lqqlq')
})
