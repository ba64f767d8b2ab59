import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Hit } from '../../domain/passage.ts'
import type { Evidence } from '../../domain/turn.ts'
import { localTime } from '../agents/agents.ts'
import { unprovenClaims } from './claim-check.ts'

const NOW_MS = Date.parse('2026-11-23T13:00:00Z')

test('a reply that copies its evidence, however it writes it, is proven', () => {
  const data = {
    order: 'S00042',
    products: [{ id: 7, name: 'Batom Matte Vermelho Rubi', code: 'BAT-001', price: 39.9, freeStock: 3 }],
    delivery: {
      scheduledDate: '2026-11-26T15:00:00Z',
      trackingCode: 'BR123456789BR',
      trackingUrl: 'https://rastreio.example/BR123456789BR',
    },
  }
  const passage =
    'Pix com 5% de desconto, até 10x sem juros. Troca em sete dias. Fale com (11) 95555-0100 ou loja@aurora.example. Das 9h às 18h30.'
  for (const reply of [
    'O **Batom Matte Vermelho Rubi** (BAT-001) custa R$ 39,90; restam 3 unidades.',
    'Custa 39,90 reais. Previsão: 26/11. Ou: 26/11/2026, 26 de novembro, November 26, 2026-11-26.',
    'Código BR123456789BR: https://rastreio.example/BR123456789BR.',
    'No Pix há 5 % de desconto, e parcelamos em 10 vezes (10x).',
    'Troca em 7 dias, ou sete dias. Ligue +55 11 95555-0100 ou escreva a LOJA@aurora.example.',
    'Abrimos das 9h às 18h30, ou 09:00 até 18:30.',
    'Encontrei 2 opções:\n1. Batom\n2. Outro',
    'Não encontrei o pedido S00777.',
  ])
    assert.deepEqual(check(reply, { data, passage, text: 'onde está o s00777?' }), [], reply)
})

const FALSE: readonly [reply: string, written: string][] = [
  ['Custa R$ 38,90.', 'R$ 38,90'],
  ['Custa R$ 39.', 'R$ 39'],
  ['Custa 41,50 reais.', '41,50 reais'],
  ['Restam 4 unidades.', '4 unidades'],
  ['Temos só 5.', 'Temos só 5'],
  ['Chega em 27/11.', '27/11'],
  ['Chega em 26/11/2027.', '26/11/2027'],
  ['Chega em 27 de novembro.', '27 de novembro'],
  ['Pedido S00043.', 'S00043'],
  ['Rastreio BR123456780BR.', 'BR123456780BR'],
  ['Veja https://outro.example/x.', 'https://outro.example/x.'],
  ['Veja rastreio.example/outro', 'rastreio.example/outro'],
  ['Ligue (11) 95555-0199.', '(11) 95555-0199'],
  ['Escreva a x@aurora.example.', 'x@aurora.example.'],
  ['No Pix, 10% de desconto.', '10%'],
  ['Em até 12x.', '12x'],
  ['Troca em 30 dias.', '30 dias'],
  ['Troca em trinta dias.', '30 dias'],
  ['Abrimos às 8h.', '8h'],
  ['Fechamos às 19:30.', '19:30'],
]
// requirement: true.claims
for (const [reply, written] of FALSE)
  test(`what nothing proves is found: ${written}`, () => {
    const data = {
      order: 'S00042',
      price: 39.9,
      freeStock: 3,
      date: '2026-11-26',
      code: 'BR123456789BR',
      url: 'https://rastreio.example/a',
    }
    const passage =
      'Pix com 5% de desconto, até 10x. Troca em 7 dias. (11) 95555-0100, loja@aurora.example. Das 9h às 18h.'
    const found = check(reply, { data, passage })
    assert.equal(found.length, 1, found.join())
    assert.equal(found[0]?.replace(/[.]$/, ''), written.replace(/[.]$/, ''))
  })

// requirement: true.claims
test('a price that only the customer named is not proven', () => {
  assert.deepEqual(check('Sim, custa R$ 10,00.', { data: {}, passage: '', text: 'custa R$ 10,00?' }), ['R$ 10,00'])
})

test('a time in UTC is proven as the day it is in the shop', () => {
  const data = { scheduledDate: '2026-11-27T01:00:00Z' }
  assert.deepEqual(check('Chega em 26/11.', { data, passage: '' }), [])
  assert.deepEqual(check('Chega em 27/11.', { data, passage: '' }), ['27/11'])
})

