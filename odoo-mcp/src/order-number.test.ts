import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endsInNumber, orderNumberOf } from './order-number.ts'

test('every way customers write an order number means the same order', () => {
  for (const written of [
    'S00042',
    's00042',
    's42',
    'SO42',
    'so00042',
    '#42',
    '42',
    ' 00042 ',
    'S 00042',
    'pedido 42',
    'Pedido nº 42',
    'pedido #s42',
  ])
    assert.deepEqual(orderNumberOf(written), { name: 'S00042', digits: '42' }, written)
})

test('a number of more than five digits keeps them', () => {
  assert.equal(orderNumberOf('123456').name, 'S123456')
})

test("a shop's own numbering is kept as written", () => {
  assert.deepEqual(orderNumberOf('pv/2026/0042'), { name: 'PV/2026/0042', digits: null })
})

test('what ends in the digits is only the same order when the whole number does', () => {
  assert.ok(endsInNumber('PED-0042', '42'))
  assert.ok(!endsInNumber('S00142', '42'))
})
