import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KnownFacts } from '../../backends/store/store.ts'
import { type ChatwootConversation, readConversation } from '../../chatwoot/conversation.ts'
import { type ChatwootMessage, readMessage } from '../../chatwoot/message.ts'
import { inboundFromRest } from '../../chatwoot/read-back.ts'
import { DEFAULT_CONNECTION } from '../../domain/ids.ts'
import { factsIn, lostFacts } from './lost-facts.ts'

const AT_S = 1_800_000_000
const context = { connection: DEFAULT_CONNECTION, account: 1, receivedAtMs: AT_S * 1_000 }
const conversation = readConversation({
  id: 7,
  account_id: 1,
  inbox_id: 3,
  status: 'pending',
  updated_at: AT_S,
  meta: { channel: 'Channel::Whatsapp', sender: { id: 5, name: 'Ana', phone_number: '+5511955550101' } },
}) as ChatwootConversation

const NOTHING: KnownFacts = {
  lane: null,
  dedupes: new Set(),
  humanWords: new Set(),
  states: new Map(),
  isSending: false,
}

const message = (id: number, over: Record<string, unknown>): ChatwootMessage =>
  readMessage({ id, content: 'aceitam pix?', created_at: AT_S + id, ...over }) as ChatwootMessage
const customers = (id: number) => message(id, { message_type: 0, sender: { id: 5, type: 'contact' } })
const humans = (id: number) => message(id, { message_type: 1, sender: { id: 2, type: 'user' } })
const ours = (id: number, marker: string | null, status = 'sent') =>
  message(id, {
    message_type: 1,
    status,
    sender: { id: 9, type: 'agent_bot' },
    content_attributes: marker ? { chatwootai: marker } : {},
  })

function lostAmong(messages: readonly ChatwootMessage[], known: Partial<KnownFacts> = {}, sinceMs = 0) {
  const told = factsIn({ conversation, messages, sinceMs, outcomesSinceMs: sinceMs - 60_000 }, context)
  const state = inboundFromRest(conversation, null, context)
  return lostFacts(told, state, { ...NOTHING, ...known }).map(({ event }) =>
    'messageId' in event ? `${event.kind} ${event.messageId}` : event.kind,
  )
}

test('a customer’s words that the store does not know are lost, in Chatwoot’s order', () => {
  assert.deepEqual(lostAmong([customers(12), customers(11)]), ['customer-message 11', 'customer-message 12'])
  assert.deepEqual(lostAmong([customers(11), customers(12)], { dedupes: new Set(['m:12']) }), ['customer-message 11'])
})

test('what a human answered since is left alone, and the human’s word is taken', () => {
  assert.deepEqual(lostAmong([customers(11), humans(12)]), ['human-spoke 12'])
  assert.deepEqual(lostAmong([customers(11), humans(12)], { humanWords: new Set([12]) }), [])
})

test('a known reply of ours answers other words; one that the store never heard of answers all before it', () => {
  const known = { states: new Map([['a', 'confirmed' as const]]) }
  assert.deepEqual(lostAmong([customers(11), ours(12, 'a')], known), ['customer-message 11'])
  assert.deepEqual(lostAmong([customers(11), ours(12, 'b')], known), [])
  assert.deepEqual(lostAmong([customers(11), ours(12, null)], { isSending: true }), ['customer-message 11'])
  assert.deepEqual(lostAmong([customers(11), ours(12, 'b')], { ...known, isSending: true }), [])
})

test('a receipt is news while its row is not settled, and of a failure also after it was confirmed', () => {
  const state = (name: 'sent' | 'confirmed' | 'failed') => ({ states: new Map([['a', name]]) })
  assert.deepEqual(lostAmong([ours(12, 'a')], state('sent')), ['receipt 12'])
  assert.deepEqual(lostAmong([ours(12, 'a')], state('confirmed')), [])
  assert.deepEqual(lostAmong([ours(12, 'a', 'failed')], state('confirmed')), ['receipt 12'])
  assert.deepEqual(lostAmong([ours(12, 'a', 'failed')], state('failed')), [])
})

test('what was written before the window is nothing, and neither is a note that is not to us', () => {
  assert.deepEqual(lostAmong([customers(11)], {}, (AT_S + 12) * 1_000), [])
  const note = { message_type: 1, private: true, sender: { id: 2, type: 'user' } }
  assert.deepEqual(lostAmong([customers(11), message(12, note)]), ['customer-message 11'])
  assert.deepEqual(lostAmong([message(12, { ...note, content: '/bot off' })]), ['human-spoke 12'])
})

test('what became of a message is news however long before the window it was written, within a limit', () => {
  const pressed = { submitted_values: [{ title: 'Sim', value: 'yes' }] }
  const form = (id: number) =>
    message(id, { message_type: 1, sender: { type: 'agent_bot' }, content_attributes: pressed })
  assert.deepEqual(lostAmong([form(11)], {}, (AT_S + 71) * 1_000), ['customer-answered 11'])
  assert.deepEqual(lostAmong([form(11)], {}, (AT_S + 72) * 1_000), [])
  const state = { states: new Map([['a', 'confirmed' as const]]) }
  assert.deepEqual(lostAmong([ours(11, 'a', 'failed')], state, (AT_S + 71) * 1_000), ['receipt 11'])
})

test('a state alone is taken when it is newer than what is known, and never of a stranger’s conversation', () => {
  const lane = (updatedAtMs: number) => ({
    lane: { seen: { ...conversation.seen, updatedAtMs } } as unknown as NonNullable<KnownFacts['lane']>,
  })
  assert.deepEqual(lostAmong([]), [])
  assert.deepEqual(lostAmong([], lane(AT_S * 1_000 - 1)), ['conversation-changed'])
  assert.deepEqual(lostAmong([], lane(AT_S * 1_000)), [])
})
