import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { WorldInput } from '../simulator/chatwoot/world.ts'
import { modelsOf, ScriptedModel } from '../src/backends/llm/scripted.ts'
import { atRest, eventually, isNote, isReply, openWorld, type World, type WorldOptions } from './support/world.ts'

const APPROVED = [
  { name: 'retomar', language: 'pt_BR', body: 'Olá {{1}}, a {{2}} tem uma resposta para você.' },
  { name: 'retomar', language: 'es', body: 'Hola {{1}}, {{2}} tiene una respuesta para ti.' },
]
const PARAMETERS = "['{first_name}', '{shop_name}']"
const WRITTEN = APPROVED.map(
  ({ name, language, body }) => `{ name: ${name}, language: ${language}, text: '${body}', parameters: ${PARAMETERS} }`,
)

interface Given extends WorldOptions {
  /** As the shop writes them; default: all that are approved. */
  readonly templates?: readonly string[]
  readonly approved?: typeof APPROVED
}

/** The demo, whose cosmetics shop has these templates. */
async function openShop({ templates = WRITTEN, approved = APPROVED, ...options }: Given = {}): Promise<World> {
  const world = await openWorld({ ...options, chatwootWorld: () => withTemplates(approved) })
  const file = join(world.dir, 'config/domains/cosmetics/account_1/config.yaml')
  const lines = templates.map((template) => `      - ${template}\n`).join('')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('    communication_style:', `    window_template:\n${lines || '      []\n'}$&`))
  await world.reopen()
  return world
}

function withTemplates(templates: typeof APPROVED): WorldInput {
  const world: WorldInput = JSON.parse(readFileSync('demo/chatwoot-world.json', 'utf8'))
  for (const { inboxes } of world.accounts)
    for (const inbox of inboxes) if (inbox.channel === 'Channel::Whatsapp') inbox.templates = templates
  return world
}

const closes = (world: World, closedWindow: 'open' | 'closed' | 'closed at the platform') =>
  world.ask('/simulator/faults', { closedWindow })
/** What reached the customer, as the customer reads it. */
const arrived = async (world: World, conversation: number) =>
  (await world.shown(conversation))
    .filter((line) => isReply(line) && line.status !== 'failed')
    .map(({ rendered }) => rendered.body)

// requirement: human.window
for (const window of ['closed', 'closed at the platform'] as const)
  test(`a reply that meets a window ${window} is followed by the shop’s template, once, and the customer’s answer by the crew`, async () => {
    await using world = await openShop()
    await closes(world, window)
    const conversation = await world.writes('aceita pix?')
    await world.until(conversation, (lines) => lines.some(({ status }) => status === 'failed'))
    await eventually(async () => ((await arrived(world, conversation)).length > 0 ? true : null))
    await atRest(world)
    await world.ask('/simulator/webhooks/replay', { count: 50 })
    await atRest(world)
    const knock = 'Olá Ana, a Casa Aurora Cosméticos tem uma resposta para você.'
    assert.deepEqual(await arrived(world, conversation), [knock])
    assert.equal(await world.status(conversation), 'pending', 'no human is called')
    await closes(world, 'open')
    await world.writes('sim, vocês aceitam pix?')
    await eventually(async () => ((await arrived(world, conversation)).length > 1 ? true : null))
    await atRest(world)
    assert.match((await arrived(world, conversation)).at(-1) ?? '', /pix/i)
  })

test('the template is in the language of the conversation', async () => {
  await using world = await openShop()
  await closes(world, 'closed')
  const conversation = await world.writes('hola, ¿aceptan tarjeta de crédito? ¿cuál es el horario de la tienda?')
  await eventually(async () => ((await arrived(world, conversation)).length > 0 ? true : null))
  await atRest(world)
  assert.deepEqual(await arrived(world, conversation), [
    'Hola Ana, Casa Aurora Cosméticos tiene una respuesta para ti.',
  ])
})

test('two parts of an answer that both fail are followed by one template', async () => {
  const long = Array.from({ length: 400 }, () => 'Nossa equipe gosta muito de conversar com você.').join(' ')
  const model = new ScriptedModel().saysTo(/./, long)
  await using world = await openShop({ models: modelsOf(model) })
  await closes(world, 'closed at the platform')
  const conversation = await world.writes('me conta uma história comprida sobre a loja de vocês, por favor')
  await world.until(conversation, (lines) => lines.filter(({ status }) => status === 'failed').length > 0)
  await eventually(async () => ((await arrived(world, conversation)).length > 0 ? true : null))
  await atRest(world)
  assert.equal((await arrived(world, conversation)).length, 1)
  assert.equal(await world.status(conversation), 'pending')
})

const ONE = WRITTEN[0] ?? ''
const LACKING: readonly [title: string, given: Given, contact: unknown][] = [
  ['has no template', { templates: [] }, 'ana'],
  ['has one that WhatsApp has not approved', { approved: [] }, 'ana'],
  [
    'has one that wants a name nobody knows',
    { templates: [ONE] },
    { name: '+55 11 95555-0199', phone: '+5511955550199' },
  ],
]
for (const [title, given, contact] of LACKING)
  test(`a shop that ${title} gets a human with a note, and nothing is said again`, async () => {
    await using world = await openShop(given)
    await closes(world, 'closed')
    const { conversation } = await world.ask<{ conversation: number }>('/simulator/messages', {
      ...{ tenant: 'cosmetics/account_1', channel: 'whatsapp', contact, text: 'aceita pix?' },
    })
    const shown = await world.until(conversation, (lines, status) => status === 'open' && lines.some(isNote))
    await atRest(world)
    assert.deepEqual(await arrived(world, conversation), [])
    assert.equal(shown.filter(isNote).length, 1)
    const isKnocked = title.includes('approved')
    assert.equal((await world.shown(conversation)).filter(isReply).length, isKnocked ? 2 : 1)
  })

test('an answer to the template that cannot be answered is a human’s, not another template’s', async () => {
  await using world = await openShop()
  await closes(world, 'closed')
  const conversation = await world.writes('aceita pix?')
  await eventually(async () => ((await arrived(world, conversation)).length > 0 ? true : null))
  await atRest(world)
  await world.writes('qual o horário de sábado?')
  await world.until(conversation, (lines, status) => status === 'open' && lines.some(isNote))
  await atRest(world)
  assert.equal((await arrived(world, conversation)).length, 1)
})
