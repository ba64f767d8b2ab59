import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { AGENT_TOKEN, BOT_TOKEN, playScene, type Scene, USER_TOKEN } from './played-scene.ts'
import type { Json } from './records.ts'

const errors = JSON.parse(
  readFileSync(new URL('../../test/fixtures/chatwoot/91_rest_errors.json', import.meta.url), 'utf8'),
) as Record<string, Json>
const api = (path: string, account = 1) => `/api/v1/accounts/${account}/${path}`
const bySimulator = (scene: Scene, conversation: number) => scene.call(`/simulator/conversations/${conversation}`)
const messagesOf = async (scene: Scene, conversation: number) =>
  (await scene.call(`/simulator/conversations/${conversation}/messages`)).json.payload as Json[]

test('refusals have the bodies of payload 91', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  const say = { content: 'Hi' }
  const messages = api(`conversations/${conversation}/messages`)
  const refused: [status: number, key: string, path: string, options: Parameters<Scene['call']>[1]][] = [
    [401, '401_missing_token', messages, { body: say }],
    [401, '401_bad_token', messages, { body: say, token: 'wrong' }],
    [401, '401_bot_endpoint', messages, { token: BOT_TOKEN }],
    [401, '401_bot_endpoint', api('contacts/1'), { token: BOT_TOKEN }],
    [401, '401_policy', api('webhooks'), { token: AGENT_TOKEN }],
    [404, '404', api('conversations/999/messages'), { body: say, token: BOT_TOKEN }],
    [404, '404', api(`conversations/${conversation}`, 2), { token: USER_TOKEN }],
    [422, '422_incoming', messages, { body: { ...say, message_type: 'incoming' }, token: USER_TOKEN }],
    [403, '403_status_update', `${messages}/9001`, { method: 'PATCH', body: { status: 'read' }, token: USER_TOKEN }],
  ]
  for (const [status, key, path, options] of refused) {
    assert.deepEqual(await scene.call(path, options), { status, json: errors[key] }, key)
  }
})

test('a bot that no inbox of the account has is refused', async () => {
  await using scene = await playScene()
  await scene.call(api('inboxes/201/set_agent_bot', 2), { body: { agent_bot: null }, token: USER_TOKEN })
  const { json } = await scene.call(api('conversations/1/messages', 2), { body: {}, token: BOT_TOKEN })
  assert.deepEqual(json, errors['401_wrong_account'])
})

test('the 201st message of a minute in one conversation is refused', async () => {
  await using scene = await playScene({ pace: { messagesPerMinute: 3 } })
  const conversation = await scene.say('Hello')
  const path = api(`conversations/${conversation}/messages`)
  const send = () => scene.call(path, { body: { content: 'Hi' }, token: BOT_TOKEN })
  assert.deepEqual([(await send()).status, (await send()).status], [200, 200])
  assert.deepEqual(await send(), { status: 422, json: errors['422_message'] })
})

test('too many calls from one address are answered 429 in plain text', async () => {
  await using scene = await playScene({ pace: { requestsPerMinute: 1 } })
  await scene.call('/api')
  assert.deepEqual(await scene.call('/api'), { status: 429, json: { text: errors['429_text_plain'] } })
})

test('older versions refuse a bot what it may call only later', async () => {
  await using scene = await playScene({ version: '4.14.1' })
  const conversation = await scene.say('Hello')
  assert.equal((await scene.call(api(`conversations/${conversation}`), { token: BOT_TOKEN })).status, 401)
  assert.equal((await scene.call(api(`conversations/${conversation}/labels`), { token: BOT_TOKEN })).status, 401)
  assert.equal((await scene.call(api(`conversations/${conversation}`), { token: USER_TOKEN })).status, 200)
})

test('before 4.9 content_attributes of an API message are dropped', async () => {
  await using scene = await playScene({ version: '4.8.0' })
  const path = api(`conversations/${await scene.say('Hello')}/messages`)
  const { json } = await scene.call(path, {
    body: { content: 'Hi', content_attributes: { mark: 1 } },
    token: BOT_TOKEN,
  })
  assert.deepEqual(json.content_attributes, {})
})

test('an item of an input_select has a title and a value and nothing else', async () => {
  await using scene = await playScene()
  const path = api(`conversations/${await scene.say('Hello')}/messages`)
  const items = [{ title: 'A', value: 'a', description: 'x' }]
  const body = { content: 'Pick', content_type: 'input_select', content_attributes: { items } }
  const { status, json } = await scene.call(path, { body, token: BOT_TOKEN })
  assert.equal(status, 422)
  assert.match(String(json.error), /contains invalid keys for items : \[:description\]/)
})

