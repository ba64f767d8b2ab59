import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { WindowTemplate } from './tenant-config.ts'
import { fillTemplate, nameFacts, templateIn } from './window-template.ts'

const template = (given: Partial<WindowTemplate>): WindowTemplate =>
  WindowTemplate.parse({ name: 'volta', language: 'pt_BR', text: 'Olá', ...given })
const greeting = (written: string) => template({ text: 'Olá {{1}}!', parameters: { '1': written } })
const facts = (name: string | null) => ({ ...nameFacts(name), shop_name: 'Casa Aurora' })

test('what is known stands at its place, in the text and for WhatsApp', () => {
  const filled = fillTemplate(greeting('{first_name} da {shop_name}'), facts('Ana Souza'))
  assert.deepEqual(
    [filled?.text, filled?.template.parameters],
    ['Olá Ana da Casa Aurora!', { '1': 'Ana da Casa Aurora' }],
  )
})

test('what is not known is never made up: the words for it, or no template', () => {
  for (const name of [null, '', '+55 11 95555-0101', '…']) {
    assert.equal(fillTemplate(greeting('{first_name}'), facts(name)), null)
    assert.equal(fillTemplate(greeting('{first_name|cliente}'), facts(name))?.text, 'Olá cliente!')
  }
})

test('the conversation’s language comes before the shop’s, and any land’s will do', () => {
  const templates = [template({ name: 'pt', language: 'pt_PT' }), template({ name: 'es', language: 'es_AR' })]
  assert.equal(templateIn(templates, ['es', 'pt-BR'])?.name, 'es')
  assert.equal(templateIn(templates, ['en', 'pt-BR'])?.name, 'pt')
  assert.equal(templateIn(templates, ['en']), undefined)
})

test('whatever a customer is called, a parameter is one short line in which Liquid finds nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('{{contact.email}} {% if %}')),
      (name) => {
        const filled = fillTemplate(greeting('{customer_name|cliente}'), facts(name))
        const value = filled?.template.parameters['1'] ?? ''
        assert.doesNotMatch(value, /[\n\t{}<>"'`]| {2}/)
        assert.ok(filled === null || (value !== '' && value.length <= 1_000))
      },
    ),
  )
})
