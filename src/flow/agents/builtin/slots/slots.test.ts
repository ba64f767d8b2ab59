import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findEmail, findPhone } from './contact.ts'
import { findDate, type Today, weekdayOf, weekdaysIn } from './date.ts'
import { findCnpj, findCpf } from './document.ts'
import { findBareOrderNumber, findOrderNumber } from './order-number.ts'
import { findProduct } from './product.ts'
import { findQuantity } from './quantity.ts'
import { readSlots } from './slots.ts'

/** A Monday afternoon in São Paulo. */
const today: Today = {
  nowMs: Date.parse('2026-11-23T14:00:00-03:00'),
  timezone: 'America/Sao_Paulo',
  language: 'pt-BR',
}
const all = <T>(find: (text: string) => T, cases: readonly (readonly [string, T])[]) => {
  for (const [text, expected] of cases) assert.equal(find(text), expected, text)
}

test('an order number is read however it is written', () => {
  all(findOrderNumber, [
    ['onde está meu pedido S00042?', 'S00042'],
    ['s42 chegou?', undefined],
    ['meu pedido s42', 'S00042'],
    ['s42', 'S00042'],
    ['SO42', 'S00042'],
    ['SO00912', 'S00912'],
    ['S-00042', 'S00042'],
    ['pedido 42', 'S00042'],
    ['pedido nº 42', 'S00042'],
    ['pedido número 1288 por favor', 'S01288'],
    ['status do pedido #55', 'S00055'],
    ['#42', 'S00042'],
    ['order 42', 'S00042'],
    ['where is my order number 77', 'S00077'],
    ['S123456 chegou?', 'S123456'],
  ])
})

test('a telephone model, a date or an amount is no order', () => {
  all(findOrderNumber, [
    ['capinha galaxy s23', undefined],
    ['fiz o pedido 10/11', undefined],
    ['pedido de 2 unidades', undefined],
    ['pedido no dia 10', undefined],
    ['oi', undefined],
  ])
})

test('every order number comes back in Odoo’s form', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom('S', 's', 'SO', 'so'), (n, start) => {
      const expected = `S${String(n).padStart(5, '0')}`
      assert.equal(findOrderNumber(`cadê o pedido ${start}${String(n).padStart(5, '0')}?`), expected)
      assert.equal(findOrderNumber(`pedido ${n}`), expected)
      assert.equal(findOrderNumber(`meu pedido é #${n}!`), expected)
      assert.equal(findBareOrderNumber(`é o ${n}`), expected)
    }),
  )
})

test('a CPF or CNPJ counts only with right check digits', () => {
  all(findCpf, [
    ['meu cpf é 529.982.247-25', '52998224725'],
    ['52998224725', '52998224725'],
    ['529.982.247-26', undefined],
    ['111.111.111-11', undefined],
    ['15299822472500', undefined],
  ])
  all(findCnpj, [
    ['cnpj 11.222.333/0001-81', '11222333000181'],
    ['11222333000181', '11222333000181'],
    ['11.222.333/0001-82', undefined],
    ['12.ABC.345/01DE-35', '12ABC34501DE35'],
  ])
})

test('one wrong digit is always noticed in a CPF', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (at, add) => {
      const digits = [...'52998224725']
      digits[at] = String((Number(digits[at]) + add) % 10)
      assert.equal(findCpf(digits.join('')), undefined)
    }),
  )
})

test('a telephone is read as E.164, Brazilian unless it says otherwise', () => {
  all(findPhone, [
    ['meu zap é 11 95555-0101', '+5511955550101'],
    ['(11) 95555-0102', '+5511955550102'],
    ['+55 11 95555-0103', '+5511955550103'],
    ['meu cep é 01310-100', undefined],
    ['pedido 42', undefined],
  ])
  assert.equal(findEmail('é Ana.Souza+loja@Casa.example, ok?'), 'ana.souza+loja@casa.example')
})

test('a quantity is how many, not a size, a price or a time', () => {
  all(findQuantity, [
    ['quero duas unidades', 2],
    ['3 unidades', 3],
    ['quero 2 batons', 2],
    ['preciso de 3 cadeiras', 3],
    ['vou levar duas mesas', 2],
    ['tem 5 colchões?', 5],
    ['uma unidade só', 1],
    ['quero um batom', undefined],
    ['mesa de 6 lugares', undefined],
    ['tem ração de 10 kg?', undefined],
    ['quero 10 kg de ração', undefined],
    ['parcela em 10x?', undefined],
    ['até 100 reais', undefined],
    ['i want two chairs', 2],
    ['quiero 4 sillas', 4],
  ])
})

