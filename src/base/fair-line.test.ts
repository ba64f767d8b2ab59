import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FairLine } from './fair-line.ts'

/** All that wait, in the order they are served. */
function served(line: FairLine<string, string>): string {
  let order = ''
  for (let next = line.next(); next !== undefined; next = line.next()) order += next
  return order
}

function lineOf(text: string, weightOf?: (owner: string) => number): FairLine<string, string> {
  const line = new FairLine<string, string>(weightOf)
  for (const owner of text) line.push(owner, owner)
  return line
}

test('owners are served in turn, in order within each', () => {
  const line = new FairLine<string, number>()
  for (const [owner, waiter] of [
    ['a', 1],
    ['a', 2],
    ['a', 3],
    ['b', 4],
  ] as const)
    line.push(owner, waiter)
  assert.deepEqual([line.next(), line.next(), line.next(), line.next(), line.next()], [1, 4, 2, 3, undefined])
})

test('an owner of weight three is served three times in a round', () => {
  assert.equal(served(lineOf('aaaabbbb', (owner) => (owner === 'b' ? 3 : 1))), 'abbbabaa')
})

test('who comes anew is served before one that had its part of the round, and who comes back is not', () => {
  const line = lineOf('aaa')
  assert.equal(line.next(), 'a')
  line.push('b', 'b')
  assert.equal(line.next(), 'b')
  line.push('b', 'b')
  assert.equal(line.next(), 'a', 'b had its part')
  assert.equal(served(line), 'ba')
})

test('an owner that may not is passed over and keeps its place', () => {
  const line = lineOf('ab')
  assert.equal(
    line.next((owner) => owner !== 'a'),
    'b',
  )
  assert.equal(
    line.next((owner) => owner !== 'a'),
    undefined,
  )
  assert.equal(line.next(), 'a')
})

test('who left is never served, and leaving twice is nothing', () => {
  const line = lineOf('aab')
  line.leave('b', 'b')
  line.leave('b', 'b')
  assert.equal(line.size, 2)
  assert.equal(served(line), 'aa')
  assert.equal(line.size, 0)
})
