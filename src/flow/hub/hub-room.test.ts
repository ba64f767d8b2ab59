import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Timing } from '../../base/timing.ts'
import { TenantId } from '../../domain/ids.ts'
import { HubRoom, type Taken } from './hub-room.ts'

const [loud, quiet] = [TenantId.parse('retail/loud'), TenantId.parse('retail/quiet')]

function roomOf(max: number) {
  const now = { ms: 0, taken: new Map() as Taken, counts: 0, told: [] as Taken[] }
  const timing = { elapsedMs: () => now.ms } as Timing
  const count = async () => {
    now.counts += 1
    return new Map(now.taken)
  }
  return { now, room: new HubRoom({ max, count, tell: (taken) => now.told.push(taken), timing }) }
}

/** Takes all that it may of one tenant. */
function fill(room: HubRoom, tenant: TenantId): number {
  let places = 0
  for (; room.admits(tenant); places += 1) room.add(tenant, 1)
  return places
}

test('a tenant that floods comes to half of the room, and the next still finds some', () => {
  const { room } = roomOf(100)
  assert.equal(fill(room, loud), 50)
  assert.equal(fill(room, quiet), 25)
})

test('nothing is counted while there is room, and once somebody was held back the door is told', async () => {
  const { now, room } = roomOf(100)
  await room.look()
  assert.equal(now.counts, 0)
  fill(room, loud)
  now.taken = new Map([[loud, 30]])
  await room.look()
  assert.deepEqual([now.counts, now.told.length], [1, 1])
  assert.equal(room.admits(loud), true, 'twenty were answered meanwhile')
})

test('it is not counted again at once', async () => {
  const { now, room } = roomOf(100)
  now.taken = new Map([[loud, 50]])
  for (const ms of [0, 5, 15, 25]) {
    now.ms = ms
    fill(room, loud)
    await room.look()
  }
  assert.equal(now.counts, 2)
})
