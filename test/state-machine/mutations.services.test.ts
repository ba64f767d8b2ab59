import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { kinds, moves, movesOfFailures, play } from './moves.ts'
import { MUTATIONS } from './mutations.ts'

/** Interleavings until the model must have noticed; most are noticed within a hundred. */
const NUM_RUNS = 8_000

describe('the model notices when', () => {
  for (const { title, breaks = {}, breaksDoor, isOfFailures, shows } of MUTATIONS)
    test(title, async () => {
      const options = breaksDoor ? { breaks, breaksDoor } : { breaks }
      const seen = await fc.check(
        fc.asyncProperty(kinds, isOfFailures ? movesOfFailures : moves, async (kind, all) => {
          const broken = await play({ ...kind, ...options }, all)
          assert.ok(!broken.some((line) => shows.test(line)))
        }),
        { numRuns: NUM_RUNS, endOnFailure: true },
      )
      assert.ok(seen.failed, `${seen.numRuns} interleavings, and nothing was noticed`)
    })
})
