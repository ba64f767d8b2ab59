import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitOf } from './fit.ts'
import { pattern, searchDomain, termsOf } from './search-terms.ts'

const product = (display_name: string, category = '', description = '') => ({
  ...{ id: 1, display_name, categ_id: [1, category], description_sale: description },
})
const fit = (query: string, ...given: Parameters<typeof product>) => {
  const terms = termsOf(query)
  return fitOf(product(...given), { terms, things: terms.slice(0, 1), reach: 'others' })
}
const hits = (query: string, name: string): boolean => fit(query, name).isWhole

test('number, gender and size of a word do not matter', () => {
  for (const [query, name] of [
    ['batons', 'Batom Matte'],
    ['mesas', 'Mesa de Jantar'],
    ['rações', 'Ração Premium'],
    ['cão', 'Ração para Cães'],
    ['colchões', 'Colchão Queen'],
    ['pincéis', 'Pincel Kabuki'],
    ['luminárias', 'Luminária de Piso'],
    ['perfume', 'Perfumes do Brasil'],
    ['lençóis', 'Lençol Casal'],
    ['luz', 'Luzes de Natal'],
    ['camisa vermelha', 'Camisas Vermelhas'],
    ['bolsa amarela', 'Bolsa Amarelo Ouro'],
    ['caminha', 'Cama Redonda'],
    ['mesinhas', 'Mesa Lateral'],
    ['ração 10kg', 'Ração Cães 10 kg'],
    ['sofa 2,30m', 'Sofá Retrátil 2.30 m'],
  ] as const)
    assert.ok(hits(query, name), `${query} → ${name}`)
})

test('a thing is found by its other names, in three languages', () => {
  for (const [query, name] of [
    ['ração pra cachorro', 'Ração Cães Adultos'],
    ['rimel', 'Máscara de Cílios Volume'],
    ['guarda-roupa', 'Armário 6 portas'],
    ['xampu', 'Shampoo Neutro'],
    ['red lipstick', 'Batom Vermelho Rubi'],
    ['dining tables', 'Mesa de Jantar'],
    ['comida para perros', 'Ração Cães Adultos'],
    ['silla azul', 'Cadeira Estofada Azul'],
  ] as const)
    assert.ok(hits(query, name), `${query} → ${name}`)
})

test('a word that only looks alike is another word', () => {
  for (const [query, name] of [
    ['ração', 'Batom de longa duração'],
    ['red', 'Espelho Redondo'],
    ['mesa', 'Sobremesa'],
    ['cama', 'Camarão'],
    ['coleira G', 'Coleira Ajustável (M)'],
    ['batom vermelho glitter', 'Batom Matte Vermelho'],
  ] as const)
    assert.ok(!hits(query, name), `${query} → ${name}`)
})

test('a name says what a thing is, a description only mentions', () => {
  assert.equal(fit('perfume', 'Perfume Jasmim').place, 3)
  assert.equal(fit('perfume', 'Água de Banho', 'Perfumes').place, 2)
  assert.equal(fit('perfume', 'Protetor Solar', 'Skincare', 'Sem perfume.').place, 1)
  assert.ok(fit('mesa', 'Mesa Redonda').score > fit('mesa', 'Luminária de Mesa').score)
})

test('words around the product do not count', () => {
  assert.deepEqual(
    termsOf('oi, vocês têm batom vermelho?').map(({ word }) => word),
    ['batom', 'vermelho'],
  )
  assert.deepEqual(termsOf('de para'), [])
})

test('wildcards a customer types are not wildcards', () => {
  assert.deepEqual(
    termsOf('100% batom_x').map(({ word }) => word),
    ['100', 'batom', 'x'],
  )
})

test('letters that can carry an accent match any letter, and a measure its spaced form', () => {
  assert.equal(pattern('liquido'), 'l_q__d')
  assert.equal(pattern('10kg'), '10%kg')
  assert.equal(pattern('2.30m'), '2_30%m')
})

test('a domain has one operator less than it has leaves', () => {
  const how = { mode: 'all', reach: 'others' } as const
  const domain = searchDomain(termsOf('batom vermelho cereja'), ['name', 'default_code'], how)
  const operators = domain.filter((part) => typeof part === 'string').length
  assert.equal(domain.length - operators, operators + 1)
})
