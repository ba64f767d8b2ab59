import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remembering } from './remembering.ts'

test('what was asked lately is not worked out again, and what was asked long ago is', () => {
  const asked: string[] = []
  const lengthOf = remembering((text) => {
    asked.push(text)
    return text.length
  }, 2)
  for (const text of ['a', 'a', 'bb', 'a', 'ccc', 'dddd', 'eeeee', 'bb']) assert.equal(lengthOf(text), text.length)
  assert.deepEqual(asked, ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'bb'])
})
