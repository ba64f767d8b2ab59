import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Kysely } from 'kysely'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/lane.ts'
import type { Tables } from './schema.ts'
import { nodeSqliteDialect, openDatabase } from './sqlite-dialect.ts'
import { Store } from './store.ts'
import { setIdle } from './timers.ts'

const T0 = Date.UTC(2026, 10, 1, 5, 50)
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const tenant = TenantId.parse('cosmetics/account_1')
const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: 7 }

/** The waits there are, each set to be over at a moment. */
const WAITS = {
  wake: (_dir: string, store: Store, dueAtMs: number) => store.for(tenant).wakeAt(lane, dueAtMs),
  async idle(dir: string, _store: Store, dueAtMs: number) {
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(openDatabase(join(dir, 'store.sqlite'))) })
    const idle = { turn: 't1', step: 'follow-up', language: 'pt-BR', spokeAtMs: T0, dueAtMs } as const
    await db.transaction().execute((trx) => setIdle(trx, lane, idle))
    await db.destroy()
  },
}

/** A store whose process can be killed, and a clock that somebody sets. */
async function world() {
  const root = mkdtempSync(join(tmpdir(), 'timers-'))
  const clock = { elapsedMs: 0, setByMs: 0 }
  const now = () => T0 + clock.elapsedMs + clock.setByMs
  const stores: Store[] = []
  const open = async (dir: string) => {
    const store = await Store.open({ dir, owner: 'me', now, survives: 'process' })
    stores.push(store)
    return { dir, store }
  }
  let at = await open(join(root, '0'))
  return {
    clock,
    get at() {
      return at
    },
    /** What is on the disk at this moment is what the next start finds: nothing was closed, nothing flushed. */
    async kill() {
      const copy = join(root, String(stores.length))
      cpSync(at.dir, copy, { recursive: true })
      at = await open(copy)
    },
    /** When timers were taken, by time that passed; looked at as often as the hub does at most. */
    async taken(untilMs: number, stepMs: number): Promise<number[]> {
      const taken: number[] = []
      for (; clock.elapsedMs <= untilMs; clock.elapsedMs += stepMs)
        for (const _ of await at.store.takeDueTimers()) taken.push(clock.elapsedMs)
      return taken
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close()
      rmSync(root, { recursive: true })
    },
  }
}

const JUMPS = [HOUR_MS, -HOUR_MS, 0]

// requirement: once.timer
for (const setByMs of JUMPS)
  for (const isKilled of [false, true])
    test(`a retry in 20 s fires once and within them, the clock set by ${setByMs / HOUR_MS} h${isKilled ? ' and the process killed' : ''} before`, async () => {
      await using run = await world()
      await WAITS.wake(run.at.dir, run.at.store, T0 + 20_000)
      assert.deepEqual(await run.taken(9_000, 1_000), [])
      run.clock.setByMs = setByMs
      if (isKilled) await run.kill()
      const taken = await run.taken(10 * MINUTE_MS, 10_000)
      assert.equal(taken.length, 1)
      assert.ok(taken[0]! <= 20_000, `${taken}`)
    })

// requirement: once.timer
for (const setByMs of JUMPS)
  for (const isKilled of [false, true])
    test(`a wait of two hours fires once, by the clock as it is then, set by ${setByMs / HOUR_MS} h${isKilled ? ' and the process killed' : ''} before`, async () => {
      await using run = await world()
      await WAITS.idle(run.at.dir, run.at.store, T0 + 2 * HOUR_MS)
      assert.deepEqual(await run.taken(30 * MINUTE_MS, MINUTE_MS), [])
      run.clock.setByMs = setByMs
      if (isKilled) await run.kill()
      assert.deepEqual(await run.taken(6 * HOUR_MS, MINUTE_MS), [2 * HOUR_MS - setByMs])
      assert.equal((await run.at.store.for(tenant).openRows(lane)).length, 1)
    })

test('a clock set back after a timer was taken does not take it again', async () => {
  for (const kind of ['wake', 'idle'] as const) {
    await using run = await world()
    await WAITS[kind](run.at.dir, run.at.store, T0 + 1_000)
    assert.equal((await run.taken(2_000, 1_000)).length, 1)
    run.clock.setByMs = -HOUR_MS
    await run.kill()
    assert.deepEqual(await run.taken(3 * HOUR_MS, MINUTE_MS), [])
    assert.equal((await run.at.store.for(tenant).openRows(lane)).length, kind === 'idle' ? 1 : 0)
  }
})

test('killed between taking a wait and what it asks for, the next start finds the work', async () => {
  await using run = await world()
  await WAITS.idle(run.at.dir, run.at.store, T0 + 1_000)
  run.clock.elapsedMs = 1_000
  assert.equal((await run.at.store.takeDueTimers()).length, 1)
  await run.kill()
  assert.deepEqual(await run.at.store.recover(), [lane])
  assert.deepEqual(await run.at.store.takeDueTimers(), [])
})
