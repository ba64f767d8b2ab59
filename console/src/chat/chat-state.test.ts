import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SimMessage } from '../api/simulator-shapes.ts'
import { type ChatEvent, chatReducer, openedChat, shownMessages } from './chat-state.ts'

const said = (id: number, content: string, message_type = 0) =>
  SimMessage.parse({ id, content, message_type, created_at_ms: 1_000 + id })
const out = (text: string) => ({ key: text, text, atMs: 1_000, as: 'customer' as const, hasFailed: false })
const after = (...events: ChatEvent[]) => events.reduce(chatReducer, openedChat('a'))
const loaded = (...messages: SimMessage[]): ChatEvent => ({ line: 'a', kind: 'loaded', conversation: null, messages })

test('a message on its way is shown once: it gives way to itself as the simulator has it', () => {
  const state = after({ line: 'a', kind: 'sending', outgoing: out('oi') }, loaded(said(1, 'oi')))
  assert.deepEqual([state.outgoing.length, shownMessages(state).length], [0, 1])
})

test('what comes for a line that was left changes nothing', () => {
  const state = after({ line: 'b', kind: 'opened' }, loaded(said(1, 'oi')))
  assert.deepEqual(state, openedChat('b'))
})

test('typing ends when the answer is there', () => {
  const state = after(
    loaded(said(1, 'oi')),
    { line: 'a', kind: 'typing', isTyping: true },
    loaded(said(1, 'oi'), said(2, 'Olá!', 1), said(3, 'aberta', 2)),
  )
  assert.equal(state.isTyping, false)
})

test('a new conversation hides what was said before, whatever is read again', () => {
  const state = after(
    loaded(said(1, 'oi')),
    { line: 'a', kind: 'began-anew' },
    loaded(said(2, 'de novo'), said(1, 'oi')),
  )
  assert.deepEqual(
    shownMessages(state).map(({ id }) => id),
    [2],
  )
})

test('a failed reading keeps what is already shown', () => {
  assert.equal(after(loaded(said(1, 'oi')), { line: 'a', kind: 'load-failed' }).phase, 'ready')
  assert.equal(after({ line: 'a', kind: 'load-failed' }).phase, 'failed')
})
