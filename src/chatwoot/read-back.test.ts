import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { DEFAULT_CONNECTION } from '../domain/ids.ts'
import { readConversation } from './conversation.ts'
import { objectAt } from './json-shape.ts'
import { escapeLiquid } from './liquid.ts'
import { readMessage } from './message.ts'
import { findMarker, findText, inboundFromRest } from './read-back.ts'
import { classify, readWebhook } from './webhook.ts'

const FOLDER = new URL('../../test/fixtures/chatwoot/', import.meta.url)
const textOf = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8')
const WEBHOOK = textOf('02_message_created_incoming_whatsapp_cloud.json')
const LIST = JSON.parse(textOf('93_rest_messages_list.json')).payload
const CONTEXT = { connection: DEFAULT_CONNECTION, account: 1, receivedAtMs: 5, botIds: [3] }

/** The webhook's conversation as REST writes it: `channel` in `meta`, no `contact_inbox`. */
function restConversation(change: object = {}) {
  const { channel, contact_inbox, account, meta, ...rest } = JSON.parse(WEBHOOK).conversation
  return readConversation({ ...rest, account_id: account.id, meta: { ...meta, channel }, ...change })!
}
const restMessage = (json: object) =>
  readMessage(objectAt({ id: 9100, message_type: 1, created_at: 1_784_366_500, ...json }))!

// requirement: once.one-name
test('a message read back is the fact its webhook would have been, under the same name', () => {
  const hidden = inboundFromRest(restConversation(), readMessage(LIST[0]), CONTEXT)
  const told = classify(readWebhook(WEBHOOK), { ...CONTEXT, signed: true })
  assert.ok(hidden?.event.kind === 'customer-message' && told?.event.kind === 'customer-message')
  assert.deepEqual(hidden, { ...told, event: { ...told.event, createdAtMs: 1_784_366_400_000 } })
})

test('activity, templates and other bots read back are nothing', () => {
  assert.equal(inboundFromRest(restConversation(), readMessage(LIST[1]), CONTEXT), null)
  assert.equal(inboundFromRest(restConversation(), restMessage({ message_type: 3 }), CONTEXT), null)
  const otherBot = restMessage({ sender: { id: 9, type: 'agent_bot' } })
  assert.equal(inboundFromRest(restConversation(), otherBot, CONTEXT), null)
})

test('a human’s message read back is a human speaking', () => {
  const human = restMessage({ content: 'Oi, sou a Bia', sender: { id: 7, type: 'user' } })
  const inbound = inboundFromRest(restConversation(), human, CONTEXT)
  assert.equal(inbound?.event.kind, 'human-spoke')
  assert.equal(inbound?.dedupe, 'm:9100')
})

test('a button read back as pressed is the customer’s answer, under the webhook’s name', () => {
  const name = '50_message_updated_input_select_submitted.json'
  const json = JSON.parse(textOf(name))
  const inbound = inboundFromRest(
    readConversation(json.conversation)!,
    readMessage(json.conversation.messages[0]),
    CONTEXT,
  )
  assert.equal(inbound?.event.kind, 'customer-answered')
  assert.equal(inbound?.dedupe, classify(readWebhook(textOf(name)), { ...CONTEXT, signed: true })?.dedupe)
})

test('our own message read back is its receipt, and a later state is another fact', () => {
  const ours = (status: string) => restMessage({ status, content_attributes: { chatwootai: 'o5' } })
  const of = (status: string) => inboundFromRest(restConversation(), ours(status), CONTEXT)?.dedupe ?? ''
  assert.equal(of('sent'), 'm:9100')
  assert.match(of('failed'), /^u:9100:[0-9a-f]{16}$/)
})

test('without a message, the conversation itself is read back', () => {
  const inbound = inboundFromRest(restConversation({ status: 'open' }), null, CONTEXT)
  assert.deepEqual([inbound?.event.kind, inbound?.seen.status], ['conversation-changed', 'open'])
})

// requirement: once.lost-answer
test('a posted message is found by its marker', () => {
  const messages = [restMessage({ content: 'a' }), restMessage({ id: 9101, content_attributes: { chatwootai: 'o5' } })]
  assert.equal(findMarker(messages, 'o5')?.id, 9101)
  assert.equal(findMarker(messages, 'o6'), null)
})

test('where markers are dropped, it is found by its bot, its place and its text', () => {
  const posted = escapeLiquid('Use {{nome}}\\\nhoje\n')
  const sender = { id: 3, type: 'agent_bot' }
  const stored = [
    restMessage({ id: 9098, content: posted, sender }),
    restMessage({ id: 9101, content: 'Use {{nome}}\nhoje', sender: { id: 7, type: 'user' } }),
    restMessage({ id: 9102, content: 'Use {{nome}}\nhoje', sender }),
  ]
  assert.equal(findText(stored, { text: posted, afterId: 9099 })?.id, 9102)
  assert.equal(findText(stored, { text: 'outra', afterId: 9099 }), null)
})
