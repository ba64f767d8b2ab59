import assert from 'node:assert/strict'
import { test } from 'node:test'
import { odooLanguage } from './language.ts'

test("a customer's language is the installed one nearest to it", () => {
  const installed = ['pt_BR', 'es_MX', 'es_419']
  assert.equal(odooLanguage('pt-BR', installed, 'pt-BR'), 'pt_BR')
  assert.equal(odooLanguage('es', installed, 'pt-BR'), 'es_MX')
  assert.equal(odooLanguage('es-419', installed, 'pt-BR'), 'es_419')
})

test("one that is not installed falls back to the shop's: Odoo 18 refuses calls in it", () => {
  assert.equal(odooLanguage('en', ['pt_BR'], 'pt-BR'), 'pt_BR')
  assert.equal(odooLanguage(undefined, ['fr_FR', 'pt_PT'], 'pt-BR'), 'pt_PT')
  assert.equal(odooLanguage('en', ['fr_FR'], 'pt-BR'), 'fr_FR')
})

test('the base terms can always be asked for', () => {
  assert.equal(odooLanguage('base', ['pt_BR'], 'pt-BR'), 'en_US')
})
