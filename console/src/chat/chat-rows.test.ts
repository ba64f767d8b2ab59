import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimMessage } from '../api/simulator-shapes.ts'
import { chatRows } from './chat-rows.ts'

const at = Date.UTC(2026, 0, 5, 12)
const said = (id: number, more: object) =>
  SimMessage.parse({ id, content: 'x', message_type: 0, created_at_ms: at + id * 1_000, ...more })
const bot = { message_type: 1, sender: { kind: 'agent_bot', name: 'Assistente' } }

test('bubbles of one sender shortly after each other are one group', () => {
  const rows = chatRows(
    [said(1, {}), said(2, bot), said(3, bot), said(4, { ...bot, sender: { kind: 'user', name: 'Marina' } })],
    false,
    0,
  )
  assert.deepEqual(
    rows.map((row) => (row.kind === 'bubble' ? [row.isFirst, row.isLast] : row.kind)),
    ['day', [true, true], [true, false], [false, true], [true, true]],
  )
})

test('the customer sees neither private notes nor activity', () => {
  const messages = [said(1, {}), said(2, { ...bot, private: true }), said(3, { message_type: 2 })]
  assert.deepEqual(
    chatRows(messages, false, 0).map(({ kind }) => kind),
    ['day', 'bubble'],
  )
  assert.deepEqual(
    chatRows(messages, true, 0).map(({ kind }) => kind),
    ['day', 'bubble', 'note', 'activity'],
  )
})

test('a day begins at the reader’s own midnight', () => {
  const messages = [
    said(1, { created_at_ms: Date.UTC(2026, 0, 5, 2) }),
    said(2, { created_at_ms: Date.UTC(2026, 0, 5, 4) }),
  ]
  const days = (offsetMs: number) => chatRows(messages, false, offsetMs).filter(({ kind }) => kind === 'day').length
  assert.deepEqual([days(0), days(-3 * 3_600_000)], [1, 2])
})
