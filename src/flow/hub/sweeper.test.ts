import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BUSY,
  HOUR_MS,
  idsOf,
  MINUTE_MS,
  NOBODYS,
  OURS,
  QUIET,
  START_MS,
  shownOf,
  TWO,
  timesOf,
  world,
} from '../../../test/support/sweeper-world.ts'
import { ConnectionId, DEFAULT_CONNECTION } from '../../domain/ids.ts'
import { SWEEP_EVERY_MS } from './sweeper.ts'

test('an account with traffic is listed every 50 s, one without every ten minutes', async () => {
  using under = world()
  await using run = await under.open()
  run.traffic()
  await run.pass(20 * MINUTE_MS)
  const times = (account: number) => timesOf(under.chatwoot.listed, account).length
  assert.deepEqual([times(BUSY), times(QUIET)], [1 + 24, 1 + 2])
})

test('the next sweep of an account is counted from the beginning of the last one, however long that took', async () => {
  using under = world({ refs: TWO.slice(0, 1) })
  under.chatwoot.takesMs = 10_000
  await using run = await under.open()
  run.traffic()
  await run.pass(4 * SWEEP_EVERY_MS)
  const begun = timesOf(under.chatwoot.listed, BUSY)
  assert.ok(begun.length >= 4)
  for (const [at, ms] of begun.entries())
    if (at > 0) assert.ok(ms - begun[at - 1]! <= SWEEP_EVERY_MS + 10_000, `${begun}`)
  assert.ok(begun.at(-1)! - begun[0]! <= (begun.length - 1) * SWEEP_EVERY_MS + 10_000, `${begun}`)
})

test('beside a Chatwoot that never answers, the accounts of another are swept as if it were not there', async () => {
  const second = ConnectionId.parse('second')
  const refs = [
    ...Array.from({ length: 30 }, (_, at) => ({ connection: second, account: 10 + at })),
    { connection: DEFAULT_CONNECTION, account: BUSY },
  ]
  using under = world({ refs })
  under.chatwoot.hangs = second
  await using run = await under.open()
  run.traffic()
  await run.pass(10 * SWEEP_EVERY_MS)
  assert.deepEqual(
    timesOf(under.chatwoot.listed, BUSY),
    Array.from({ length: 11 }, (_, at) => at * SWEEP_EVERY_MS),
  )
})

test('a Chatwoot that is down costs a request in a period, not one for each of its accounts', async () => {
  const refs = Array.from({ length: 100 }, (_, at) => ({ connection: DEFAULT_CONNECTION, account: 10 + at }))
  using under = world({ refs })
  under.chatwoot.isDown = true
  await using run = await under.open()
  for (const { account } of refs) run.traffic(account)
  await run.pass(9 * SWEEP_EVERY_MS)
  assert.ok(under.chatwoot.asked <= 10, `${under.chatwoot.asked} requests in ten periods`)
  under.chatwoot.isDown = false
  await run.pass(SWEEP_EVERY_MS)
  assert.equal(new Set(under.chatwoot.listed.map(({ account }) => account)).size, 100)
})

test('an account whose requests fail, of a Chatwoot that answers, is tried less often and delays no other', async () => {
  using under = world()
  under.chatwoot.isUnwell = ({ account }) => account === QUIET
  await using run = await under.open()
  run.traffic()
  await run.pass(60 * MINUTE_MS)
  const gaps = timesOf(under.chatwoot.listed, BUSY).map((ms, at, all) => ms - (all[at - 1] ?? 0))
  assert.ok(Math.max(...gaps) <= SWEEP_EVERY_MS, `${gaps}`)
  const tries = timesOf(under.chatwoot.listed, QUIET).length
  assert.ok(tries >= 7 && tries <= 12, `${tries}`)
})

test('after 31 hours away the message of 30 hours ago is taken, as late as it is', async () => {
  using under = world()
  await (await under.open())[Symbol.asyncDispose]()
  under.clock.elapsedMs += HOUR_MS
  under.chatwoot.writes(7, START_MS + under.clock.elapsedMs)
  under.clock.elapsedMs += 30 * HOUR_MS
  await using _ = await under.open()
  assert.deepEqual(idsOf(under.accepted), [7_000])
  const [{ event } = assert.fail()] = under.accepted
  assert.ok(event.kind === 'customer-message' && Math.abs(event.lateMs! - 30 * HOUR_MS) < 10_000)
})

test('of 10,000 conversations that changed meanwhile the oldest is found too', async () => {
  using under = world()
  await (await under.open())[Symbol.asyncDispose]()
  under.chatwoot.writes(7, START_MS + 60_000)
  for (let id = 100; id < 10_150; id += 1) under.chatwoot.writes(id, START_MS + id * 1_000, NOBODYS)
  under.clock.elapsedMs += 31 * HOUR_MS
  await using _ = await under.open()
  assert.deepEqual(idsOf(under.accepted), [7_000])
})

test('pages that never end are not taken for a sweep that ended', async () => {
  using under = world()
  await (await under.open())[Symbol.asyncDispose]()
  for (let id = 100; id < 125; id += 1) under.chatwoot.writes(id, START_MS + id * 1_000, NOBODYS)
  under.clock.elapsedMs += HOUR_MS
  const page = shownOf(under.chatwoot.told)
  const { api } = under.chatwoot
  under.chatwoot.api = (ref, clock) => ({ ...api(ref, clock), listConversations: async () => page })
  await using run = await under.open()
  const [busy] = (await run.store.sweeps.accounts()).filter(({ account }) => account === BUSY)
  assert.equal(busy?.sweptAtMs, START_MS)
})

