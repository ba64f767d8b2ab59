import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RequestWindows } from './request-windows.ts'

test('each name has its own minute, and a new one when that is over', () => {
  let nowMs = 1_000
  const windows = new RequestWindows(2, () => nowMs)
  windows.count('a')
  windows.count('a')
  windows.count('b')
  assert.throws(() => windows.count('a'), { code: 'TOO_MANY_REQUESTS' })
  nowMs += 60_000
  windows.count('a')
})
