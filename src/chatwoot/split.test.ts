import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { splitText } from './split.ts'

const solid = (text: string) => text.replace(/\s+/g, '')

test('a text that fits is one part, and an empty one none', () => {
  assert.deepEqual(splitText('  Oi!\n', 20), ['Oi!'])
  assert.deepEqual(splitText(' \n ', 20), [])
})

test('paragraphs stay whole where they can', () => {
  assert.deepEqual(splitText('Primeiro parágrafo aqui.\n\nSegundo parágrafo aqui.', 40), [
    'Primeiro parágrafo aqui.',
    'Segundo parágrafo aqui.',
  ])
})

test('a long paragraph is cut where a sentence ends', () => {
  assert.deepEqual(splitText('Temos batom. Temos pincel. Temos esmalte e base.', 32), [
    'Temos batom. Temos pincel.',
    'Temos esmalte e base.',
  ])
})

test('abbreviations, prices, list numbers and addresses end no sentence', () => {
  const parts = splitText('Fale com a Sra. Lúcia na Av. Brasil por R$ 1.500,00 hoje, ok? Ela atende.', 66)
  assert.deepEqual(parts, ['Fale com a Sra. Lúcia na Av. Brasil por R$ 1.500,00 hoje, ok?', 'Ela atende.'])
})

test('a list is cut between its items', () => {
  assert.deepEqual(splitText('Temos:\n- batom vermelho\n- pincel de olhos\n- base clara', 42), [
    'Temos:\n- batom vermelho\n- pincel de olhos',
    '- base clara',
  ])
})

test('a link, a code and a bold phrase are never cut', () => {
  for (const atom of [
    'https://loja.example/a/b?c=1.2',
    '[ver o pedido](https://x.example)',
    '`0002 0126 5204`',
    '**só hoje aqui**',
  ])
    for (let lead = 1; lead < 40; lead++) {
      const parts = splitText(`${'a '.repeat(lead)}${atom} fim. Depois mais texto.`, 40)
      assert.ok(
        parts.some((part) => part.includes(atom)),
        `${lead}: ${parts.join('|')}`,
      )
    }
})

test('a word longer than a message is cut between graphemes', () => {
  const family = '👩‍👩‍👧‍👦'
  const parts = splitText(family.repeat(10), 30)
  assert.deepEqual(new Set(parts), new Set([family.repeat(2)]))
})

test('a limit that no message has is a mistake of ours', () => {
  assert.throws(() => splitText('x', 3), RangeError)
})

const WORD = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((word) => solid(word) || 'x'),
  fc.constantFrom('fim.', 'Sr.', 'ok?', 'R$ 1,50', 'https://loja.example/p?id=1', '**já aqui**', '`a b c`', '-', '1.'),
)
const TEXT = fc
  .array(fc.tuple(WORD, fc.constantFrom(' ', ' ', ' ', '\n', '\n\n', '. ')), { maxLength: 120 })
  .map((words) => words.flat().join(''))

test('nothing is lost, every part fits, and words stay whole and in order', () => {
  void fc.assert(
    fc.property(TEXT, fc.integer({ min: 80, max: 400 }), (text, limit) => {
      const parts = splitText(text, limit)
      assert.ok(parts.every((part) => part.length > 0 && part.length <= limit && part === part.trim()))
      assert.deepEqual(
        parts.flatMap((part) => part.split(/\s+/)),
        text.split(/\s+/).filter(Boolean),
      )
    }),
    { numRuns: 500 },
  )
})

test('any string at all is cut without losing a character or leaving half of one', () => {
  void fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), fc.integer({ min: 16, max: 90 }), (text, limit) => {
      const parts = splitText(text, limit)
      assert.equal(solid(parts.join('')), solid(text))
      assert.ok(parts.every((part) => part.length <= limit && part.isWellFormed()))
    }),
    { numRuns: 500 },
  )
})
