import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Catalogue, corrected, distance } from './catalogue.ts'
import type { OdooClient, OdooRecord } from './client/odoo-client.ts'
import { termsOf } from './search-terms.ts'

const PRODUCTS = [
  ['Batom Matte Vermelho', 'All / Maquiagem / Lábios'],
  ['Batom Líquido Vermelho', 'All / Maquiagem / Lábios'],
  ['Perfume Jasmim', 'All / Perfumaria'],
  ['Frete', 'All'],
] as const

/** An Odoo that counts how often it is asked. */
function shop() {
  const asked: string[] = []
  const records: readonly OdooRecord[] = PRODUCTS.map(([name, category], id) => ({
    id,
    name,
    categ_id: [id, category],
  }))
  const odoo = {
    searchRead: async (model: string) => {
      asked.push(model)
      return records
    },
  } as unknown as OdooClient
  return { odoo, asked }
}

test('what a shop sells is told by its outermost categories, those with most first; Odoo’s own is none', async () => {
  const { odoo } = shop()
  assert.deepEqual((await new Catalogue(odoo).overview({})).categories, ['Maquiagem', 'Perfumaria'])
})

test('it is asked for once in ten minutes, for each language', async () => {
  const { odoo, asked } = shop()
  let nowMs = 0
  const catalogue = new Catalogue(odoo, () => nowMs)
  await Promise.all([catalogue.overview({ language: 'pt-BR' }), catalogue.overview({ language: 'pt-BR' })])
  assert.equal(asked.length, 1)
  await catalogue.overview({ language: 'es' })
  nowMs = 600_001
  await catalogue.overview({ language: 'pt-BR' })
  assert.equal(asked.length, 3)
})

test('a misspelt word becomes the one the shop has; a known one, another name and a short one stay', async () => {
  const overview = await new Catalogue(shop().odoo).overview({})
  const spelled = (query: string) => corrected(termsOf(query), overview)
  assert.equal(spelled('batm vermelo'), 'batom vermelho')
  assert.equal(spelled('perfune jasmin'), 'perfume jasmim')
  assert.equal(spelled('batons vermelhas'), null)
  assert.equal(spelled('lipstick'), null)
  assert.equal(spelled('pera'), null)
  assert.equal(spelled('geladeira'), null)
})

test('a slip is a letter too many, too few or wrong, or two that changed places', () => {
  for (const [from, to, slips] of [
    ['batom', 'batom', 0],
    ['batm', 'batom', 1],
    ['baton', 'batom', 1],
    ['btaom', 'batom', 1],
    ['', 'abc', 3],
  ] as const)
    assert.equal(distance(from, to), slips, `${from} ${to}`)
})