test("a record's id proves nothing", () => {
  assert.deepEqual(check('Restam 42 unidades.', { data: { id: 42, product_id: 42 }, passage: '' }), ['42 unidades'])
})

const cents = fc.integer({ min: 100, max: 9_999_999 })
const brazilian = (value: number) => `R$ ${(value / 100).toLocaleString('pt-BR', { minimumFractionDigits: 2 })}`

// requirement: true.claims
test('every reply built from its evidence passes, and with its price changed it does not', () => {
  fc.assert(
    fc.property(cents, cents, fc.integer({ min: 1, max: 500 }), (price, other, stock) => {
      fc.pre(price !== other)
      const data = { name: 'Produto', price: price / 100, freeStock: stock }
      assert.deepEqual(check(`Custa ${brazilian(price)}, temos ${stock} unidades.`, { data, passage: '' }), [])
      assert.equal(check(`Custa ${brazilian(other)}, temos ${stock} unidades.`, { data, passage: '' }).length, 1)
      const text = `O produto custa ${brazilian(price)}.`
      assert.deepEqual(check(`Sai por ${brazilian(price)}!`, { data: {}, passage: text }), [])
      assert.equal(check(`Sai por ${brazilian(other)}!`, { data: {}, passage: text }).length, 1)
    }),
    { numRuns: 150 },
  )
})

const day = fc.date({
  min: new Date('2026-01-01T12:00:00Z'),
  max: new Date('2027-12-31T12:00:00Z'),
  noInvalidDate: true,
})

// requirement: true.claims
test('every date of the evidence may be said in all its forms, and no other day', () => {
  fc.assert(
    fc.property(day, day, (said, other) => {
      const [iso, otherIso] = [said.toISOString().slice(0, 10), other.toISOString().slice(0, 10)]
      fc.pre(iso.slice(5) !== otherIso.slice(5) && otherIso.slice(5) !== '11-23')
      const month = said.toLocaleDateString('pt-BR', { month: 'long', timeZone: 'UTC' })
      const [, mm, dd] = iso.split('-')
      for (const form of [`${dd}/${mm}`, `${dd}/${mm}/${iso.slice(0, 4)}`, `${Number(dd)} de ${month}`, iso])
        assert.deepEqual(check(`Entrega em ${form}.`, { data: { date: iso }, passage: '' }), [], form)
      const [, otherMm, otherDd] = otherIso.split('-')
      assert.equal(check(`Entrega em ${otherDd}/${otherMm}.`, { data: { date: iso }, passage: '' }).length, 1)
    }),
    { numRuns: 150 },
  )
})

const slug = fc.stringMatching(/^[a-z]{3,10}$/)

// requirement: true.claims
test('a link of the evidence may be said, and no other host or path', () => {
  fc.assert(
    fc.property(slug, slug, slug, (host, path, other) => {
      fc.pre(path !== other && host !== other)
      const passage = `Acompanhe em https://www.${host}.example/${path}.`
      assert.deepEqual(check(`Veja ${host}.example/${path}`, { data: {}, passage }), [])
      assert.deepEqual(check(`[Veja](https://${host}.example/${path})`, { data: {}, passage }), [])
      assert.equal(check(`Veja https://${host}.example/${other}`, { data: {}, passage }).length, 1)
      assert.equal(check(`Veja https://${other}.example/${path}`, { data: {}, passage }).length, 1)
    }),
    { numRuns: 100 },
  )
})

function check(
  reply: string,
  { data, passage, text = '' }: { data: Record<string, unknown>; passage: string; text?: string },
) {
  const evidence: Evidence = {
    passages: passage ? [hit(passage)] : [],
    tools: [{ tool: 'any', result: { ok: true, data, problem: null, images: [] } }],
  }
  const hours = { isOpen: true, text: '', opensAt: null, timezone: 'America/Sao_Paulo' }
  const style = { communication: 'friendly', emoji: 'none', greeting: null, farewell: null, language: 'pt-BR' } as const
  return unprovenClaims(reply, {
    evidence,
    crew: { shop: 'Casa Aurora', about: '', style },
    input: { text, hours, nowMs: NOW_MS },
    localTime,
  })
}

const hit = (text: string): Hit => ({
  passage: {
    id: 'p#1',
    collection: 'business_rules',
    source: 'p.md',
    titles: ['Regras'],
    question: null,
    text,
    validFromMs: null,
    validUntilMs: null,
  },
  score: 0.9,
})
