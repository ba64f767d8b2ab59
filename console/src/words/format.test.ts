import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatMs, formatPercent, formatPhone } from './format.ts'

test('times are told as finely as they matter, in the language’s own digits', () => {
  assert.deepEqual(
    [0.42, 9.96, 14.2, 748, 1_250].map((ms) => formatMs(ms, 'pt-BR')),
    ['0,4 ms', '10 ms', '14 ms', '748 ms', '1,3 s'],
  )
  assert.equal(formatMs(1_250, 'en'), '1.3 s')
})

test('a share is a whole percentage', () => assert.equal(formatPercent(0.976, 'en'), '98%'))

test('a Brazilian phone is grouped, another is left alone', () => {
  assert.equal(formatPhone('+5511955550101'), '+55 11 95555-0101')
  assert.equal(formatPhone('+34911234567'), '+34911234567')
})
