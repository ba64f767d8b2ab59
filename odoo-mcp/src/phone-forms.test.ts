import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneForms } from './phone-forms.ts'

test('a Brazilian mobile is looked up with and without its ninth digit', () => {
  assert.deepEqual(phoneForms('+5511987654321'), ['+5511987654321', '+551187654321'])
  assert.deepEqual(phoneForms('551187654321'), ['+551187654321', '+5511987654321'])
})

test('a mobile that never had eight digits is not taken for the landline it would become', () => {
  assert.deepEqual(phoneForms('+5511955550101'), ['+5511955550101'])
})

test('landlines and other countries have one form', () => {
  assert.deepEqual(phoneForms('+551133334444'), ['+551133334444'])
  assert.deepEqual(phoneForms('+34 612 345 678'), ['+34612345678'])
})
