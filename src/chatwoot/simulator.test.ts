import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AGENT_TOKEN,
  BOT_SECRET,
  BOT_TOKEN,
  playScene,
  type Scene,
  type SceneOptions,
  USER_TOKEN,
} from '../../simulator/chatwoot/played-scene.ts'
import { Secret } from '../base/secret.ts'
import { DEFAULT_CONNECTION } from '../domain/ids.ts'
import type { Inbound } from '../domain/inbound.ts'
import { openChatwootApi } from './api.ts'
import { openChatwootHost } from './host.ts'
import { findMarker, findText, inboundFromRest } from './read-back.ts'
import { renderMessage } from './render.ts'
import { verifySignature } from './signature.ts'
import { surfaceOf } from './surface.ts'
import { classify, readWebhook } from './webhook.ts'

const CONTEXT = { connection: DEFAULT_CONNECTION, account: 1, receivedAtMs: 5, botIds: [3] }

async function world(options: SceneOptions = {}, userToken: string | null = USER_TOKEN) {
  const stack = new AsyncDisposableStack()
  const scene = stack.use(await playScene(options))
  const host = openChatwootHost({ baseUrl: scene.simulator.url })
  stack.defer(() => host.close())
  const api = openChatwootApi({
    host,
    account: 1,
    botToken: new Secret(BOT_TOKEN),
    userToken: userToken === null ? null : new Secret(userToken),
  })
  return { scene, api, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** What the bot's webhooks meant, every signature checked. */
function told(scene: Scene): Inbound[] {
  const door = { connection: 'default', secrets: [new Secret(BOT_SECRET)] }
  return scene.bot.received.flatMap(({ headers, raw }) => {
    assert.equal(verifySignature(door, headers, Buffer.from(raw), Date.now()), 'signed')
    return classify(readWebhook(raw), { ...CONTEXT, signed: true }) ?? []
  })
}
const kinds = (inbounds: readonly Inbound[]) => inbounds.map(({ event }) => event.kind)

test('a customer’s message, our answer’s echo and its delivery are each understood', async () => {
  await using w = await world()
  const conversation = await w.scene.say('Oi, vocês têm batom?')
  const sent = await w.api.postMessage({ conversation, text: 'Temos **sim**!', marker: 'o1' })
  await w.scene.simulator.settled()
  assert.ok(sent.kind === 'sent')
  const inbounds = told(w.scene)
  const receipts = inbounds.flatMap(({ event }) => (event.kind === 'receipt' ? [event] : []))
  assert.equal(kinds(inbounds)[0], 'customer-message')
  assert.equal(inbounds[0]?.seen.channel, 'whatsapp')
  assert.deepEqual([receipts[0]?.messageId, receipts[0]?.marker], [sent.id, 'o1'])
  assert.ok(receipts.some(({ status }) => status === 'delivered'))
})

// requirement: once.lost-answer
test('a message whose answer was lost is unknown, and found by its marker', async () => {
  await using w = await world({ faults: { lostAnswer: 1 } })
  const conversation = await w.scene.say('Oi')
  assert.equal((await w.api.postMessage({ conversation, text: 'Olá', marker: 'o2' })).kind, 'unknown')
  await w.scene.simulator.settled()
  const messages = await w.api.readMessages({ conversation })
  assert.equal(findMarker(messages, 'o2')?.content, 'Olá')
})

test('before 4.9 it is found by its text, Liquid or not', async () => {
  await using w = await world({ version: '4.8.0' })
  const conversation = await w.scene.say('Oi')
  const [part] = renderMessage(
    { text: 'Use {{nome}}!\n', buttons: [], image: null },
    surfaceOf({ channel: 'whatsapp', contact: null }),
  )
  await w.api.postMessage({ conversation, text: part!.text, marker: 'o3' })
  await w.scene.simulator.settled()
  const messages = await w.api.readMessages({ conversation })
  assert.equal(findMarker(messages, 'o3'), null)
  assert.ok(findText(messages, { text: part!.text, afterId: messages[0]!.id }))
})

test('what a lost webhook hid is read back as the same fact', async () => {
  await using w = await world()
  await w.scene.say('Oi, tem alguém aí?')
  const [conversation] = await w.api.listConversations({ updatedWithinSec: 180 })
  const messages = await w.api.readMessages({ conversation: conversation!.id })
  const hidden = messages.map((message) => inboundFromRest(conversation!, message, CONTEXT)).filter((it) => it !== null)
  const known = told(w.scene).filter(({ event }) => event.kind === 'customer-message')
  assert.deepEqual(
    hidden.map(({ dedupe }) => dedupe),
    known.map(({ dedupe }) => dedupe),
  )
  assert.deepEqual(hidden[0]?.seen.contact, known[0]?.seen.contact)
})

test('a handoff by the bot opens the conversation, with its labels, team and priority', async () => {
  await using w = await world()
  const conversation = await w.scene.say('Quero falar com um atendente')
  await w.api.postMessage({ conversation, text: 'Resumo: pediu atendente', isPrivate: true, marker: 'o4' })
  assert.deepEqual(await w.api.setLabels({ conversation, add: ['ia', 'loop'] }), ['ia', 'loop'])
  await w.api.assign({ conversation, team: 4, agent: null })
  await w.api.priority({ conversation, priority: 'high' })
  await w.api.toggleStatus({ conversation, status: 'open' })
  const { seen } = await w.api.readConversation(conversation)
  assert.deepEqual([seen.status, seen.labels], ['open', ['ia', 'loop']])
})

test('an agent’s words in Chatwoot are a human speaking', async () => {
  await using w = await world()
  const conversation = await w.scene.say('Oi')
  const body = { content: 'Sou a Kim', message_type: 'outgoing' }
  await w.scene.call(`/api/v1/accounts/1/conversations/${conversation}/messages`, { body, token: AGENT_TOKEN })
  const [human] = told(w.scene).filter(({ event }) => event.kind === 'human-spoke')
  assert.ok(human?.event.kind === 'human-spoke' && human.event.by === 'user' && human.event.text === 'Sou a Kim')
})

test('labels on a Chatwoot that keeps bots from them are set as the user, or refused by name', async () => {
  await using w = await world({ version: '4.14.1' })
  const conversation = await w.scene.say('Oi')
  assert.deepEqual(await w.api.setLabels({ conversation, add: ['ia'] }), ['ia'])
  await using poor = await world({ version: '4.14.1' }, null)
  const other = await poor.scene.say('Oi')
  await assert.rejects(poor.api.setLabels({ conversation: other, add: ['ia'] }), { code: 'CHATWOOT_FORBIDDEN' })
})

test('the installation tells its version, and the user token its owner', async () => {
  await using w = await world({ version: '4.13.0' })
  assert.equal(await w.api.version(), '4.13.0')
  assert.deepEqual(await w.api.profile(), { id: 7, name: 'Sam Porter' })
})
