import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Store } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import { silentLog } from '../../base/log.ts'
import type { Timing } from '../../base/timing.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { Asked } from './asked.ts'
import { FairSlots } from './fair-slots.ts'
import { LaneRunner, type LaneRunnerDeps } from './lane-runner.ts'
import { Suspects } from './suspects.ts'
import { CrewTurnMaker } from './turn-maker.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: 7 }
const T0 = 1_795_417_544_000

const wrote = (given: Partial<Inbound> = {}): Inbound => ({
  ...{ connection: DEFAULT_CONNECTION, account: 1, conversation: 7, inbox: 1, signed: true, receivedAtMs: T0 },
  dedupe: 'm:1',
  seen: {
    ...{ channel: 'whatsapp', status: 'pending', assignee: 'none', labels: [], canReply: true, contact: null },
    updatedAtMs: 1,
  },
  event: {
    ...{ kind: 'customer-message', messageId: 1, text: 'Oi', attachments: [], createdAtMs: T0 },
    ...{ inReplyTo: null, skip: null },
  },
  ...given,
})

/** A store's directory, opened as often as a server starts on it; what is accepted there is `lane`'s. */
function disk() {
  const dir = mkdtempSync(join(tmpdir(), 'lane-'))
  const open = () => Store.open({ dir, owner: 'me', now: () => T0, survives: 'process' })
  return { open, [Symbol.dispose]: () => rmSync(dir, { recursive: true }) }
}

/** Waits are over at once, as long as there are not too many of them. */
function quickTiming(most = 50): Timing & { readonly pauses: number } {
  let pauses = 0
  return {
    get pauses() {
      return pauses
    },
    elapsedMs: () => 0,
    pause: async () => {
      pauses += 1
      if (pauses > most) await new Promise(() => {})
      await new Promise((resolve) => setImmediate(resolve))
    },
    after: () => () => {},
  }
}

interface Around {
  readonly stop: AbortController
  readonly cut: AbortController
  readonly runner: LaneRunner
  /** Resolves with what was given up. */
  readonly gaveUp: Promise<{ asked: Asked; error: unknown }>
}

function runnerOn(store: Store, given: Partial<Omit<LaneRunnerDeps, 'turns'> & LaneRunnerDeps['turns']> = {}): Around {
  const stop = new AbortController()
  const cut = new AbortController()
  const { promise: gaveUp, resolve } = Promise.withResolvers<{ asked: Asked; error: unknown }>()
  const tellGivenUp = (asked: Asked, error: unknown) => {
    resolve({ asked, error })
    return new Promise<never>(() => {})
  }
  const { gate = async () => 0, make = () => new Promise<never>(() => {}), giveUp = tellGivenUp, ...others } = given
  const deps: LaneRunnerDeps = {
    ...{ store, slots: new FairSlots({ max: 4 }), suspects: new Suspects(), now: () => T0, log: silentLog() },
    ...{ drain: async () => {}, readBack: async () => {}, news: { stage() {}, turn() {} } },
    ...others,
    turns: { gate, make, giveUp },
  }
  return { stop, cut, gaveUp, runner: new LaneRunner(lane, deps, { stop: stop.signal, cut: cut.signal }) }
}

test('what ends the process before its gate has opened goes to a human at the eighth start', async () => {
  using kept = disk()
  const first = await kept.open()
  await first.accept([{ tenant, inbound: wrote() }])
  await first.close()
  for (let start = 1; start <= 8; start += 1) {
    const store = await kept.open()
    await store.recover()
    const { promise: isAtGate, resolve } = Promise.withResolvers<'at the gate'>()
    const gate = () => {
      resolve('at the gate')
      return new Promise<never>(() => {})
    }
    const { runner, gaveUp } = runnerOn(store, { gate })
    runner.wake('start')
    const met = await Promise.race([isAtGate, gaveUp.then(() => 'given up')])
    assert.equal(met, start < 8 ? 'at the gate' : 'given up', `start ${start}`)
    await store.close()
  }
})

test('a hint whose reading is cut short by a stop is read by the next start', async () => {
  using kept = disk()
  const store = await kept.open()
  await store.accept([{ tenant, inbound: wrote({ signed: false }) }])
  const { promise: isReading, resolve } = Promise.withResolvers<void>()
  const readBack = (_lane: Lane, _hints: unknown, signal: AbortSignal) => {
    resolve()
    return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  }
  const { runner, stop } = runnerOn(store, { readBack })
  runner.wake('start')
  await isReading
  stop.abort(new DOMException('the server stops', 'AbortError'))
  await runner.idle()
  const { openRows, parkedRows } = await store.counts()
  assert.deepEqual([openRows, parkedRows], [1, 0])
  await store.close()
})

test('a hint that cannot be read for a setting that was forgotten waits for it', async () => {
  using kept = disk()
  const store = await kept.open()
  await store.accept([{ tenant, inbound: wrote({ signed: false }) }])
  const readBack = () => Promise.reject(new Failure('BAD_SETTING', { problem: 'CHATWOOT_URL is missing' }))
  const { runner } = runnerOn(store, { readBack })
  runner.wake('start')
  await runner.idle()
  const [row] = await store.for(tenant).openRows(lane)
  assert.ok(row && row.readyAtMs > T0)
  await store.close()
})

