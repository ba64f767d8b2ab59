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

test('a weight of two is twice the part', () => {
  const { a = 0, b = 0 } = taken(new SharedRoom(1_000, (owner) => (owner === 'a' ? 2 : 1)), 'ab')
  assert.equal(Math.round(a / b), 2)
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
