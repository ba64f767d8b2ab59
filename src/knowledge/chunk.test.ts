import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chunk, PASSAGE_CHARACTERS } from './chunk.ts'

test('a text that fits is one piece', () => {
  assert.deepEqual(chunk('  Abrimos às 9h.\n'), ['Abrimos às 9h.'])
  assert.deepEqual(chunk(' \n '), [])
})

test('a long text is cut between paragraphs, else at a sentence end, else between words', () => {
  assert.deepEqual(chunk('Um dois.\n\nTrês quatro.', 16), ['Um dois.', 'Três quatro.'])
  assert.deepEqual(chunk('Um dois. Três quatro cinco.', 20), ['Um dois.', 'Três quatro cinco.'])
  assert.deepEqual(chunk('um dois três quatro', 10), ['um dois', 'três', 'quatro'])
})

test('a price is not a sentence end', () => {
  assert.deepEqual(chunk('Custa R$ 1.299,00 hoje. Amanhã mais.', 26), ['Custa R$ 1.299,00 hoje.', 'Amanhã mais.'])
})

test('no piece is too long, none is empty, and nothing but white space is lost', () => {
  const text = fc.oneof(
    fc.lorem({ mode: 'sentences', maxCount: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 3_000 }),
  )
  fc.assert(
    fc.property(text, fc.integer({ min: 20, max: PASSAGE_CHARACTERS }), (each, limit) => {
      const pieces = chunk(each, limit)
      assert.ok(
        pieces.every(
          (piece) => piece.length > 0 && piece.length <= limit && piece.isWellFormed() === each.isWellFormed(),
        ),
      )
      assert.equal(pieces.join('').replace(/\s/g, ''), each.replace(/\s/g, ''))
    }),
  )
})