test('hints that may never be read call a human, once for whatever comes of the call', async () => {
  using kept = disk()
  const store = await kept.open()
  const hint = (id: number) => wrote({ signed: false, dedupe: `m:${id}` })
  await store.accept([{ tenant, inbound: hint(1) }])
  const readBack = () => Promise.reject(new Failure('CHATWOOT_FORBIDDEN', { why: 'GET conversations: no' }))
  const crews = { handOver: ({ says }: { says: boolean }) => [{ kind: 'note', text: `says: ${says}` }] }
  const config = () => Promise.reject(new Failure('CONFIG_INVALID', { tenant, problem: 'none' }))
  const maker = new CrewTurnMaker({
    store,
    config,
    now: () => T0,
    crews: { ...crews, knowledgeHash: () => 'k' } as never,
  })
  const giveUp = (asked: Asked, error: unknown) => maker.giveUp(asked, error)
  const { runner } = runnerOn(store, { readBack, giveUp })
  for (const id of [1, 2]) {
    if (id > 1) await store.accept([{ tenant, inbound: hint(id) }])
    runner.wake('work')
    await runner.idle()
  }
  const mine = store.for(tenant)
  const [turn, ...others] = await mine.turns(lane, 10)
  assert.deepEqual([turn?.outcome, turn?.reason, others], ['handed-over', 'unreadable', []])
  const row = await mine.nextOutboxRow(lane)
  assert.ok(row?.action.kind === 'note')
  assert.equal(row.action.text, 'says: false')
  const { openRows, parkedRows } = await store.counts()
  assert.deepEqual([openRows, parkedRows], [0, 1])
  await store.close()
})

test('an outbox that cannot be drained is waited for, and let go of once the server stops', async () => {
  using kept = disk()
  const store = await kept.open()
  let drains = 0
  const drain = async () => {
    drains += 1
    if (drains === 3) around.stop.abort()
    if (drains === 100) around.cut.abort()
    throw new TypeError('a door that breaks')
  }
  const timing = quickTiming()
  const around = runnerOn(store, { drain, timing })
  around.runner.wake('settled')
  await around.runner.idle()
  assert.deepEqual([drains, timing.pauses], [3, 2])
  await store.close()
})

test('rows of a conversation that the store does not know call a human', async () => {
  using kept = disk()
  const store = await kept.open()
  await store.accept([{ tenant, inbound: wrote() }])
  const forgetful = new Proxy(store, {
    get: (_, name) =>
      name === 'for'
        ? (of: TenantId) =>
            new Proxy(store.for(of), { get: (own, key) => (key === 'lane' ? async () => null : bound(own, key)) })
        : bound(store, name),
  })
  const { runner, gaveUp } = runnerOn(forgetful)
  runner.wake('start')
  const { asked, error } = await gaveUp
  assert.deepEqual([asked.rows.length, asked.state.status], [1, 'pending'])
  assert.match(String(error), /not known/)
  await store.close()
})

function bound(of: object, name: string | symbol): unknown {
  const value = Reflect.get(of, name, of)
  return typeof value === 'function' ? value.bind(of) : value
}

test('a message that comes while a turn waits for a slot is in it, and the turn keeps its place in the line', async () => {
  using kept = disk()
  const store = await kept.open()
  const write = (messageId: number) => store.accept([{ tenant, inbound: wroteAs(messageId) }])
  await write(1)
  const slots = new FairSlots({ max: 1 })
  const free = await slots.acquire(tenant, never)
  const { promise: made, resolve } = Promise.withResolvers<readonly number[]>()
  const make = (asked: Asked) => {
    resolve(asked.rows.map(({ id }) => id))
    return new Promise<never>(() => {})
  }
  const { promise: isGateAsked, resolve: gateAsked } = Promise.withResolvers<void>()
  const gate = async () => {
    gateAsked()
    return 0
  }
  const { runner } = runnerOn(store, { slots, make, gate })
  runner.wake('work')
  await isGateAsked
  await new Promise((settled) => setImmediate(settled))
  const order: string[] = []
  const behind = slots.acquire(tenant, never).then(() => order.push('behind'))
  await write(2)
  runner.wake('work')
  free()
  assert.deepEqual(await made, [1, 2])
  assert.deepEqual(order, [], 'who came later waits')
  void behind
  await store.close()
})

test('of a flood in one conversation a turn is made of a hundred messages at most', async () => {
  using kept = disk()
  const store = await kept.open()
  await store.accept(Array.from({ length: 300 }, (_, at) => ({ tenant, inbound: wroteAs(at + 1) })))
  const { promise: made, resolve } = Promise.withResolvers<number>()
  const make = (asked: Asked) => {
    resolve(asked.rows.length)
    return new Promise<never>(() => {})
  }
  runnerOn(store, { make }).runner.wake('work')
  assert.equal(await made, 100)
  await store.close()
})

const never = new AbortController().signal
const wroteAs = (messageId: number): Inbound => {
  const plain = wrote()
  return { ...plain, dedupe: `m:${messageId}`, event: { ...plain.event, messageId } as Inbound['event'] }
}
