import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Store } from '../../backends/store/store.ts'
import { silentLog } from '../../base/log.ts'
import type { Timing } from '../../base/timing.ts'
import { Hub, type HubDeps } from './hub.ts'

test('a hub that is closed while it looks for its next timer sets none', async () => {
  const timers = new Set<() => void>()
  const { promise: nextTimer, resolve: tellNextTimer } = Promise.withResolvers<null>()
  const { promise: isLooking, resolve: looks } = Promise.withResolvers<void>()
  const store = {
    recover: async () => [],
    takeDueTimers: async () => [],
    nextTimerAt() {
      looks()
      return nextTimer
    },
  } as unknown as Store
  const timing: Timing = {
    elapsedMs: () => 0,
    pause: async () => {},
    after(_ms, work) {
      timers.add(work)
      return () => timers.delete(work)
    },
  }
  const deps = { store, timing, now: () => 0, log: silentLog(), queue: { consume: async () => {} } }
  const hub = new Hub(deps as unknown as HubDeps)
  const starting = hub.start()
  await isLooking
  await hub.close()
  tellNextTimer(null)
  await starting
  assert.equal(timers.size, 0)
})
