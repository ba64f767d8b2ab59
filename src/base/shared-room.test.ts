import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SharedRoom } from './shared-room.ts'

/** What each has when it takes all it can get, one after the other. */
function taken(room: SharedRoom<string>, owners: string): Record<string, number> {
  const had: Record<string, number> = {}
  for (let before = -1; before !== room.used; ) {
    before = room.used
    for (const owner of owners) {
      if (!room.admits(owner)) continue
      room.add(owner, 1)
      had[owner] = (had[owner] ?? 0) + 1
    }
  }
  return had
}

test('one that takes all it can get leaves half, two leave a third', () => {
  assert.deepEqual(taken(new SharedRoom(100), 'a'), { a: 50 })
  assert.deepEqual(taken(new SharedRoom(90), 'ab'), { a: 30, b: 30 })
})

test('a weight of two is twice the part, once what was taken first has been given back', () => {
  const room = new SharedRoom<string>(1_000, (owner) => (owner === 'a' ? 2 : 1))
  const had: Record<string, number> = { a: 0, b: 0 }
  for (let round = 0; round < 50; round += 1) {
    for (const owner of 'ab') {
      const back = Math.floor((had[owner] ?? 0) / 10)
      room.add(owner, -back)
      had[owner] = (had[owner] ?? 0) - back
    }
    for (const [owner, count] of Object.entries(taken(room, 'ab'))) had[owner] = (had[owner] ?? 0) + count
  }
  assert.equal(Math.round((had.a ?? 0) / (had.b ?? 1)), 2, JSON.stringify(had))
})

test('however small the room, the first finds a place in it', () => {
  assert.deepEqual(taken(new SharedRoom(1), 'ab'), { a: 1 })
})

test('what was counted takes the place of what was added', () => {
  const room = new SharedRoom<string>(10)
  room.add('a', 9)
  assert.equal(room.admits('b'), true)
  assert.equal(room.admits('a'), false)
  room.set([['b', 2]])
  assert.equal(room.used, 2)
  assert.equal(room.admits('a'), true)
})
