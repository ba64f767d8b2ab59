import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { factsOf, findClaims } from './claims.ts'
import { evidenceOf, usedPassages } from './evidence.ts'

const passage = (text: string, id = 'p') => ({ id, titles: ['Loja'], source: 'loja.md', text, score: 0.9 })
const tool = (data: unknown) => ({ tool: 'find_products', ok: true, data, problem: null })
const sourcesOf = (reply: string, passages: string[], tools: unknown[]) =>
  evidenceOf(reply, { passages: passages.map((text) => passage(text)), tools: tools.map(tool) })
    .filter(({ claim }) => claim)
    .map(({ text, claim }) => [text, claim?.sources.map(({ kind, index }) => `${kind}${index}`).join(' ')])

test('the segments of a reply, joined, are the reply', () => {
  const part = fc.constantFrom(
    'R$ 39,90',
    '9h',
    '10/12',
    'S00042',
    ' ',
    'x',
    '5%',
    'https://a.b',
    '7 dias',
    ',',
    '12x',
    '+55 11 95555-0101',
  )
  const reply = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(part).map((parts) => parts.join('')),
  )
  void fc.assert(
    fc.property(reply, fc.json(), (text, json) => {
      const segments = evidenceOf(text, { passages: [passage(text)], tools: [tool(JSON.parse(json))] })
      assert.equal(segments.map((segment) => segment.text).join(''), text)
    }),
  )
})

test('whatever a reply states is found in a passage that says the same', () => {
  void fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), (cents) => {
      const price = `R$ ${(cents / 100).toLocaleString('pt-BR', { minimumFractionDigits: 2 })}`
      assert.deepEqual(sourcesOf(`Custa ${price}.`, [`Preço: ${price}`], [{ price: cents / 100 }]), [
        [price, 'tool0 passage0'],
      ])
    }),
  )
})

test('facts are equal however they are written', () => {
  assert.deepEqual(sourcesOf('Sábado das 9h às 14h30', ['sábado 09:00–14:30'], []), [
    ['9h', 'passage0'],
    ['14h30', 'passage0'],
  ])
  assert.deepEqual(sourcesOf('chega em 05/12', [], [{ eta: '2025-12-05 09:00:00' }]), [['05/12', 'tool0']])
  assert.deepEqual(sourcesOf('pedido S00042', [], [{ name: 'S00042' }]), [['S00042', 'tool0']])
  assert.deepEqual(sourcesOf('rastreio ME900420177', [], [{ code: 'ME900420177' }]), [['ME900420177', 'tool0']])
  assert.deepEqual(sourcesOf('em até 6x', ['parcelamos em 6x sem juros'], []), [['6x', 'passage0']])
  assert.deepEqual(sourcesOf('são R$ 1.299', [], [{ list_price: 1299 }]), [['R$ 1.299', 'tool0']])
})

test('an instant is the day it is at the reader’s', () => {
  const local = new Date('2026-11-26T01:30:00Z')
  const day = `${local.getDate()}/${local.getMonth() + 1}`
  assert.deepEqual(sourcesOf(`chega em ${day}`, [], [{ eta: '2026-11-26T01:30:00Z' }]), [[day, 'tool0']])
  assert.deepEqual(sourcesOf('chega em 26/11', [], [{ eta: '2026-11-26T01:30:00Z' }]), [['26/11', 'tool0']])
})

test('a fact that no source states has no source', () => {
  assert.deepEqual(sourcesOf('custa R$ 10,00', ['custa R$ 100,00'], [{ price: 1000 }]), [['R$ 10,00', '']])
})

test('kinds do not overlap and a bare number is no claim', () => {
  assert.deepEqual(
    findClaims('https://a.b/10/12?x=R$ 5').map(({ kind }) => kind),
    ['link'],
  )
  assert.deepEqual(findClaims('temos 3 opções e 100 lojas'), [])
  assert.ok(factsOf({ a: [{ b: 5 }] }).has('number:5'))
})

test('the passage a reply repeats is marked as used, the others are not', () => {
  const texts = [
    'Aceitamos Pix com 5% de desconto, cartão em até 6x sem juros e boleto.',
    'Entregamos em todo o Brasil pelos Correios.',
  ]
  const turn = {
    passages: texts.map((text, i) => passage(text, `p${i}`)),
    steps: [],
    reply: ['Sim! Aceitamos Pix com 5% de desconto, cartão em até 6x sem juros.'],
  }
  assert.deepEqual([...usedPassages(turn)], [0])
})
