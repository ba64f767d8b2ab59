import assert from 'node:assert/strict'
import { test } from 'node:test'
import { masked } from './masked.ts'

const DOCUMENTS: readonly [written: string, masked: string][] = [
  ['meu cpf é 529.982.247-25, ok?', 'meu cpf é •••25, ok?'],
  ['52998224725', '•••25'],
  ['CNPJ 11.222.333/0001-81', 'CNPJ •••81'],
  ['cnpj 12.ABC.345/01DE-35', 'cnpj •••35'],
  ['cartão 4111 1111 1111 1111', 'cartão •••11'],
]
// requirement: private.masked
for (const [written, expected] of DOCUMENTS)
  test(`a document is masked wherever it stands: ${expected}`, () => {
    assert.deepEqual(masked({ messages: [{ text: written }], args: { cpf: written } }), {
      messages: [{ text: expected }],
      args: { cpf: expected },
    })
  })

test('phones, orders, prices and dates are left, and nothing is copied for them', () => {
  const value = {
    text: '+55 11 95555-0101, 11955550101, S00042, R$ 1.299,00, 2026-11-23 10:00',
    list: [1, null, { a: 'b' }],
  }
  assert.equal(masked(value), value)
})
