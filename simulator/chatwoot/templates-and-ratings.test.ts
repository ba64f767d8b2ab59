import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BOT_TOKEN, playScene, type Scene, USER_TOKEN } from './played-scene.ts'
import type { Json } from './records.ts'

const api = (path: string) => `/api/v1/accounts/1/${path}`
const TEMPLATES = [
  { name: 'back', language: 'pt_BR', body: 'Olá {{1}}!' },
  { name: 'late', language: 'pt_BR', body: 'Olá!', status: 'pending' as const },
]

async function sceneWithTemplates(): Promise<Scene> {
  return await playScene({
    world: {
      accounts: [
        {
          ...{ id: 1, tenant: 'acme/account_1', name: 'Acme Demo' },
          inboxes: [
            { id: 101, name: 'W', channel: 'Channel::Whatsapp', templates: TEMPLATES },
            { id: 107, name: 'T', channel: 'Channel::TwilioSms', medium: 'whatsapp', templates: TEMPLATES },
            { id: 102, name: 'Site', channel: 'Channel::WebWidget', hasCsat: true },
          ],
          contacts: [
            { key: 'dana', name: 'Dana Rivers', phone: '+5511955550101', email: null },
            { key: 'kim', name: 'Kim Vale', phone: '+5511955550102', email: null },
          ],
        },
      ],
      webhooks: [],
    },
  })
}

/** What became of a message: the customer's text, or the error that Chatwoot keeps. */
async function sent(scene: Scene, conversation: number, body: Json): Promise<unknown> {
  const path = api(`conversations/${conversation}/messages`)
  const { status } = await scene.call(path, { body, token: BOT_TOKEN })
  assert.equal(status, 200)
  const { payload } = (await scene.call(`/simulator/conversations/${conversation}/messages`)).json
  const last = (payload as Json[]).at(-1) as { status: string; rendered: Json; content_attributes: Json }
  return last.status === 'failed' ? last.content_attributes.external_error : last.rendered.body
}

const template = (given: Json) => ({ content: 'Olá Dana', template_params: { language: 'pt_BR', ...given } })

for (const [inbox, processed] of [
  [101, { body: { '1': 'Dana' } }],
  [107, { '1': 'Dana' }],
] as const)
  test(`inbox ${inbox} sends an approved template whose places are filled, and fails any other`, async () => {
    await using scene = await sceneWithTemplates()
    const conversation = await scene.say('Hello', { inbox })
    await scene.call(`/simulator/conversations/${conversation}/age`, { body: { hours: 25 } })
    assert.equal(await sent(scene, conversation, template({ name: 'back', processed_params: processed })), 'Olá Dana!')
    const unknown = 'Template not found or invalid template name'
    for (const given of [{ name: 'none' }, { name: 'late' }, { name: 'back', language: 'es' }])
      assert.equal(await sent(scene, conversation, template({ ...given, processed_params: processed })), unknown)
    assert.match(String(await sent(scene, conversation, template({ name: 'back' }))), /132000/)
  })

test('free words in a closed window fail as Chatwoot fails them, or as the platform does', async () => {
  await using scene = await sceneWithTemplates()
  const conversation = await scene.say('Hello')
  for (const [closedWindow, error] of [
    ['closed', 'Template not found or invalid template name'],
    ['closed at the platform', '131047: Re-engagement message'],
  ]) {
    await scene.call('/simulator/faults', { body: { closedWindow } })
    assert.equal(await sent(scene, conversation, { content: 'Hi' }), error)
  }
})

test('Chatwoot asks for a rating when a conversation is resolved, unless somebody has asked', async () => {
  await using scene = await sceneWithTemplates()
  for (const isAsked of [false, true]) {
    const conversation = await scene.say('Hello', { inbox: 102, contact: isAsked ? 'kim' : 'dana' })
    const path = api(`conversations/${conversation}`)
    const ask = { content: 'Rate us', content_type: 'input_csat' }
    if (isAsked) await scene.call(`${path}/messages`, { body: ask, token: BOT_TOKEN })
    await scene.call(`${path}/toggle_status`, { body: { status: 'resolved' }, token: BOT_TOKEN })
    const { json } = await scene.call(`${path}/messages`, { token: USER_TOKEN })
    const asked = (json.payload as Json[]).filter(({ content_type }) => content_type === 'input_csat')
    assert.equal(asked.length, 1)
  }
})

test('a rating is an update of what asked for it', async () => {
  await using scene = await sceneWithTemplates()
  const conversation = await scene.say('Hello', { inbox: 102 })
  const rate = () => scene.call(`/simulator/conversations/${conversation}/rate`, { body: { rating: 5 } })
  assert.equal((await rate()).status, 404)
  await scene.call(`/simulator/conversations/${conversation}/status`, { body: { status: 'resolved' } })
  await rate()
  const { content_attributes } = scene.bot.last('message_updated') as { content_attributes: Json }
  assert.deepEqual(content_attributes.submitted_values, { csat_survey_response: { rating: 5, feedback_message: '' } })
})
