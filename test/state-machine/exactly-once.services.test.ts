import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { kinds, moves, play } from './moves.ts'

/** Other interleavings every time: what fails says its seed and its moves, which then go into `found.ts`. */
test('every message is answered once or with a human, in 10,000 interleavings', async () => {
  const property = fc.asyncProperty(kinds, moves, async (options, all) => {
    assert.deepEqual(await play(options, all), [])
  })
  await fc.assert(property, { numRuns: 10_000 })
})
