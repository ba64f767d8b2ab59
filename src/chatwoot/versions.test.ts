import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gapsOf, isAtLeast, VERSION_GAPS } from './versions.ts'

test('versions are compared by their numbers, and what is no version is taken for a new one', () => {
  assert.deepEqual(
    [
      isAtLeast('4.9.0', '4.13.0'),
      isAtLeast('4.13.0', '4.13.0'),
      isAtLeast('v4.14.2-ce', '4.14.1'),
      isAtLeast('5.0', '4.18.0'),
    ],
    [false, true, true, true],
  )
  assert.equal(isAtLeast('develop', '4.18.0'), true)
})

test('an older Chatwoot lacks more, newest first', () => {
  assert.deepEqual(gapsOf('99.0.0'), [])
  assert.equal(gapsOf('1.0.0').length, VERSION_GAPS.length)
  assert.deepEqual(
    gapsOf('4.13.5').map(({ since }) => since),
    ['4.18.0', '4.14.2', '4.14.1'],
  )
})
