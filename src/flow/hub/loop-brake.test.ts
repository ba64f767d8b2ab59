import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Said } from '../../domain/turn.ts'
import { goesInCircles } from './loop-brake.ts'

const NOW = 1_795_417_544_000
const said = (by: Said['by'], text: string, minutesAgo = 1): Said => ({ by, text, atMs: NOW - minutesAgo * 60_000 })
const circles = (history: readonly Said[], text = 'e agora?', messages = 1) =>
  goesInCircles({ history, text, messages, nowMs: NOW })

// requirement: human.loop
test('thirteen messages of ours in ten minutes are a loop, twelve are not', () => {
  const ours = (count: number, minutesAgo?: number) =>
    Array.from({ length: count }, (_, at) => said('crew', `resposta ${at}`, minutesAgo))
  assert.equal(circles(ours(13)), true)
  assert.equal(circles(ours(12)), false)
  assert.equal(circles(ours(13, 11)), false, 'eleven minutes ago does not count')
})

// requirement: human.loop
test('the third equal text in a row is a loop, whatever its case', () => {
  assert.equal(circles([said('customer', 'Menu'), said('crew', 'Olá'), said('customer', 'menu ')], 'MENU'), true)
  assert.equal(circles([said('customer', 'menu'), said('customer', 'oi')], 'menu'), false)
  assert.equal(circles([said('customer', 'menu')], 'menu'), false)
})

test('a customer who floods is handed to a human', () => {
  assert.equal(circles([], 'a\nb', 31), true)
  assert.equal(circles([], 'a\nb', 30), false)
})
