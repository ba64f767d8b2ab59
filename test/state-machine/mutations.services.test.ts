import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { kinds, moves, movesOfFailures, play } from './moves.ts'
import { MUTATIONS } from './mutations.ts'

/** Interleavings until the model must have noticed, the same every time; most are noticed within a hundred. */
const RUNS = { numRuns: 8_000, seed: 1_795_428_002, endOnFailure: true }

describe('the model notices when', () => {
  for (const { title, breaks = {}, breaksDoor, isOfFailures, shows } of MUTATIONS)
    test(title, async () => {
      const options = breaksDoor ? { breaks, breaksDoor } : { breaks }
      const seen = await fc.check(
        fc.asyncProperty(kinds, isOfFailures ? movesOfFailures : moves, async (kind, all) => {
          const broken = await play({ ...kind, ...options }, all)
          assert.ok(!broken.some((line) => shows.test(line)))
        }),
        RUNS,
      )
      assert.ok(seen.failed, `${seen.numRuns} interleavings, and nothing was noticed`)
    })
})
