import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openWorld, type World } from '../support/world.ts'
import { type Answer, Customer, type CustomerOptions } from './customer.ts'

let world: World

/** What the customer writes, and what has to come back: of the reply, or of the handover. */
type Line = readonly [text: string | readonly string[], wanted: RegExp | Handover, hasNot?: RegExp]
interface Handover {
  readonly human: string
  readonly note?: RegExp
}

const TALKS: Readonly<Record<string, readonly [CustomerOptions, readonly Line[]]>> = {
  'a colour that a thing does not come in, the first of a list, a sale': [
    { shop: 'cosmetics', who: 'Rita Alves' },
    [
      ['tem batom vermelho?', /Cereja[\s\S]*Rubi/],
      ['e o azul?', /exatamente batom azul/, /Qual produto você procura/],
      ['quanto custa o segundo?', /Rubi: R\$\u00a039,90/, /Cereja/],
      ['aceita pix?', /5% de desconto/],
      ['vou levar', { human: 'purchase', note: /Rita Alves quer comprar Batom Matte Vermelho Rubi\./ }],
    ],
  ],
  'a thing narrowed down by kind, by size and by price': [
    { shop: 'pets', who: 'Rita Alves' },
    [
      ['tem ração pra cachorro?', /Cães/],
      ['adulto', /Cães Adultos 3 kg[\s\S]*Cães Adultos 10 kg/, /Filhotes/],
      ['de 3 kg', /Adultos 3 kg/, /10 kg/],
      ['e pra gato?', /Gatos/, /Cães/],
      ['e a mais barata?', /^[\s\S]*?- \S.*79,90/],
      ['sim', /De qual deles/],
      ['entrega hoje?', /Belo Horizonte/],
    ],
  ],
  'a size, and a yes to buying it': [
    { shop: 'pets', who: 'Rita Alves' },
    [
      ['tem coleira?', /Coleira Ajustável Azul \(M\)/],
      ['tem vermelha?', /coleira vermelha certinho eu não achei/],
      ['e a M?', /\(M\): R\$\u00a036,90[\s\S]*sim/, /\(P\)/],
      ['sim', { human: 'purchase', note: /quer comprar Coleira Ajustável Azul \(M\)/ }],
    ],
  ],
  'another thing asked for in between': [
    { shop: 'cosmetics', who: 'Rita Alves' },
    [
      ['tem batom?', /Batom/],
      ['e perfume?', /Perfume/, /Batom/],
      ['me fala mais do segundo', /Perfume \S/, /almíscar[\s\S]*almíscar/],
      ['tem rimel?', /Máscara de Cílios/],
      ['esse é a prova dagua?', /à prova d’água/],
      ['obrigada!', /Por nada/],
    ],
  ],
  'the hours of one day after another': [
    { shop: 'cosmetics', who: 'Rita Alves' },
    [
      ['qual o horário de sábado?', /9h às 13h/],
      ['e no domingo?', /fechada/],
      ['e na quarta?', /Quarta-feira: das 9h às 12h/],
      ['e no feriado?', /feriados a loja fica fechada/],
    ],
  ],
  'an order by its bare number, and when it comes': [
    { shop: 'cosmetics', who: 'ana' },
    [
      ['quero rastrear meu pedido', /Qual é o número/],
      ['42', /S00042[\s\S]*Total/],
      ['e quando chega?', /Previsão de entrega/, /Itens/],
      ['valeu', /Por nada/],
    ],
  ],
  'an order nobody can name goes to a person': [
    { shop: 'furniture', who: 'Rita Alves' },
    [
      ['onde está o meu pedido?', /Qual é o número/],
      ['não sei o número', { human: 'needs-person', note: /andamento de pedido/ }],
    ],
  ],
  'another’s order is not found, and then a person is wanted': [
    { shop: 'furniture', who: 'bruno' },
    [
      ['onde está o pedido S00042?', /Não localizei o pedido S00042/, /R\$|Mesa/],
      ['sim, por favor', { human: 'asked-for-human', note: /S00042/ }],
    ],
  ],
  'a bath is asked for and booked by the team': [
    { shop: 'pets', who: 'Rita Alves' },
    [
      ['quanto custa o banho?', /R\$\u00a055,00/],
      ['como faço pra agendar?', /dia, o porte e o nome/],
      ['sábado de manhã, porte pequeno, o Thor', { human: 'needs-person', note: /Thor/ }],
    ],
  ],
  'an answer that did not help is not given twice': [
    { shop: 'cosmetics', who: 'Rita Alves' },
    [
      ['quero trocar um produto', /30 dias/],
      ['mas posso trocar o produto?', { human: 'low-confidence', note: /trocas e devoluções/ }],
    ],
  ],
  'a payment question that goes on from another': [
    { shop: 'cosmetics', who: 'Rita Alves' },
    [
      ['aceita cartão?', /cartões de crédito/],
      ['e boleto?', /boleto/],
      ['e vale alimentação?', { human: 'low-confidence', note: /alimentação/ }],
    ],
  ],
  'the same in English': [
    { shop: 'cosmetics', who: 'Rita Alves' },
    [
      ['do you have red lipstick?', /Yes, we do/],
      ['and the blue one?', /exactly blue lipstick/],
      ['how much is the first one?', /R\$44\.90 \(in stock\)/, /Rubi/],
      ['are you open on Sunday?', /Sunday: closed/],
      ['thanks', /You're welcome/],
    ],
  ],
  'the same in Spanish, in pieces': [
    { shop: 'pets', who: 'Rita Alves', channel: 'web' },
    [
      [['hola', '¿tienen comida para gatos?'], /Gatos[\s\S]*\(disponible\)/, /Hola[\s\S]*Hola/],
      ['¿cuál es el más barato?', /^[\s\S]*?- \S.*79,90/],
      ['¿abren mañana?', /de 8:00 a|cerrado/],
      ['gracias', /De nada/],
    ],
  ],
  'the buttons of the greeting': [
    { shop: 'pets', who: 'Rita Alves' },
    [
      ['oi', /Como posso ajudar/],
      ['Ver produtos', /cães, gatos/],
      ['Cães', /Cães/],
      ['Meu pedido', /Qual é o número/],
      ['Falar com atendente', { human: 'asked-for-human', note: /Resumo: Rita Alves pediu/ }],
    ],
  ],
  'who stays unclear gets a person': [
    { shop: 'cosmetics', who: 'Rita Alves' },
    [
      ['asdfgh', /Não entendi bem/],
      ['qwerty zxcv', { human: 'low-confidence' }],
    ],
  ],
}

describe('a conversation', { concurrency: 6 }, () => {
  before(async () => {
    world = await openWorld()
  })
  after(() => world[Symbol.asyncDispose]())
  for (const [title, [options, lines]] of Object.entries(TALKS))
    test(title, async () => {
      const customer = new Customer(world, options)
      for (const [text, wanted, hasNot] of lines)
        check(await customer.says(...(typeof text === 'string' ? [text] : text)), { text, wanted, hasNot })
    })
})

interface Asked {
  readonly text: Line[0]
  readonly wanted: Line[1]
  readonly hasNot: RegExp | undefined
}

function check(answer: Answer, { text, wanted, hasNot }: Asked): void {
  const shown = `${text} → ${JSON.stringify(answer, null, 1)}`
  const isReply = wanted instanceof RegExp
  const end = isReply ? ['answered', null] : ['handed-over', wanted.human]
  assert.deepEqual([answer.outcome, answer.reason], end, shown)
  if (isReply) assert.match(answer.text, wanted, shown)
  else assert.match(answer.note, wanted.note ?? /Resumo: \S/, shown)
  if (hasNot) assert.doesNotMatch(answer.text, hasNot, shown)
}