test('a day is told in the shop’s own timezone', () => {
  const on = (text: string) => findDate(text, today)
  all(on, [
    ['hoje', '2026-11-23'],
    ['amanhã vocês abrem?', '2026-11-24'],
    ['depois de amanhã', '2026-11-25'],
    ['comprei ontem', '2026-11-22'],
    ['sábado', '2026-11-28'],
    ['na segunda-feira', '2026-11-23'],
    ['25/12', '2026-12-25'],
    ['01/02/2027', '2027-02-01'],
    ['25 de dezembro', '2026-12-25'],
    ['dia 3', '2026-12-03'],
    ['dia 30', '2026-11-30'],
    ['31/02', undefined],
    ['quero a segunda via do boleto', undefined],
    ['oi', undefined],
  ])
  const late = { ...today, nowMs: Date.parse('2026-11-24T01:30:00Z') }
  assert.equal(findDate('hoje', late), '2026-11-23')
  assert.equal(findDate('12/25', { ...today, language: 'en' }), '2026-12-25')
})

test('a day without a year is never in the past, and a weekday is within a week', () => {
  const time = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2030-12-31') })
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }), (nowMs, day, month) => {
      const now = findDate('hoje', { ...today, nowMs }) ?? ''
      const found = findDate(`${day}/${month}`, { ...today, nowMs })
      assert.ok(found !== undefined && found >= now)
      const friday = findDate('sexta', { ...today, nowMs }) ?? ''
      assert.equal(weekdayOf(friday), 4)
      assert.ok(Date.parse(friday) - Date.parse(now) < 7 * 86_400_000)
    }),
  )
  assert.deepEqual(weekdaysIn('de segunda a sexta e aos sábados'), [0, 4, 5])
})

test('a product is what is left when the asking is taken off', () => {
  all(findProduct, [
    ['oi, vocês têm batom vermelho?', 'batom vermelho'],
    ['quanto custa a mesa jatobá', 'mesa jatobá'],
    ['Bom dia! Gostaria de saber o preço da Ração Premium 10 kg, por favor', 'Ração Premium 10 kg'],
    ['vcs vendem coleira antipulgas aí?', 'coleira antipulgas'],
    ['quero 2 batons', 'batons'],
    ['tem presente até 100 reais?', 'presente'],
    ['me mostra fotos de sofá retrátil', 'sofá retrátil'],
    ['mesa de jantar 6 lugares', 'mesa de jantar 6 lugares'],
    ['batom', 'batom'],
    ['do you have red lipstick in stock?', 'red lipstick'],
    ['cuánto cuesta la mesa redonda?', 'mesa redonda'],
    ['a mesa jatobá é de madeira maciça?', 'mesa jatobá'],
    ['qual a medida da mesa jatobá?', 'mesa jatobá'],
    ['fazem móvel sob medida?', 'móvel sob medida'],
    ['sofá e poltrona', 'sofá e poltrona'],
    ['tem outro?', undefined],
    ['quanto custa esse?', undefined],
    ['quanto custa?', undefined],
    ['vocês têm catálogo?', undefined],
    ['oi', undefined],
  ])
})

test('whatever the frame of the question, the product comes out of it whole', () => {
  const frames = [
    'tem %?',
    'oi, vocês têm %?',
    'quanto custa %',
    'quero comprar %',
    'procuro % por favor',
    '% tem?',
    'Olá! Ainda tem % aí?',
  ]
  const products = ['batom matte', 'mesa de jantar', 'ração para filhote', 'perfume', 'areia para gato', 'guarda-roupa']
  fc.assert(
    fc.property(fc.constantFrom(...frames), fc.constantFrom(...products), (frame, product) => {
      assert.equal(findProduct(frame.replace('%', product)), product)
    }),
  )
})

test('any text at all can be read', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        fc.stringMatching(/^[\d\s./#S-]{0,60}$/),
      ),
      (text) => {
        const slots = readSlots(text, today)
        assert.ok(slots.orderNumber === undefined || /^S\d{5,}$/.test(slots.orderNumber))
        assert.ok(slots.quantity === undefined || slots.quantity > 0)
        assert.ok(slots.date === undefined || /^\d{4}-\d{2}-\d{2}$/.test(slots.date))
        const product = findProduct(text)
        assert.ok(product === undefined || product.length >= 2)
      },
    ),
  )
})
