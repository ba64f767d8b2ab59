import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPhoneKey } from './phone.ts'

const key = await openPhoneKey()

const ABROAD = [
  ['ES', '34612345678'],
  ['CL', '56912345678'],
  ['UY', '59899123456'],
  ['US', '15551234567'],
  ['PT', '351912345678'],
  ['AR', '5491123456789'],
] as const

for (const [country, digits] of ABROAD)
  test(`a number of another country is the same with and without its +: ${country}`, () => {
    assert.equal(key(digits), `+${digits}`)
    assert.equal(key(`+${digits}`), `+${digits}`)
    assert.equal(key(`00${digits}`), `+${digits}`)
  })

test('a Brazilian mobile is the same with and without +, country, trunk zero and ninth digit', () => {
  const forms = [
    ...['+55 11 95555-0101', '5511955550101', '11955550101', '(11) 95555-0101', '011 95555-0101', '005511955550101'],
    ...['+551155550101', '551155550101', '1155550101', '(11) 5555-0101'],
  ]
  assert.deepEqual([...new Set(forms.map(key))], ['+551155550101'])
})

test('what does not say its country has no key', () => {
  for (const phone of ['', '95555-0101', '5555-0101', 'Zap', '190', '00000000000', '1234567890123456789'])
    assert.equal(key(phone), null, phone)
})