test('a conversation that somebody writes in while pages are read is not passed over', async () => {
  using under = world()
  await (await under.open())[Symbol.asyncDispose]()
  under.chatwoot.writes(7, START_MS + 60_000)
  under.chatwoot.writes(8, START_MS + 61_000)
  for (let id = 100; id < 200; id += 1) under.chatwoot.writes(id, START_MS + id * 1_000, NOBODYS)
  under.clock.elapsedMs += HOUR_MS
  under.chatwoot.onPage = (page) => {
    // 7 goes to the front, past the pages that were read; 101 does too, and shows one of page 1 again on page 2.
    if (page === 2)
      for (const id of [7, 101]) under.chatwoot.writes(id, START_MS + under.clock.elapsedMs, id === 7 ? OURS : NOBODYS)
    under.chatwoot.onPage = page === 2 ? () => {} : under.chatwoot.onPage
  }
  await using _ = await under.open()
  assert.deepEqual(idsOf(under.accepted), [8_000, 7_000, 7_001])
})

test('while Chatwoot is down nothing is forgotten: the window grows, and is read in pages when it is long', async () => {
  using under = world({ refs: TWO.slice(0, 1) })
  await using run = await under.open()
  run.traffic()
  under.chatwoot.isDown = true
  await run.pass(10 * SWEEP_EVERY_MS - 1_000)
  under.chatwoot.isDown = false
  const before = under.chatwoot.listed.length
  await run.pass(SWEEP_EVERY_MS)
  const within = under.chatwoot.listed.slice(before).map(({ updatedWithinSec }) => updatedWithinSec)
  assert.deepEqual(within, [(10 * SWEEP_EVERY_MS) / 1_000 + 180 + 1])
  under.chatwoot.isDown = true
  await run.pass(20 * SWEEP_EVERY_MS)
  under.chatwoot.isDown = false
  await run.pass(SWEEP_EVERY_MS)
  assert.equal(under.chatwoot.listed.at(-1)?.updatedWithinSec, undefined)
})

test('messages are read back to the window’s beginning, and a conversation that did not change is not read again', async () => {
  using under = world()
  await using run = await under.open()
  run.traffic()
  for (let at = 0; at < 245; at += 1) under.chatwoot.writes(7, START_MS + 1_000 + at * 100)
  await run.pass(SWEEP_EVERY_MS)
  assert.equal(under.accepted.length, 245)
  const { asked } = under.chatwoot
  await run.pass(SWEEP_EVERY_MS)
  assert.equal(under.accepted.length, 245)
  assert.equal(under.chatwoot.asked - asked, 2, 'the time, and the list')
})

test('a conversation that cannot be read keeps no other from being read, and is read when it can be', async () => {
  using under = world()
  await using run = await under.open()
  run.traffic()
  under.chatwoot.isUnwell = ({ conversation }) => conversation === 7
  under.chatwoot.writes(7, START_MS + 1_000)
  under.chatwoot.writes(8, START_MS + 2_000)
  await run.pass(SWEEP_EVERY_MS)
  assert.deepEqual(idsOf(under.accepted), [8_000])
  await run.pass(30 * MINUTE_MS)
  under.chatwoot.isUnwell = () => false
  await run.pass(10 * MINUTE_MS)
  assert.deepEqual(idsOf(under.accepted), [8_000, 7_000])
})

for (const [name, skewMs] of [
  ['an hour ahead of', HOUR_MS],
  ['an hour behind', -HOUR_MS],
  ['a day ahead of', 24 * HOUR_MS],
] as const)
  test(`with our clock ${name} Chatwoot’s a lost message is found within a period, and is not late`, async () => {
    using under = world({ skewMs })
    await using run = await under.open()
    run.traffic()
    await run.pass(5 * MINUTE_MS)
    under.chatwoot.writes(7, START_MS + under.clock.elapsedMs)
    await run.pass(SWEEP_EVERY_MS)
    assert.deepEqual(idsOf(under.accepted), [7_000])
    const [{ event } = assert.fail()] = under.accepted
    assert.ok(event.kind === 'customer-message' && event.lateMs! <= SWEEP_EVERY_MS + 1_000)
  })

for (const setByMs of [HOUR_MS, -HOUR_MS])
  test(`our clock is set by ${setByMs / HOUR_MS} h, while it runs or is down: nothing is lost, nothing found twice`, async () => {
    using under = world()
    const first = await under.open()
    first.traffic()
    await first.pass(5 * MINUTE_MS)
    under.chatwoot.writes(7, START_MS + under.clock.elapsedMs)
    under.clock.skewMs += setByMs
    await first.pass(SWEEP_EVERY_MS)
    assert.deepEqual(idsOf(under.accepted), [7_000])
    under.chatwoot.writes(8, START_MS + under.clock.elapsedMs)
    await first[Symbol.asyncDispose]()
    under.clock.skewMs -= setByMs
    under.clock.elapsedMs += 10 * MINUTE_MS
    await using _ = await under.open()
    assert.deepEqual(idsOf(under.accepted), [7_000, 8_000])
  })

test('Chatwoot’s clock is set back, to before it met us: what is written after that is found', async () => {
  using under = world()
  await using run = await under.open()
  run.traffic()
  await run.pass(2 * HOUR_MS)
  const { api } = under.chatwoot
  const setBack = (ms: number) => ms - 3 * HOUR_MS
  under.chatwoot.api = (ref, clock) => {
    const own = api(ref, clock)
    return {
      ...own,
      time: async () => setBack(await own.time()),
      listConversations: async () => (ref.account === BUSY ? shownOf(under.chatwoot.told) : []),
    }
  }
  run.traffic()
  under.chatwoot.writes(7, setBack(START_MS + under.clock.elapsedMs))
  await run.pass(SWEEP_EVERY_MS)
  assert.deepEqual(idsOf(under.accepted), [7_000])
})
