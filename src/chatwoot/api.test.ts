import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { Secret } from '../base/secret.ts'
import { type ChatwootApi, openChatwootApi } from './api.ts'
import { type HostOptions, openChatwootHost } from './host.ts'

interface Asked {
  readonly method: string
  readonly url: string
  readonly token: string | undefined
  readonly type: string | undefined
  readonly body: string
}
type Reply = (request: Asked, response: ServerResponse, incoming: IncomingMessage) => void

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../test/fixtures/chatwoot/${name}`, import.meta.url), 'utf8'))
const ERRORS = fixture('91_rest_errors.json')
const CREATED = fixture('90_rest_create_message_response.json')

const json =
  (body: unknown, status = 200): Reply =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
const raw =
  (status: number, body: string, headers = {}): Reply =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body)
  }
const cut: Reply = (_request, response) => response.destroy()

/** A Chatwoot that answers each request by the next of `replies`; the last one stays. */
async function chatwoot(replies: Reply[], options: Partial<HostOptions> & { userToken?: string | null } = {}) {
  const asked: Asked[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming
      const token = headers['api-access-token'] as string | undefined
      const request = {
        method,
        url,
        token,
        type: headers['content-type'],
        body: Buffer.concat(chunks).toString('latin1'),
      }
      const reply = replies[Math.min(asked.push(request), replies.length) - 1]
      reply?.(request, response, incoming)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { userToken = 'user-token', ...hostOptions } = options
  const host = openChatwootHost({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...hostOptions,
  })
  const api = openChatwootApi({
    host,
    account: 7,
    botToken: new Secret('bot-token'),
    userToken: userToken === null ? null : new Secret(userToken),
  })
  const close = async () => {
    await host.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { api, asked, host, server, [Symbol.asyncDispose]: close }
}

const post = (api: ChatwootApi, signal?: AbortSignal) =>
  api.postMessage({ conversation: 12, text: 'Olá', marker: 'o1' }, signal ? { signal } : {})
const bodyOf = (asked: readonly Asked[], at = 0) => JSON.parse(asked[at]!.body)

test('a message is posted as the bot, with its marker, and its number comes back', async () => {
  await using world = await chatwoot([json(CREATED)])
  assert.deepEqual(await post(world.api), { kind: 'sent', id: 9061, botId: 3 })
  const { method, url, token, type } = world.asked[0]!
  assert.deepEqual(
    [method, url, token, type],
    ['POST', '/api/v1/accounts/7/conversations/12/messages', 'bot-token', 'application/json'],
  )
  assert.deepEqual(bodyOf(world.asked), {
    content: 'OlÃ¡',
    message_type: 'outgoing',
    private: false,
    content_attributes: { chatwootai: 'o1' },
  })
})

test('buttons are an input_select whose values are their titles, beside the marker', async () => {
  await using world = await chatwoot([json(CREATED)])
  await world.api.postMessage({ conversation: 12, text: 'Confirma?', marker: 'o2', buttons: [{ title: 'Sim' }] })
  assert.equal(bodyOf(world.asked).content_type, 'input_select')
  assert.deepEqual(bodyOf(world.asked).content_attributes, {
    items: [{ title: 'Sim', value: 'Sim' }],
    chatwootai: 'o2',
  })
})

test('an image goes as multipart, its bytes unchanged', async () => {
  await using world = await chatwoot([json(CREATED)])
  const bytes = Buffer.from([0x89, 0x50, 0, 0xff, 0x0d, 0x0a])
  const image = { name: 'batom.png', mimeType: 'image/png', base64: bytes.toString('base64') }
  assert.equal((await world.api.postMessage({ conversation: 12, text: 'Foto', marker: 'o3', image })).kind, 'sent')
  const { type, body } = world.asked[0]!
  assert.match(type ?? '', /^multipart\/form-data; boundary=/)
  assert.match(body, /name="content_attributes"\r\n\r\n\{"chatwootai":"o3"\}\r\n/)
  assert.match(body, /name="attachments\[\]"; filename="batom.png"\r\nContent-Type: image\/png\r\n\r\n/i)
  assert.ok(body.includes(bytes.toString('latin1')))
})

test('a base URL with a path keeps it', async () => {
  await using world = await chatwoot([json({ version: '4.15.1' })])
  const host = openChatwootHost({ baseUrl: `${world.host.baseUrl}chat/` })
  const api = openChatwootApi({ host, account: 7, botToken: new Secret('b'), userToken: null })
  assert.equal(await api.version(), '4.15.1')
  assert.equal(world.asked[0]?.url, '/chat/api')
  await host.close()
})

const OUTCOMES: readonly [title: string, reply: Reply, kind: string, code: string, message: RegExp][] = [
  ['a 429 is certainly not sent', raw(429, 'Retry later\n'), 'busy', 'CHATWOOT_BUSY', /429/],
  [
    'too many messages in a minute is certainly not sent',
    json(ERRORS['422_message'], 422),
    'busy',
    'CHATWOOT_BUSY',
    /422/,
  ],
  ['a 500 may have been sent', raw(500, '<html>'), 'unknown', 'CHATWOOT_BUSY', /500/],
  ['a 502 of the proxy may have been sent', raw(502, 'Bad Gateway'), 'unknown', 'CHATWOOT_BUSY', /502/],
  ['a page of HTML with 200 may have been sent', raw(200, '<html>'), 'unknown', 'CHATWOOT_ASTRAY', /a page/],
  [
    'a page of HTML with 404 is a proxy’s: it was certainly not sent',
    raw(404, '<html>'),
    'busy',
    'CHATWOOT_ASTRAY',
    /404/,
  ],
  ['another’s JSON with 200 may have been sent', json({ ok: true }), 'unknown', 'CHATWOOT_ASTRAY', /something else/],
  ['an empty 200 may have been sent', raw(200, ''), 'unknown', 'CHATWOOT_ASTRAY', /something else/],
  ['a 401 of a proxy that wants a password is not Chatwoot’s', raw(401, '<html>'), 'busy', 'CHATWOOT_ASTRAY', /401/],
  ['a connection cut before the answer may have been sent', cut, 'unknown', 'CHATWOOT_BUSY', /nothing/],
  [
    'a wrong token is refused by its name',
    json(ERRORS['401_bad_token'], 401),
    'refused',
    'CHATWOOT_UNAUTHORIZED',
    /the bot token/,
  ],
  [
    'a missing conversation is refused by its name',
    json(ERRORS['404'], 404),
    'refused',
    'CHATWOOT_GONE',
    /no such conversation/,
  ],
  [
    'an invalid record is refused in Chatwoot’s words',
    json(ERRORS['422_record'], 422),
    'refused',
    'CHATWOOT_REFUSED',
    /Url has already been taken/,
  ],
  [
    'a plan without API is refused in Chatwoot’s words',
    json(ERRORS['403_plan'], 403),
    'refused',
    'CHATWOOT_UNAUTHORIZED',
    /API access is not enabled/,
  ],
  [
    'a redirect is not followed: it was certainly not sent',
    raw(301, '', { location: 'https://chat.example/' }),
    'busy',
    'CHATWOOT_ASTRAY',
    /redirects to https:\/\/chat\.example\//,
  ],
]

for (const [title, reply, kind, code, message] of OUTCOMES)
  test(title, async () => {
    await using world = await chatwoot([reply])
    const outcome = await post(world.api)
    assert.ok(outcome.kind === kind && 'failure' in outcome, outcome.kind)
    assert.equal(outcome.failure.code, code)
    assert.match(outcome.failure.message, message)
    assert.equal(world.asked.length, 1)
  })

test('a refused connection is certainly not sent', async () => {
  await using world = await chatwoot([])
  await new Promise((resolve) => world.server.close(resolve))
  assert.equal((await post(world.api)).kind, 'busy')
})

test('an answer cut in its middle may have been sent', async () => {
  await using world = await chatwoot([
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
      response.write('{"id":9061', () => response.destroy())
    },
  ])
  assert.equal((await post(world.api)).kind, 'unknown')
})

test('a Chatwoot that takes the message and says nothing may have it', async () => {
  await using world = await chatwoot([() => {}], { timeoutMs: 100 })
  assert.equal((await post(world.api)).kind, 'unknown')
  assert.equal(world.asked.length, 1)
})

test('a message still waiting for a free connection when its time is over was never sent', async () => {
  await using world = await chatwoot([() => {}], { connections: 1, timeoutMs: 150 })
  const [first, second] = await Promise.all([post(world.api), post(world.api)])
  assert.deepEqual([first.kind, second.kind], ['unknown', 'busy'])
  assert.equal(world.asked.length, 1)
})

test('an abort before the first byte is not sent; after it, it may be', async () => {
  const abort = new AbortController()
  await using world = await chatwoot([() => abort.abort()])
  assert.equal((await post(world.api, abort.signal)).kind, 'unknown')
  assert.equal((await post(world.api, abort.signal)).kind, 'busy')
  assert.equal(world.asked.length, 1)
})

test('an abort while reading is thrown as it is', async () => {
  const abort = new AbortController()
  const reason = new Error('taken over')
  await using world = await chatwoot([() => abort.abort(reason)])
  await assert.rejects(world.api.readConversation(12, { signal: abort.signal }), reason)
})

test('reading takes the user token, and without one says which is missing', async () => {
  await using world = await chatwoot([json(fixture('93_rest_messages_list.json'))])
  const messages = await world.api.readMessages({ conversation: 1202, after: 9000 })
  assert.deepEqual(
    messages.map(({ id, direction, createdAtMs }) => [id, direction, createdAtMs]),
    [
      [9010, 'incoming', 1_784_366_400_000],
      [9060, 'activity', 1_784_367_301_000],
    ],
  )
  assert.equal(world.asked[0]?.url, '/api/v1/accounts/7/conversations/1202/messages?after=9000')
  assert.equal(world.asked[0]?.token, 'user-token')
  await using poor = await chatwoot([], { userToken: null })
  await assert.rejects(poor.api.readMessages({ conversation: 1 }), {
    code: 'CHATWOOT_UNAUTHORIZED',
    message: /the user token/,
  })
})

test('labels are added to what is there, and nothing is posted when all are', async () => {
  await using world = await chatwoot([json({ payload: ['vip'] }), json({ payload: [] })])
  assert.deepEqual(await world.api.setLabels({ conversation: 12, add: ['loop', 'vip'] }), ['vip', 'loop'])
  assert.deepEqual(bodyOf(world.asked, 1), { labels: ['vip', 'loop'] })
  await using settled = await chatwoot([json({ payload: ['loop'] })])
  assert.deepEqual(await settled.api.setLabels({ conversation: 12, add: ['loop'] }), ['loop'])
  assert.equal(settled.asked.length, 1)
})

test('what an older Chatwoot does not let a bot do is done as the user', async () => {
  const closed = json(ERRORS['401_bot_endpoint'], 401)
  await using world = await chatwoot([closed, json({ payload: [] }), closed, json({ payload: ['loop'] })])
  await world.api.setLabels({ conversation: 12, add: ['loop'] })
  assert.deepEqual(
    world.asked.map(({ method, token }) => `${method} ${token}`),
    ['GET bot-token', 'GET user-token', 'POST bot-token', 'POST user-token'],
  )
})

test('custom attributes are added to what is there', async () => {
  await using world = await chatwoot([json({ id: 12, custom_attributes: { a: 1 } }), json({ custom_attributes: {} })])
  await world.api.customAttributes({ conversation: 12, set: { b: 2 } })
  assert.deepEqual(bodyOf(world.asked, 1), { custom_attributes: { a: 1, b: 2 } })
})

test('status, typing, team, agent and priority are each one call of Chatwoot’s', async () => {
  await using world = await chatwoot([json(fixture('92_rest_toggle_status_bot_handoff_response.json')), raw(200, '')])
  await world.api.toggleStatus({ conversation: 12, status: 'open' })
  await world.api.toggleTyping({ conversation: 12, isTyping: true })
  await world.api.assign({ conversation: 12, team: 4, agent: 7 })
  await world.api.priority({ conversation: 12, priority: 'high' })
  assert.deepEqual(
    world.asked.map(({ url, body }) => `${url.split('/').at(-1)} ${body}`),
    [
      'toggle_status {"status":"open"}',
      'toggle_typing_status {"typing_status":"on","is_private":false}',
      'assignments {"team_id":4}',
      'assignments {"assignee_id":7}',
      'toggle_priority {"priority":"high"}',
    ],
  )
})

const BELIEVED_ONLY_IN_SHAPE: readonly [what: string, call: (api: ChatwootApi) => Promise<unknown>][] = [
  ['messages', (api) => api.readMessages({ conversation: 12 })],
  ['a conversation', (api) => api.readConversation(12)],
  ['conversations', (api) => api.listConversations({})],
  ['a status', (api) => api.toggleStatus({ conversation: 12, status: 'open' })],
  ['labels', (api) => api.setLabels({ conversation: 12, add: ['loop'] })],
  ['custom attributes', (api) => api.customAttributes({ conversation: 12, set: {} })],
  ['an inbox', (api) => api.asksForRating(101)],
  ['a profile', (api) => api.profile()],
]
for (const [what, call] of BELIEVED_ONLY_IN_SHAPE)
  test(`neither an empty 200 nor another’s JSON is taken for ${what}`, async () => {
    for (const reply of [raw(200, ''), json({ ok: true }), json({ data: [] }), json([])]) {
      await using world = await chatwoot([reply])
      await assert.rejects(call(world.api), { code: 'CHATWOOT_ASTRAY' })
    }
  })

test('a status that stays as it was was not set', async () => {
  await using world = await chatwoot([json({ meta: {}, payload: { success: false, current_status: 'pending' } })])
  await assert.rejects(world.api.toggleStatus({ conversation: 12, status: 'open' }), {
    code: 'CHATWOOT_REFUSED',
    message: /it stays pending/,
  })
})

test('labels are not replaced where those that are there are not told', async () => {
  await using world = await chatwoot([json({ meta: {}, payload: { success: true } })])
  await assert.rejects(world.api.setLabels({ conversation: 12, add: ['loop'] }), { code: 'CHATWOOT_REFUSED' })
  assert.equal(world.asked.length, 1)
})

test('conversations are listed whatever their status, newest first', async () => {
  const { messages, ...conversation } = fixture('60_conversation_created.json')
  const rest = {
    ...conversation,
    channel: undefined,
    meta: { ...conversation.meta, channel: conversation.channel },
    messages,
  }
  await using world = await chatwoot([json({ data: { meta: {}, payload: [rest, null, {}] } })])
  const list = await world.api.listConversations({ updatedWithinSec: 180 })
  assert.deepEqual(
    list.map(({ id, account, seen }) => [id, account, seen.channel]),
    [[1202, 1, 'whatsapp']],
  )
  assert.match(world.asked[0]?.url ?? '', /\?status=all&page=1&updated_within=180&sort_by=last_activity_at_desc$/)
})

// requirement: private.secrets-never-print
test('tokens are in no failure', async () => {
  await using world = await chatwoot([json({ error: 'no' }, 422)])
  const outcome = await post(world.api)
  assert.ok(outcome.kind === 'refused')
  assert.doesNotMatch(JSON.stringify({ ...outcome.failure, text: outcome.failure.stack }), /bot-token/)
})
