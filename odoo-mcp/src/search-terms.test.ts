import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accentless, fold, hasAll, matched, searchDomain, termsOf } from './search-terms.ts'

const hits = (query: string, name: string): boolean => hasAll(termsOf(query), fold(name))

test('singular and plural find each other', () => {
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
  ] as const)
    assert.ok(hits(query, name), `${query} → ${name}`)
})

test('words around the product do not count', () => {
  assert.deepEqual(
    termsOf('oi, vocês têm batom vermelho?').map(({ word }) => word),
    ['batom', 'vermelho'],
  )
  assert.deepEqual(
    termsOf('de para').map(({ word }) => word),
    ['de', 'para'],
  )
})

test('wildcards a customer types are not wildcards', () => {
  assert.deepEqual(
    termsOf('100% batom_x').map(({ word }) => word),
    ['100', 'batom', 'x'],
  )
})

test('letters that can carry an accent match any letter', () => {
  assert.equal(accentless('liquido'), 'l_q__d_')
})

test('a domain has one operator less than it has leaves', () => {
  const domain = searchDomain(termsOf('batom vermelho cereja'), ['name', 'default_code'], 'all')
  const operators = domain.filter((part) => typeof part === 'string').length
  assert.equal(domain.length - operators, operators + 1)
})

test('one word missing is not all of them, however well the others fit', () => {
  assert.ok(!hits('batom vermelho cor', 'Batom Matte Vermelho'))
})

test('the beginning of a word counts more than its inside', () => {
  const terms = termsOf('mesa')
  assert.ok(matched(terms, '[mes-1] mesa redonda') > matched(terms, 'sobremesa'))
})
