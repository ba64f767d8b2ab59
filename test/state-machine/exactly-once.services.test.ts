import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { kinds, moves, play } from './moves.ts'

/** The same interleavings every time, so that a run judges the change before it; others with `SEED=any`, or a number. */
const { SEED = '1795428001' } = process.env
const seed = SEED === 'any' ? Math.floor(Math.random() * 2 ** 31) : Number(SEED)

/** What fails says its seed and its moves, which then go into `found.ts`. */
test('every message is answered once or with a human, in 10,000 interleavings', async (context) => {
  context.diagnostic(`seed ${seed}`)
  const property = fc.asyncProperty(kinds, moves, async (options, all) => {
    assert.deepEqual(await play(options, all), [])
  })
  await fc.assert(property, { numRuns: 10_000, seed })
})
