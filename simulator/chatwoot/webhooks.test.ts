import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { BOT_SECRET, playScene, USER_TOKEN } from './played-scene.ts'
import { railsJson } from './rails-json.ts'
import { NEVER } from './recording-receiver.ts'
import { signature } from './signature.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('signatures agree with the test vectors', () => {
  const file = new URL('../../test/fixtures/chatwoot/99_signature_test_vectors.json', import.meta.url)
  const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Record<string, string>[] }
  for (const { secret, x_chatwoot_timestamp, raw_body, x_chatwoot_signature } of vectors) {
    assert.equal(signature(secret!, x_chatwoot_timestamp!, raw_body!), x_chatwoot_signature)
  }
})

test('JSON is escaped as Rails does', () => {
  assert.equal(railsJson({ a: '<b> & \u2028' }), String.raw`{"a":"\u003cb\u003e \u0026 \u2028"}`)
})

test('a bot webhook is signed over its raw body, with a delivery id, over a connection of its own', async () => {
  await using scene = await playScene()
  await scene.say('Tom & <Jerry>')
  await scene.say('More')
  const one = scene.bot.received[0]!
  assert.ok(one.raw.includes(String.raw`Tom \u0026 \u003cJerry\u003e`))
  const timestamp = String(one.headers['x-chatwoot-timestamp'])
  assert.equal(one.headers['x-chatwoot-signature'], signature(BOT_SECRET, timestamp, one.raw))
  assert.match(String(one.headers['x-chatwoot-delivery']), UUID)
  const ports = scene.bot.received.map(({ remotePort }) => remotePort)
  assert.equal(new Set(ports).size, ports.length)
})

test('before 4.13 bot webhooks are unsigned and bots hear of messages and opening only', async () => {
  await using scene = await playScene({ version: '4.12.0' })
  const conversation = await scene.say('Hello')
  await scene.call(`/simulator/conversations/${conversation}/status`, { body: { status: 'open' } })
  assert.deepEqual(scene.bot.events(), ['message_created', 'conversation_opened'])
  assert.equal(scene.bot.received[0]?.headers['x-chatwoot-signature'], undefined)
})

test('429 and 500 are tried three times with the same delivery id, then a pending conversation is opened', async () => {
  await using scene = await playScene()
  scene.bot.answerWith(500, 429, 500, 200)
  const conversation = await scene.say('Hello')
  const tries = scene.bot.received.filter(({ body }) => body.event === 'message_created')
  assert.equal(tries.length, 3)
  assert.equal(new Set(tries.map(({ headers }) => headers['x-chatwoot-delivery'])).size, 1)
  const { json } = await scene.call(`/simulator/conversations/${conversation}`)
  assert.equal(json.status, 'open')
  assert.equal(json.last_message, 'Conversation was marked open by system due to an error with the agent bot.')
  const { retried, failed } = scene.simulator.stats().webhooks
  assert.deepEqual([retried, failed], [2, 1])
})

test('other statuses and a closed port are not tried again', async () => {
  await using scene = await playScene()
  scene.bot.answerWith(503, 200)
  const conversation = await scene.say('Hello')
  assert.equal(scene.bot.events().filter((event) => event === 'message_created').length, 1)
  assert.equal((await scene.call(`/simulator/conversations/${conversation}`)).json.status, 'open')
})

test('a bot that does not answer in time has failed', async () => {
  await using scene = await playScene({ pace: { webhookTimeoutMs: 30 } })
  scene.bot.answerWith(NEVER, 200)
  const conversation = await scene.say('Hello')
  assert.equal((await scene.call(`/simulator/conversations/${conversation}`)).json.status, 'open')
})

test('an account may keep its conversations pending when the bot fails', async () => {
  await using scene = await playScene({ keepPendingOnBotFailure: true })
  scene.bot.answerWith(503, 200)
  const conversation = await scene.say('Hello')
  assert.equal((await scene.call(`/simulator/conversations/${conversation}`)).json.status, 'pending')
})

test('account webhooks get only what they asked for, and are never tried again', async () => {
  await using scene = await playScene()
  scene.account.answerWith(500)
  await scene.say('Hello')
  assert.deepEqual(scene.account.events().sort(), ['contact_updated', 'conversation_created', 'message_created'])
  assert.equal(scene.simulator.stats().webhooks.retried, 0)
})

test('an API inbox whose webhook fails has its message marked failed', async () => {
  await using scene = await playScene()
  scene.api.answerWith(500)
  const conversation = await scene.say('Hello', { inbox: 110 })
  const { json } = await scene.call(`/api/v1/accounts/1/conversations/${conversation}/messages`, { token: USER_TOKEN })
  assert.equal((json.payload as { status: string }[])[0]?.status, 'failed')
})

test('recent webhooks are sent again on demand', async () => {
  await using scene = await playScene()
  await scene.say('Hello')
  const [before, atAccount] = [scene.bot.events(), scene.account.events().length]
  await scene.call('/simulator/webhooks/replay', { body: { count: before.length + atAccount } })
  assert.deepEqual(scene.bot.events(), [...before, ...before])
})
