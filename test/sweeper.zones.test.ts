import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SWEEP_EVERY_MS } from '../src/flow/hub/sweeper.ts'
import { idsOf, MINUTE_MS, world } from './support/sweeper-world.ts'

/** São Paulo has had no summer time since 2019; the others change their clocks at these moments. */
const CHANGES = [
  ['America/New_York', Date.UTC(2026, 10, 1, 6)],
  ['America/New_York', Date.UTC(2026, 2, 8, 7)],
  ['Europe/Lisbon', Date.UTC(2026, 9, 25, 1)],
  ['America/Sao_Paulo', Date.UTC(2018, 10, 4, 3)],
] as const
for (const [zone, changeMs] of CHANGES)
  test(`a change of summer time in ${zone} on ${new Date(changeMs).toISOString().slice(0, 10)} hides nothing`, async () => {
    const before = process.env.TZ
    process.env.TZ = zone
    try {
      const offset = (ms: number) => new Date(ms).getTimezoneOffset()
      assert.notEqual(offset(changeMs - 1), offset(changeMs), 'the zone is in force')
      using under = world({ startMs: changeMs - 2 * MINUTE_MS })
      await using run = await under.open()
      run.traffic()
      for (const minute of [1, 3, 5]) {
        under.chatwoot.writes(minute, changeMs + (minute - 2) * MINUTE_MS)
        await run.pass(minute * MINUTE_MS + SWEEP_EVERY_MS - under.clock.elapsedMs)
      }
      assert.deepEqual(idsOf(under.accepted), [1_000, 3_000, 5_000])
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })
