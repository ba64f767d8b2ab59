import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { FOUND } from './found.ts'
import { kinds, moves, play } from './moves.ts'

describe('what an interleaving once broke stays mended', () => {
  for (const { title, options, moves: all } of FOUND)
    test(title, async () => {
      assert.deepEqual(await play(options, all), [])
    })
})

test('every message is answered once or with a human, in 500 interleavings of faults, crashes and people', async () => {
  const property = fc.asyncProperty(kinds, moves, async (options, all) => {
    assert.deepEqual(await play(options, all), [])
  })
  await fc.assert(property, { numRuns: 500 })
})
