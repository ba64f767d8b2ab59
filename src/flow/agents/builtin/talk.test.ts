import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Slots } from '../../../domain/intent.ts'
import type { Said } from '../../../domain/turn.ts'
import { talkOf } from './talk.ts'
import { understand } from './understand.ts'

const said = (by: Said['by'], text: string): Said => ({ by, text, atMs: 0 })
const LIST = [
  'Temos, sim! Encontrei estas opções de **batom vermelho**: ✨',
  '',
  '- **Batom Líquido Vermelho Cereja**: R$\u00a044,90 (em estoque)',
  '- **Kit sob medida**: preço sob consulta',
].join('\n')
const ONE = '- **Batom Matte Rubi**: R$\u00a039,90 (em estoque)\n\nAcabamento matte.'
const LISTED = [said('customer', 'tem batom vermelho?'), said('crew', LIST)]

const slotsAfter = (text: string, history: readonly Said[]): Slots =>
  understand(text, { nowMs: 0, timezone: 'America/Sao_Paulo', language: 'pt-BR', history }).slots

test('the products shown are read out of our own words, whatever the channel made of their bold', () => {
  const products = ['Batom Líquido Vermelho Cereja', 'Kit sob medida']
  for (const bold of ['**', '*', '']) {
    const talk = talkOf([said('customer', 'tem batom vermelho?'), said('crew', LIST.replaceAll('**', bold))])
    assert.deepEqual([talk.products, talk.query, talk.isFresh], [products, 'batom vermelho', true], bold)
  }
})

test('the lines of an order, and of a document, are no products', () => {
  assert.deepEqual(talkOf([said('crew', 'Itens:\n- 2 × Batom Matte Rubi\n- 1 × Gloss')]).products, [])
  assert.deepEqual(talkOf([said('crew', '- Atenção: leia o rótulo')]).products, [])
})

test('a few words go on from what was shown', () => {
  assert.deepEqual(slotsAfter('e o azul?', LISTED), { product: 'azul', follows: 'batom vermelho' })
  assert.deepEqual(slotsAfter('matte', LISTED), { product: 'matte', follows: 'batom vermelho' })
  assert.equal(slotsAfter('quero o segundo', LISTED).product, 'Kit sob medida')
  assert.equal(slotsAfter('o último', LISTED).product, 'Kit sob medida')
  assert.deepEqual(slotsAfter('e o mais barato?', LISTED), { product: 'batom vermelho', sort: 'cheapest' })
  assert.deepEqual(slotsAfter('vou levar', LISTED), { isPurchase: true })
})

test('of one product alone "esse" is that one, and an ordinal counts in the list before it', () => {
  const one = [...LISTED, said('customer', 'matte rubi'), said('crew', ONE)]
  assert.deepEqual(slotsAfter('vou levar', one), { product: 'Batom Matte Rubi', isPurchase: true })
  assert.deepEqual(slotsAfter('esse é à prova d’água?', one), { about: 'Batom Matte Rubi' })
  assert.equal(slotsAfter('e o primeiro?', one).product, 'Batom Líquido Vermelho Cereja')
  assert.equal(slotsAfter('quero 3 unidades', one).isPurchase, true)
})

test('what is surely of another matter does not', () => {
  for (const text of [
    'aceita pix?',
    'onde fica a loja?',
    'abre sábado?',
    'segunda-feira vocês abrem?',
    'obrigada!',
    'sim',
  ])
    assert.equal(slotsAfter(text, LISTED).product, undefined, text)
})

test('an order told of is the one asked about next', () => {
  const history = [said('customer', 'cadê o pedido 42?'), said('crew', 'Aqui está o seu pedido *S00042*: 📦')]
  assert.equal(slotsAfter('e quando chega?', history).orderNumber, 'S00042')
  assert.equal(slotsAfter('quanto é o frete pra Recife?', history).orderNumber, undefined)
})
