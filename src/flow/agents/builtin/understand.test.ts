import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { say } from '../../../domain/messages/messages.ts'
import { chooseTools, searchTexts } from './choose-tools.ts'
import { type UnderstandContext, understand } from './understand.ts'

const context: UnderstandContext = {
  nowMs: Date.parse('2026-11-23T14:00:00-03:00'),
  timezone: 'America/Sao_Paulo',
  language: 'pt-BR',
}
const read = (text: string) => understand(text, context)
const afterWe = (said: string, text: string) =>
  understand(text, { ...context, history: [{ by: 'crew', text: `Olá!\n\n${said}`, atMs: 0 }] })

test('the five questions of the demo are understood', () => {
  const lipstick = read('oi, vocês têm batom vermelho?')
  assert.deepEqual([lipstick.intent, lipstick.slots], ['product_search', { product: 'batom vermelho' }])
  const order = read('onde está meu pedido S00042?')
  assert.deepEqual([order.intent, order.slots], ['order_status', { orderNumber: 'S00042' }])
  assert.equal(read('qual o horário de sábado?').intent, 'store_hours')
  assert.equal(read('aceita pix?').intent, 'payment')
  const human = read('quero falar com um atendente')
  assert.deepEqual([human.intent, human.wantsHuman], ['human', true])
})

test('two wishes in one message are both kept, each in its own words', () => {
  const asked = read('oi! vocês têm batom vermelho? e aceita pix?')
  assert.deepEqual(
    asked.wants?.map(({ intent }) => intent),
    ['product_search', 'payment'],
  )
  assert.equal(asked.slots.product, 'batom vermelho')
  assert.deepEqual(searchTexts(asked, ''), ['vocês têm batom vermelho?', 'e aceita pix?'])
  assert.deepEqual(
    read('tem batom e qual o endereço').wants?.map(({ intent }) => intent),
    ['product_search', 'store_location'],
  )
})

test('one wish in two sentences, or of two things, is one', () => {
  assert.equal(read('oi, tudo bem? queria saber se tem perfume').wants, undefined)
  assert.equal(read('bom dia!\nqual o horário?').intent, 'store_hours')
  assert.equal(read('tem sofá e poltrona?').wants, undefined)
  assert.equal(read('meu pedido não chegou. é o S00042').slots.orderNumber, 'S00042')
})

test('a number or a noun alone is the answer to what we asked', () => {
  const order = afterWe(say('pt-BR', 'order.askNumber'), '42')
  assert.deepEqual([order.intent, order.slots.orderNumber], ['order_status', 'S00042'])
  const product = afterWe(say('pt-BR', 'product.ask'), 'um negócio pra gato arranhar')
  assert.equal(product.intent, 'product_search')
  assert.equal(read('42').slots.orderNumber, undefined)
})

// requirement: human.asks
test('who asks for a person is heard, in whatever words', () => {
  for (const text of [
    'quero falar com um atendente',
    'me passa pra uma pessoa por favor',
    'não quero falar com robô',
    'chama o gerente',
    'tem como falar com alguém da loja?',
    'atendente',
    'prefiro uma pessoa de verdade',
    'meu pedido atrasou, quero falar com um humano',
    'quiero hablar con una persona',
    'can i talk to a real person?',
    'transfer me to an agent',
    say('pt-BR', 'button.human'),
    say('es', 'button.human'),
    say('en', 'button.human'),
  ])
    assert.ok(read(text).wantsHuman, text)
})

test('talk about people asks for none', () => {
  for (const text of [
    'a atendente foi ótima',
    'tem mesa para 6 pessoas?',
    'é um presente para uma pessoa querida',
    'aceita pix?',
  ])
    assert.ok(!read(text).wantsHuman, text)
})

test('praise of an attendant is thanks, and anger at one a complaint', () => {
  assert.equal(read('a atendente foi ótima').intent, 'thanks')
  assert.equal(read('o gerente foi grosseiro comigo').intent, 'complaint')
})

test('every button of ours is understood when it is tapped', () => {
  for (const language of ['pt-BR', 'es', 'en'] as const) {
    const tapped = (key: 'button.products' | 'button.order' | 'button.hours') =>
      understand(say(language, key), { ...context, language }).intent
    assert.equal(tapped('button.products'), 'product_search', language)
    assert.equal(tapped('button.order'), 'order_status', language)
    assert.equal(tapped('button.hours'), 'store_hours', language)
  }
})

// requirement: fast.finished
test('what looks like the first piece of a burst is not finished', () => {
  for (const text of [
    'oi',
    'oi tudo bem?',
    'bom dia',
    'então…',
    'queria saber uma coisa,',
    'é que...',
    'eu comprei e',
    'batom',
    'sofá cinza',
    'hum',
    '',
  ])
    assert.equal(read(text).isFinished, false, text)
})

// requirement: fast.finished
test('what can be answered at once is finished', () => {
  for (const text of [
    'oi, vocês têm batom vermelho?',
    'onde está meu pedido S00042?',
    'qual o horário de sábado?',
    'aceita pix?',
    'quero falar com um atendente',
    'S00042',
    'obrigada!',
    'formas de pagamento',
    'quanto custa a mesa',
    'where is my order?',
    'tienen envío gratis?',
  ])
    assert.equal(read(text).isFinished, true, text)
})

test('mood is read from words that tell', () => {
  const moods = (texts: readonly string[]) => texts.map((text) => read(text).sentiment)
  assert.deepEqual(
    moods(['que absurdo, chegou tudo quebrado', 'péssimo atendimento', 'vou no procon', '😡']),
    Array(4).fill('negative'),
  )
  assert.deepEqual(
    moods(['obrigada, amei o batom', 'perfeito, valeu!', 'thank you so much']),
    Array(3).fill('positive'),
  )
  assert.deepEqual(moods(['tem batom vermelho?', 'qual o horário?']), Array(2).fill('neutral'))
})

test('tools are chosen by what was understood, read-only and once each', () => {
  assert.deepEqual(chooseTools(read('tem batom vermelho?')), [
    { tool: 'find_products', args: { query: 'batom vermelho', limit: 5, pictures: 1 } },
  ])
  assert.deepEqual(chooseTools(read('cadê o pedido S00042?')), [
    { tool: 'order_status', args: { orderNumber: 'S00042' } },
  ])
  assert.deepEqual(
    chooseTools(read('tem batom? e cadê o pedido 42?')).map(({ tool }) => tool),
    ['find_products', 'order_status'],
  )
  assert.deepEqual(chooseTools(read('o que vocês vendem?')), [
    { tool: 'find_products', args: { query: '', limit: 5, pictures: 1 } },
  ])
  for (const text of ['onde está meu pedido?', 'aceita pix?', 'oi', 'quero falar com um atendente'])
    assert.deepEqual(chooseTools(read(text)), [], text)
})

test('any text at all is understood as something', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 })),
      (text) => {
        const { confidence, wants } = read(text)
        assert.ok(confidence >= 0 && confidence <= 1)
        assert.ok(wants === undefined || wants.length > 1)
      },
    ),
  )
})
