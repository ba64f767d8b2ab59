import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { modelsOf, ScriptedModel } from '../src/backends/llm/scripted.ts'
import { atRest, eventually, isNote, isReply, openWorld, type World } from './support/world.ts'

const bodies = (lines: Awaited<ReturnType<World['shown']>>) =>
  lines.filter(isReply).map(({ rendered }) => rendered.body)

// requirement: once.burst
test('a burst of fragments is answered as one', async () => {
  await using world = await openWorld()
  const conversation = await world.writes('oi')
  await world.writes('vocês')
  await world.writes('aceitam pix?')
  const shown = await world.until(conversation, (lines) => lines.some(isReply))
  assert.match(bodies(shown).join('\n'), /pix/i)
  await atRest(world)
})

// requirement: once.duplicate
test('a webhook delivered three times is answered once', async () => {
  await using world = await openWorld()
  const conversation = await world.writes('aceita pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  const before = (await world.replies(conversation)).length
  await world.ask('/simulator/webhooks/replay', { count: 50 })
  await world.ask('/simulator/webhooks/replay', { count: 50 })
  await atRest(world)
  assert.equal((await world.replies(conversation)).length, before)
})

// requirement: human.takeover
test('a human who writes is not talked over until the conversation is given back', async () => {
  await using world = await openWorld()
  const conversation = await world.writes('aceita pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  await world.ask(`/simulator/conversations/${conversation}/human`, { text: 'Oi, aqui é a Marina. Como posso ajudar?' })
  await world.until(conversation, (_, status) => status === 'open')
  const before = (await world.replies(conversation)).length
  await world.writes('qual o horário de sábado?')
  await atRest(world)
  assert.equal((await world.replies(conversation)).length, before, 'the crew is silent')
  await world.ask(`/simulator/conversations/${conversation}/status`, { status: 'pending' })
  await world.chatwoot.settled()
  await world.writes('e no domingo, abre?')
  const shown = await world.until(conversation, (lines) => lines.filter(isReply).length > before)
  assert.ok(bodies(shown).length > before)
})

// requirement: human.no-config
test('a tenant whose configuration does not load is handed to a human, parked with its cause, and can be run again', async () => {
  await using world = await openWorld()
  const file = join(world.dir, 'config/domains/cosmetics/account_1/config.yaml')
  const good = readFileSync(file, 'utf8')
  writeFileSync(file, 'name: [\n')
  const conversation = await world.writes('aceita pix?')
  const shown = await world.until(conversation, (lines, status) => status === 'open' && lines.some(isNote))
  assert.equal(bodies(shown).length, 1, 'the customer is told')
  const [parked] = await world.app.store.listParked()
  assert.match(parked?.cause ?? '', /CONFIG_INVALID/)
  writeFileSync(file, good)
})

// requirement: human.undeliverable
test('a failed delivery ends with a human and a note', async () => {
  await using world = await openWorld()
  const conversation = await world.writes('aceita pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  await world.ask('/simulator/faults', { failedDelivery: 1 })
  await world.writes('qual o horário de sábado?')
  const shown = await world.until(conversation, (lines, status) => status === 'open' && lines.some(isNote))
  assert.ok(shown.some(({ status }) => status === 'failed'))
})

test('the recorded failed delivery, of a message we never sent, ends with a human too', async () => {
  await using world = await openWorld()
  const conversation = await world.writes('aceita pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  await world.chatwoot.settled()
  const payload = JSON.parse(readFileSync('test/fixtures/chatwoot/57_message_updated_delivery_failed.json', 'utf8'))
  payload.conversation.id = conversation
  payload.conversation.updated_at = Date.now() / 1_000 + 60
  const body = JSON.stringify(payload)
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = `sha256=${createHmac('sha256', 'demo-webhook-secret').update(`${timestamp}.${body}`).digest('hex')}`
  const headers = { 'x-chatwoot-timestamp': timestamp, 'x-chatwoot-signature': signature }
  const answer = await fetch(`${world.app.url}/webhooks/demo`, { method: 'POST', body, headers })
  assert.equal(answer.status, 200)
  await world.until(conversation, (lines, status) => status === 'open' && lines.some(isNote))
})

// requirement: once.lost-answer
test('Chatwoot loses the answers of half of our posts, and every customer hears once', async () => {
  await using world = await openWorld({ simulator: { faults: { lostAnswer: 0.5, duplicate: 0.3, reorderMs: 30 } } })
  const contacts = ['ana', 'bruno', 'carla']
  const conversations = await Promise.all(contacts.map((contact) => world.writes('aceita pix?', { contact })))
  for (const conversation of conversations) await world.until(conversation, (lines) => lines.some(isReply))
  await atRest(world)
  for (const conversation of conversations) {
    const texts = await world.replies(conversation)
    assert.equal(new Set(texts).size, texts.length, 'nothing is said twice')
  }
})

// requirement: true.rewrite
test('with a model set the crew asks it, and a price it invents is never said', async () => {
  const model = new ScriptedModel().saysTo(/./, 'O Batom Rubi custa R$ 12,34.', 'O Batom Rubi custa R$ 12,34.')
  await using world = await openWorld({ models: modelsOf(model) })
  const conversation = await world.writes('quanto custa o batom matte vermelho rubi?')
  const shown = await world.until(conversation, (lines) => lines.some(isReply))
  assert.doesNotMatch(bodies(shown).join('\n'), /12,34/)
})

test('on the web the customer sees that somebody writes, while a model thinks', async () => {
  const seen = Promise.withResolvers<void>()
  const model = new ScriptedModel().saysTo(/./, async () => {
    await seen.promise
    return 'Temos lojas em São Paulo.'
  })
  await using world = await openWorld({ models: modelsOf(model) })
  const conversation = await world.writes('quais marcas de rímel à prova d’água vocês recomendam para cílios curtos?', {
    channel: 'web',
  })
  const toggles = () => world.chatwoot.stats().rest['POST conversations/:id/toggle_typing_status'] ?? 0
  await eventually(async () => (toggles() === 1 ? true : null))
  seen.resolve()
  await world.until(conversation, (lines) => lines.some(isReply))
  await eventually(async () => (toggles() === 2 ? true : null))
})

// requirement: human.stop-one
for (const [title, press] of [
  ['the label bot-off', (world: World, conversation: number) => putLabel(world, conversation)],
  [
    'the note /bot off',
    (world: World, conversation: number) =>
      world.ask(`/simulator/conversations/${conversation}/human`, { text: '/bot off', private: true }),
  ],
] as const)
  test(`${title} stops the crew in that conversation and puts it before the attendants`, async () => {
    await using world = await openWorld()
    const conversation = await world.writes('aceita pix?')
    await world.until(conversation, (lines) => lines.some(isReply))
    await press(world, conversation)
    await world.until(conversation, (_, status) => status === 'open')
    const before = (await world.replies(conversation)).length
    await world.writes('qual o horário de sábado?')
    await atRest(world)
    assert.equal((await world.replies(conversation)).length, before)
  })

async function putLabel(world: World, conversation: number): Promise<void> {
  const headers = { 'api-access-token': 'demo-user-token', 'content-type': 'application/json' }
  const body = JSON.stringify({ labels: ['bot-off'] })
  await fetch(`${world.chatwoot.url}/api/v1/accounts/1/conversations/${conversation}/labels`, {
    method: 'POST',
    headers,
    body,
  })
}
