import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TurnView } from '../../../src/wire/turn-view.ts'
import { isSending, withTurn } from './turn-list.ts'

const turn = (id: string, startedAtMs: number, sendMs: number | null) =>
  ({ id, startedAtMs, sendMs, outcome: 'answered' }) as TurnView
const told = (...turns: readonly TurnView[]) =>
  turns.reduce<readonly TurnView[]>(withTurn, []).map(({ id, sendMs }) => [id, sendMs])

test('a turn told again takes its own place', () => {
  const twice = told(turn('a', 1, null), turn('b', 2, null), turn('a', 1, 30))
  assert.deepEqual(twice, [
    ['b', null],
    ['a', 30],
  ])
})

test('an older reading that arrives late takes no sending time away', () => {
  assert.deepEqual(told(turn('a', 1, 30), turn('a', 1, null)), [['a', 30]])
})

test('a turn is waited for until its reply has gone out, but not for ever', () => {
  assert.equal(isSending([turn('a', 1_000, null)], 2_000), true)
  assert.equal(isSending([turn('a', 1_000, 30)], 2_000), false)
  assert.equal(isSending([turn('a', 1_000, null)], 100_000), false)
  assert.equal(isSending([{ ...turn('a', 1_000, null), outcome: 'silent' }], 2_000), false)
})
