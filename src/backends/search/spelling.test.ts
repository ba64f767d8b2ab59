import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distance, nearest } from './spelling.ts'

const word = fc.stringMatching(/^[a-z]{0,12}$/)

test('a slip finds the word that was meant', () => {
  assert.deepEqual(nearest('enderc', ['enderec', 'entreg', 'frete']), [['enderec', 0.8]])
  assert.deepEqual(nearest('parcelmaent', ['parcelament', 'pagament']), [['parcelament', 0.8]])
})

test('short words and codes are never corrected', () => {
  assert.deepEqual(nearest('pix', ['piz']), [])
  assert.deepEqual(nearest('s00042', ['s00043']), [])
})

test('a word with two slips needs eight letters', () => {
  assert.deepEqual(nearest('frete', ['frota']), [])
})

test('a swap of neighbours, a letter too many, too few or wrong is one slip', () => {
  for (const [from, to] of [
    ['frete', 'ferte'],
    ['frete', 'frrete'],
    ['frete', 'frte'],
    ['frete', 'frese'],
  ] as const)
    assert.equal(distance(from, to), 1)
})

test('the distance is the same both ways, and none only between equals', () => {
  fc.assert(
    fc.property(word, word, (from, to) => {
      assert.equal(distance(from, to), distance(to, from))
      assert.equal(distance(from, to) === 0, from === to)
    }),
  )
})
