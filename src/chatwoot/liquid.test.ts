import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Liquid } from 'liquidjs'
import { escapeLiquid, withoutEscapes } from './liquid.ts'

const liquid = new Liquid()
const DROPS = { contact: { name: 'Ana', email: 'ana@mail.example' }, agent: { name: 'Bot' }, x: 'LEAK' }

/** What Chatwoot stores of a posted text: in its newer versions text between backticks is kept from Liquid, in its older not. */
function stored(content: string, { keepsBackticks }: { keepsBackticks: boolean }): string {
  const template = keepsBackticks ? content.replace(/`([\s\S]*?)`/g, '{% raw %}`$1`{% endraw %}') : content
  try {
    return liquid.parseAndRenderSync(template, DROPS)
  } catch {
    return content
  }
}

const SAMPLES = [
  'Use {{contact.name}} no começo',
  'Use `{{contact.name}}` no começo',
  '{% if x %}sim{% endif %}',
  '`{% raw %}` e `{% endraw %}` {{x}}',
  '{%- assign a = 1 -%}{{- a -}}',
  '{{{x}}}',
  "{{ '{{' }}",
  'um ` só {{x}} e `` dois {{x}}',
  '```\n{{x}}\n```',
  'R$ {10}, 100 %} e }}',
]

for (const keepsBackticks of [true, false]) {
  const version = keepsBackticks ? 'that keeps backticks' : 'that does not'
  for (const text of SAMPLES)
    test(`${JSON.stringify(text)} reaches the customer as it is through a Chatwoot ${version}`, () => {
      const posted = escapeLiquid(text)
      assert.equal(stored(posted, { keepsBackticks }), posted)
      assert.equal(withoutEscapes(posted), text)
    })

  test(`no text of braces, signs and backticks means anything to the Liquid of a Chatwoot ${version}`, () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '%',
      '{{',
      '}}',
      '{%',
      '%}',
      '`',
      ' ',
      'x',
      'raw',
      'endraw',
      'if',
      '-',
      '\n',
      "'",
    )
    void fc.assert(
      fc.property(fc.array(pieces, { maxLength: 24 }), (parts) => {
        const posted = escapeLiquid(parts.join(''))
        assert.equal(stored(posted, { keepsBackticks }), posted)
        assert.equal(withoutEscapes(posted), parts.join(''))
      }),
      { numRuns: 500 },
    )
  })
}

test('without the escape, Liquid would say something else', () => {
  assert.equal(stored('Oi {{contact.name}}', { keepsBackticks: true }), 'Oi Ana')
})

test('a text without templates is not touched', () => {
  assert.equal(escapeLiquid('preço {10} 100% {a}'), 'preço {10} 100% {a}')
})
