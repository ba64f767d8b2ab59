import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { sentence } from './issue-sentence.ts'

const Everything = z.strictObject({
  text: z.string().min(1),
  count: z.int().min(1).max(9),
  url: z.url({ protocol: /^https?$/ }),
  channel: z.enum(['web', 'email']),
  inboxes: z.union([z.literal('all'), z.array(z.int())]),
  own: z.string().regex(/^\d+$/, "one of Chatwoot's numbers"),
  table: z.record(z.string().regex(/^\d+$/, "one of Chatwoot's numbers"), z.boolean()),
  list: z.array(z.string().max(3)).min(2),
  pair: z.object({ a: z.int(), b: z.int() }).refine(({ a, b }) => a < b, 'a is not below b'),
  given: z.unknown().refine((value) => value !== undefined, 'is missing'),
})
const GOOD = {
  ...{ text: 'a', count: 1, url: 'https://x.example', channel: 'web', inboxes: 'all', own: '1', table: { 1: true } },
  ...{ list: ['a', 'b'], pair: { a: 1, b: 2 }, given: 1 },
}

const CASES: readonly [bad: object, says: string][] = [
  [{ text: undefined }, 'text is missing, expected a text'],
  [{ text: '' }, 'text: expected a text that is not empty'],
  [{ text: 7 }, 'text: expected a text'],
  [{ count: 0 }, 'count: expected at least 1'],
  [{ count: 10 }, 'count: expected at most 9'],
  [{ count: 1.5 }, 'count: expected a whole number'],
  [{ url: 'ftp://x' }, 'url: expected an http:// or https:// address'],
  [{ channel: 'fax' }, 'channel: expected one of web, email'],
  [{ inboxes: 'none' }, 'inboxes: expected all or a list'],
  [{ own: 'x' }, "own: expected one of Chatwoot's numbers"],
  [{ table: { x: true } }, "table.x: expected as a key one of Chatwoot's numbers"],
  [{ table: { 1: 'yes' } }, 'table.1: expected true or false'],
  [{ list: ['a'] }, 'list: expected at least 2 of them'],
  [{ list: ['abcd', 'b'] }, 'list.0: expected at most 3 characters'],
  [{ pair: { a: 2, b: 1 } }, 'pair: a is not below b'],
  [{ given: undefined }, 'given is missing'],
  [{ other: 1 }, 'unknown: "other"'],
]

for (const [bad, says] of CASES)
  test(`a schema's complaint is a sentence: ${says}`, () => {
    const { error } = Everything.safeParse({ ...GOOD, ...bad })
    assert.equal(error?.issues.map(sentence).join('; '), says)
  })

test('what is no mapping at all is said to be none', () => {
  assert.equal(Everything.safeParse([]).error?.issues.map(sentence).join(), 'expected a mapping')
  assert.equal(
    Everything.safeParse(undefined).error?.issues.map(sentence).join(),
    'everything is missing, expected a mapping',
  )
})