test('Liquid in outgoing text is applied, protected in backticks and left alone when it is wrong', async () => {
  await using scene = await playScene()
  const path = api(`conversations/${await scene.say('Hello')}/messages`)
  const sent = async (content: string) => (await scene.call(path, { body: { content }, token: BOT_TOKEN })).json.content
  assert.equal(await sent('Hi {{contact.first_name}} of {{ account.name }}{{ nothing }}'), 'Hi Dana of Acme Demo')
  assert.equal(await sent('Write `{{contact.name}}`'), 'Write `{{contact.name}}`')
  assert.equal(await sent('Broken {% if %}'), 'Broken {% if %}')
})

test('files come as multipart and are served by a redirect, without a token', async () => {
  await using scene = await playScene()
  const path = api(`conversations/${await scene.say('Hello')}/messages`)
  const form = new FormData()
  form.set('content', 'A photo')
  form.set('content_attributes', JSON.stringify({ mark: 'm1' }))
  form.append('attachments[]', new Blob(['bytes'], { type: 'image/png' }), 'photo.png')
  const headers = { 'Api-Access-Token': BOT_TOKEN }
  const answer = await fetch(`${scene.simulator.url}${path}`, { method: 'POST', body: form, headers })
  const message = (await answer.json()) as {
    content_attributes: Json
    attachments: { file_type: string; data_url: string }[]
  }
  assert.deepEqual(message.content_attributes, { mark: 'm1' })
  assert.equal(message.attachments[0]?.file_type, 'image')
  const direct = await fetch(message.attachments[0].data_url, { redirect: 'manual' })
  assert.equal(direct.status, 302)
  assert.equal(await (await fetch(message.attachments[0].data_url)).text(), 'bytes')
})

test('messages are listed by before and after, oldest first', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('1')
  for (let count = 2; count <= 30; count++) await scene.say(String(count))
  const ids = async (query: string) => {
    const { json } = await scene.call(api(`conversations/${conversation}/messages${query}`), { token: USER_TOKEN })
    return (json.payload as { id: number }[]).map(({ id }) => id - 9_000)
  }
  assert.deepEqual([(await ids('')).length, (await ids(''))[0]], [20, 11])
  assert.deepEqual((await ids('?before=9011')).at(-1), 10)
  assert.deepEqual(await ids('?after=9028'), [29, 30])
  assert.deepEqual(await ids('?after=9002&before=9005'), [2, 3, 4])
})

test('the list of conversations is of open ones unless a status is given', async () => {
  await using scene = await playScene()
  const pending = await scene.say('Hello')
  const open = await scene.say('Hello', { inbox: 109 })
  const ids = async (query: string) => {
    const { json } = await scene.call(api(`conversations${query}`), { token: USER_TOKEN })
    return (json.data as { payload: { id: number }[] }).payload.map(({ id }) => id)
  }
  assert.deepEqual(await ids(''), [open])
  assert.deepEqual(await ids('?status=all&sort_by=created_at_asc'), [pending, open])
  assert.deepEqual(await ids('?status=pending&updated_within=60'), [pending])
  assert.deepEqual(await ids('?status=pending&inbox_id=109'), [])
})

test('a user with role agent who opens gets the conversation; an administrator does not', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  const path = api(`conversations/${conversation}/toggle_status`)
  const { json } = await scene.call(path, { body: { status: 'open' }, token: USER_TOKEN })
  assert.deepEqual((json.payload as Json).success, true)
  assert.equal((await bySimulator(scene, conversation)).json.assignee, null)
  await scene.call(path, { body: { status: 'pending' }, token: USER_TOKEN })
  await scene.call(path, { body: { status: 'open' }, token: AGENT_TOKEN })
  assert.deepEqual((await bySimulator(scene, conversation)).json.assignee, { kind: 'user', id: 8, name: 'Kim Vale' })
})

test('labels and attributes replace all that was there', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  const set = (what: string, body: Json) =>
    scene.call(api(`conversations/${conversation}/${what}`), { body, token: BOT_TOKEN })
  await set('labels', { labels: ['a', 'b'] })
  assert.deepEqual((await set('labels', { labels: ['c'] })).json, { payload: ['c'] })
  await set('custom_attributes', { custom_attributes: { one: 1 } })
  assert.deepEqual((await set('custom_attributes', { custom_attributes: { two: 2 } })).json, {
    custom_attributes: { two: 2 },
  })
})

