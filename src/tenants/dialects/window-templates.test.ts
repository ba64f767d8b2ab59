import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantOf } from '../../domain/ids.ts'
import { ConfigLoader } from '../config-loader.ts'
import { TemporaryTree } from '../temporary-tree.ts'

const shop = tenantOf('retail', 'account_1')

async function load(service: string) {
  const text = `name: Casa Aurora\ncustomer_service:\n${service.replace(/^/gm, '  ')}\n`
  await using tree = await TemporaryTree.of({ 'domains/retail/account_1/config.yaml': text })
  const { config, warnings } = await new ConfigLoader(tree.root).load(shop)
  return {
    templates: config.service.windowTemplates,
    warnings: warnings.map(({ path, message }) => `${path}: ${message}`),
  }
}

const ONE = `window_template:
  name: retomar_conversa
  language: pt_BR
  text: 'Olá {{1}}, a {{2}} tem uma resposta para você.'
  parameters: { 1: '{first_name|cliente}', 2: '{shop_name}' }`

test('one template, with what stands at its places', async () => {
  const { templates, warnings } = await load(ONE)
  assert.deepEqual(templates, [
    {
      name: 'retomar_conversa',
      language: 'pt_BR',
      category: 'UTILITY',
      text: 'Olá {{1}}, a {{2}} tem uma resposta para você.',
      parameters: { '1': '{first_name|cliente}', '2': '{shop_name}' },
    },
  ])
  assert.deepEqual(warnings, [])
})

test('one for each language, parameters in order, and one that is switched off', async () => {
  const { templates, warnings } = await load(`window_template:
  - { name: volver, language: es, category: marketing, text: 'Hola {{1}}', parameters: ['{customer_name}'] }
  - { name: back, language: en-US, text: 'Hello again' }
  - { name: x, language: pt_BR, text: Olá, enabled: false }`)
  assert.deepEqual(
    templates?.map(({ name, language, category, parameters }) => [name, language, category, parameters]),
    [
      ['volver', 'es', 'MARKETING', { '1': '{customer_name}' }],
      ['back', 'en_US', 'UTILITY', {}],
    ],
  )
  assert.deepEqual(warnings, [])
})

for (const [title, template, problem] of [
  ['without a name', "{ language: pt_BR, text: 'Olá' }", 'name is missing'],
  ['without a text', '{ name: x, language: pt_BR }', 'text is missing'],
  ['in a language that nobody speaks here', "{ name: x, language: de, text: 'Hallo' }", 'language is none of'],
  ['of a category that is for codes', '{ name: x, language: es, text: Hola, category: authentication }', 'category'],
  [
    'with a place that nothing is said for',
    "{ name: x, language: es, text: 'Hola {{1}}' }",
    'nothing is said for {{1}}',
  ],
  ['with a parameter too many', "{ name: x, language: es, text: Hola, parameters: ['{shop_name}'] }", 'no {{1}}'],
  [
    'with a parameter that nobody knows',
    "{ name: x, language: es, text: 'Hola {{1}}', parameters: ['{order_total}'] }",
    '"{order_total}" is none of',
  ],
] as const)
  test(`a template ${title} costs the shop that template, with a warning`, async () => {
    const { templates, warnings } = await load(`window_template: ${template}`)
    assert.deepEqual(templates, [])
    assert.equal(warnings.length, 1)
    assert.ok(warnings[0]?.includes(problem), warnings[0])
  })

test('false is none', async () => {
  assert.equal((await load('window_template: false')).templates, undefined)
})
