import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { withCredential } from './credentials-text.ts'

const change = (text: string | null, ref: string) => {
  const changed = withCredential(text, { ref, value: 'ENC2:k:v' })
  return changed.kind === 'text' ? changed.text : changed.problem
}

const CASES: [what: string, before: string | null, ref: string, after: string][] = [
  ['a new file', null, 'odoo', 'credentials:\n  "odoo": "ENC2:k:v"\n'],
  ['no section yet', 'account_id: a\n', 'odoo', 'account_id: a\ncredentials:\n  "odoo": "ENC2:k:v"\n'],
  ['an empty section', 'credentials:\nmore: 1\n', 'odoo', 'credentials:\n  "odoo": "ENC2:k:v"\nmore: 1\n'],
  ['a section that is false', 'credentials: false\n', 'odoo', 'credentials:\n  "odoo": "ENC2:k:v"\n'],
  [
    'comments, order, a number with zeros',
    'credentials:\n  # Odoo\n  pin: 0042   # four\n\n  odoo: "x"  # old\nmore: 1\n',
    'odoo',
    'credentials:\n  # Odoo\n  pin: 0042   # four\n\n  odoo: "ENC2:k:v"  # old\nmore: 1\n',
  ],
  [
    'a new ref after the last',
    'credentials:\n    a: 1 # c\n# end\n',
    'odoo',
    'credentials:\n    a: 1 # c\n    "odoo": "ENC2:k:v"\n# end\n',
  ],
  [
    'a text of several lines',
    'credentials:\n  odoo: |\n    x\n    y\n  b: 1\n',
    'odoo',
    'credentials:\n  odoo: "ENC2:k:v"\n  b: 1\n',
  ],
  ['a ref without a value', 'credentials:\n  odoo:\n  b: 1', 'odoo', 'credentials:\n  odoo: "ENC2:k:v"\n  b: 1'],
  ['brackets', 'credentials: { a: 1 }\n', 'odoo', 'credentials: { a: 1, "odoo": "ENC2:k:v" }\n'],
  ['Windows line ends', 'credentials:\r\n  odoo: x\r\n', 'odoo', 'credentials:\r\n  odoo: "ENC2:k:v"\r\n'],
]

for (const [what, before, ref, after] of CASES)
  test(`one credential is written, and nothing else changes: ${what}`, () => assert.equal(change(before, ref), after))

test('a file that cannot be read or edited safely is left alone', () => {
  assert.match(change('credentials: [', 'odoo'), /not YAML/)
  assert.match(change('- a list\n', 'odoo'), /not YAML/)
  assert.match(change('a: &k { odoo: x }\ncredentials: *k\n', 'odoo'), /by hand/)
  assert.match(change('credentials: { a: 1 }\ncredentials: { b: 1 }\n', 'odoo'), /not YAML/)
})

test('however a file is written, it ends with this value and all the others, or is left alone', () => {
  const name = fc.stringMatching(/^[a-z]{1,4}$/)
  const value = fc.constantFrom(
    'x',
    "'y'",
    '"z: 1"',
    '0042',
    '',
    '|\n      long\n      text',
    '>-\n      folded',
    'a # no',
  )
  const lines = fc.uniqueArray(fc.tuple(name, value, fc.constantFrom('', '\n', '\n  # note\n')), {
    selector: ([key]) => key,
    maxLength: 5,
  })
  fc.assert(
    fc.property(lines, name, fc.boolean(), (entries, ref, isEnded) => {
      const text = `credentials:\n${entries.map(([key, raw, gap]) => `  ${key}: ${raw}${gap}`).join('\n')}${isEnded ? '\nend: 1\n' : ''}`
      const after = change(text, ref)
      if (!after.includes('ENC2')) return
      const [before, now] = [text, after].map((each) => parse(each, { schema: 'failsafe' }).credentials || {})
      assert.deepEqual(now, { ...before, [ref]: 'ENC2:k:v' })
    }),
    { numRuns: 200 },
  )
})