test('an API inbox takes incoming messages, and every message goes to its webhook', async () => {
  await using scene = await playScene()
  const contact = await scene.call(api('contacts'), {
    body: { name: 'Noa', phone_number: '+5511955550151', identifier: '5511955550151@s.whatsapp.net' },
    token: USER_TOKEN,
  })
  const { id } = (contact.json.payload as { contact: { id: number } }).contact
  const started = await scene.call(api('conversations'), { body: { inbox_id: 110, contact_id: id }, token: USER_TOKEN })
  const body = { content: 'Quero um pedido', message_type: 'incoming', source_id: 'WAID:3EB0' }
  await scene.call(api(`conversations/${started.json.id}/messages`), { body, token: USER_TOKEN })
  for (const receiver of [scene.bot, scene.api]) {
    const webhook = receiver.last('message_created')
    assert.equal(webhook.source_id, 'WAID:3EB0')
    assert.equal((webhook.sender as Json).identifier, '5511955550151@s.whatsapp.net')
  }
})

test('an administrator connects a bot of the account and sees its token and secret', async () => {
  await using scene = await playScene()
  const body = { name: 'Ours', outgoing_url: `${scene.bot.url}/ours` }
  const { json: bot } = await scene.call(api('agent_bots'), { body, token: USER_TOKEN })
  await scene.call(api('inboxes/109/set_agent_bot'), { body: { agent_bot: bot.id }, token: USER_TOKEN })
  const conversation = await scene.say('Hello', { inbox: 109 })
  assert.equal(scene.bot.received.at(-1)?.path, '/ours')
  const path = api(`conversations/${conversation}/messages`)
  assert.equal((await scene.call(path, { body: { content: 'Hi' }, token: String(bot.access_token) })).status, 200)
  const { json } = await scene.call(api('agent_bots/3'), { token: USER_TOKEN })
  assert.deepEqual([json.system_bot, 'secret' in json, 'outgoing_url' in json], [true, false, false])
})

test('account webhooks are made, changed and removed; one address only once', async () => {
  await using scene = await playScene()
  const webhook = { url: 'https://hook.example/x', subscriptions: ['message_created'] }
  const made = await scene.call(api('webhooks'), { body: { webhook }, token: USER_TOKEN })
  const { id, secret } = (made.json.payload as { webhook: { id: number; secret: string } }).webhook
  assert.ok(secret.length > 10)
  const again = await scene.call(api('webhooks'), { body: webhook, token: USER_TOKEN })
  assert.deepEqual(again, { status: 422, json: errors['422_record'] })
  const removed = await scene.call(api(`webhooks/${id}`), { method: 'DELETE', token: USER_TOKEN })
  assert.equal(removed.status, 200)
})

test('contacts are searched by name and phone, and their attributes merged', async () => {
  await using scene = await playScene()
  const found = await scene.call(api('contacts/search?q=95555-0101'.replace('-', '')), { token: USER_TOKEN })
  const [contact] = found.json.payload as { id: number; name: string }[]
  assert.equal(contact?.name, 'Dana Rivers')
  const put = (custom_attributes: Json) =>
    scene.call(api(`contacts/${contact?.id}`), { method: 'PUT', body: { custom_attributes }, token: USER_TOKEN })
  await put({ one: 1 })
  const { json } = await put({ two: 2 })
  assert.deepEqual((json.payload as Json).custom_attributes, { one: 1, two: 2 })
})

test('the version and the profile are told', async () => {
  await using scene = await playScene()
  assert.equal((await scene.call('/api')).json.version, '4.16.0')
  const { json } = await scene.call('/api/v1/profile', { token: USER_TOKEN })
  assert.deepEqual([json.id, json.role, (json.accounts as Json[]).length], [7, 'administrator', 2])
})

test('what a status change leaves in the history is an activity line', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  const body = { status: 'resolved' }
  await scene.call(api(`conversations/${conversation}/toggle_status`), { body, token: USER_TOKEN })
  const line = (await messagesOf(scene, conversation)).at(-1)
  assert.deepEqual([line?.message_type, line?.content], ['activity', 'Conversation was marked resolved by Sam Porter'])
})
