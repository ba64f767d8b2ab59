import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { parseTree } from '../tree/parse-tree.ts'
import { plain } from '../tree/sourced.ts'
import { inLines, withLines } from './pushed-text.ts'

const read = (text: string) => {
  const parsed = parseTree('', text)
  assert.equal(parsed.kind, 'tree', text)
  return parsed.kind === 'tree' ? plain(parsed.tree) : null
}

test('JSON becomes YAML in lines that says the same, to YAML 1.1 too', () => {
  const given = {
    ...{ id: '0042', on: 'yes', at: '18:00', no: false, nothing: null, empty: {}, none: [], price: 1.5 },
    ...{ text: 'a: b # c\n- d', list: [{ a: 1, b: [true] }, 'x'], '': 'key', long: 'x '.repeat(200) },
  }
  const laid = inLines(JSON.stringify(given))
  assert.deepEqual(read(laid), given)
  assert.deepEqual(parse(laid, { version: '1.1' }), given)
  assert.match(laid, /^id: "0042"\n/)
})

test('numbers stay as they were written', () => {
  assert.equal(inLines('{"version": 1.10, "id": 12345678901234567890}'), 'version: 1.10\nid: 12345678901234567890\n')
})

test('what is no JSON stays to the byte, but for a mark before it', () => {
  for (const text of ['# ours\nname: X   # y\n', '{ broken: [', '']) assert.equal(inLines(`\uFEFF${text}`), text)
})

test('JSON in one line is given lines to name a problem by; what has lines keeps its own', () => {
  assert.equal(withLines('{"a":1,"b":2}').split('\n').length, 4)
  assert.equal(withLines('{"a":1,\n"b":2}'), '{"a":1,\n"b":2}')
  assert.equal(withLines('{"a":'), '{"a":')
})
