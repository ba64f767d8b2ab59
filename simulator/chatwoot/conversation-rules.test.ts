import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BOT_TOKEN, playScene, type Scene, USER_TOKEN } from './played-scene.ts'
import type { Json } from './records.ts'

const view = async (scene: Scene, conversation: number) =>
  (await scene.call(`/simulator/conversations/${conversation}`)).json
const own = (scene: Scene, conversation: number, verb: string, body: Json) =>
  scene.call(`/simulator/conversations/${conversation}/${verb}`, { body })
const statusOf = async (scene: Scene, conversation: number) => (await view(scene, conversation)).status

test('a conversation starts pending in an inbox with a bot and open in one without', async () => {
  await using scene = await playScene()
  assert.equal(await statusOf(scene, await scene.say('Hello')), 'pending')
  assert.equal(await statusOf(scene, await scene.say('Hello', { inbox: 109 })), 'open')
})

test('ids of conversations carry their account', async () => {
  await using scene = await playScene()
  assert.equal(await scene.say('Hello'), 10_001)
  assert.equal(await scene.say('Hello', { inbox: 102 }), 10_002)
  assert.equal(await scene.say('Again'), 10_001)
})

test('a message into a resolved conversation makes it pending first, or open where there is no bot', async () => {
  await using scene = await playScene()
  for (const [inbox, status] of [
    [101, 'pending'],
    [109, 'open'],
  ] as const) {
    const conversation = await scene.say('Hello', { inbox })
    await own(scene, conversation, 'status', { status: 'resolved' })
    scene.bot.received.length = 0
    assert.equal(await scene.say('Still here', { inbox }), conversation)
    assert.equal(await statusOf(scene, conversation), status)
    if (inbox === 101) assert.deepEqual(scene.bot.events().slice(0, 3).sort(), REOPENED)
  }
})
const REOPENED = ['conversation_status_changed', 'conversation_updated', 'message_created']

test('a snoozed conversation is always opened by the customer', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  await own(scene, conversation, 'status', { status: 'snoozed' })
  await scene.say('Hello?')
  assert.equal(await statusOf(scene, conversation), 'open')
})

test('an API inbox starts a new conversation after a resolved one', async () => {
  await using scene = await playScene()
  const first = await scene.say('Hello', { inbox: 110 })
  assert.equal(await scene.say('More', { inbox: 110 }), first)
  await own(scene, first, 'status', { status: 'resolved' })
  assert.notEqual(await scene.say('Again', { inbox: 110 }), first)
})

test('a person is one contact by phone and another on each channel that knows no phone', async () => {
  await using scene = await playScene()
  const contacts = new Map<number, Json>()
  for (const inbox of [101, 102, 103, 109]) {
    contacts.set(inbox, (await view(scene, await scene.say('Hello', { inbox }))).contact as Json)
  }
  assert.equal(contacts.get(101)?.id, contacts.get(109)?.id)
  assert.notEqual(contacts.get(101)?.id, contacts.get(102)?.id)
  assert.deepEqual([contacts.get(101)?.phone, contacts.get(102)?.phone], ['+5511955550101', null])
})

test('a bot reply clears waiting_since after its own echo, and the next customer message sets it', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  const path = `/api/v1/accounts/1/conversations/${conversation}/messages`
  await scene.call(path, { body: { content: 'Hi' }, token: BOT_TOKEN })
  const waiting = () =>
    (scene.bot.last('conversation_updated').changed_attributes as { waiting_since: Json }[])[0]!.waiting_since
  assert.equal(waiting().current_value, null)
  await scene.say('More')
  assert.equal(waiting().previous_value, null)
})

test('a human answer in a pending conversation leaves it pending', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  await own(scene, conversation, 'human', { text: 'I am here' })
  assert.equal(await statusOf(scene, conversation), 'pending')
  assert.equal((await view(scene, conversation)).unread_count, 0)
})

test('a tap on a web button updates the message; on WhatsApp the title comes in as text, on Telegram the value', async () => {
  await using scene = await playScene()
  const items = [{ title: 'Track order', value: 'track' }]
  const body = { content: 'Pick', content_type: 'input_select', content_attributes: { items } }
  for (const [inbox, expected] of [
    [102, ['outgoing', 'Pick', [{ title: 'Track order', value: 'track' }]]],
    [101, ['incoming', 'Track order', null]],
    [105, ['incoming', 'track', null]],
  ] as const) {
    const conversation = await scene.say('Hello', { inbox })
    const path = `/api/v1/accounts/1/conversations/${conversation}/messages`
    const { json } = await scene.call(path, { body, token: BOT_TOKEN })
    await own(scene, conversation, 'submit', { message: Number(json.id), title: 'Track order' })
    const { payload } = (await scene.call(`/simulator/conversations/${conversation}/messages`)).json
    const last = (payload as Json[]).at(-1)
    assert.deepEqual([last?.message_type, last?.content, last?.submitted], expected)
  }
})

test('a message that the platform refuses is accepted with 200 and becomes failed', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello', { inbox: 103 })
  const path = `/api/v1/accounts/1/conversations/${conversation}/messages`
  const { status } = await scene.call(path, { body: { content: 'x'.repeat(1_001) }, token: BOT_TOKEN })
  assert.equal(status, 200)
  const update = scene.bot.last('message_updated')
  assert.match(String((update.content_attributes as Json).external_error), /longer than 1000/)
})

test('from 4.17 a human who takes a bot-owned pending conversation opens it and ends the ownership', async () => {
  await using scene = await playScene({ version: '4.18.0' })
  const conversation = await scene.say('Hello')
  const body = { assignee_id: 7 }
  await scene.call(`/api/v1/accounts/1/conversations/${conversation}/assignments`, { body, token: USER_TOKEN })
  const { meta, status } = scene.bot.last('conversation_updated') as { meta: Json; status: string }
  assert.deepEqual([status, meta.assignee_type], ['open', 'User'])
})

test('reset forgets the conversations and gives no id twice', async () => {
  await using scene = await playScene()
  await scene.say('Hello')
  await scene.call('/simulator/reset', { body: {} })
  assert.deepEqual((await scene.call('/simulator/conversations')).json, { payload: [] })
  assert.equal(await scene.say('Hello'), 10_002)
})
