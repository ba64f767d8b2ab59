import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Failure } from '../../base/failure.ts'
import { SharedRoom } from '../../base/shared-room.ts'
import { TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { queueContract } from './contract.ts'
import type { Room } from './queue.ts'
import { SqliteQueue } from './sqlite.ts'

function openPair(maxWaiting = 1_000) {
  const dir = mkdtempSync(join(tmpdir(), 'queue-'))
  const door = new SqliteQueue({ dir, maxWaiting })
  const hub = new SqliteQueue({ dir, maxWaiting })
  return {
    door,
    hub,
    close: async () => {
      await door.close()
      await hub.close()
      rmSync(dir, { recursive: true })
    },
  }
}

queueContract('SqliteQueue', async () => openPair())

const [loud, quiet] = [TenantId.parse('retail/loud'), TenantId.parse('retail/quiet')]
const isFull = (error: unknown) => error instanceof Failure && error.code === 'QUEUE_FULL'
const wrote = (text = 'Oi'): Inbound => ({ event: { kind: 'customer-message', text } }) as unknown as Inbound
const left = { event: { kind: 'human-spoke' } } as unknown as Inbound

/** How many of `count` are taken. */
async function putMany(queue: SqliteQueue, count: number, tenant: TenantId, message = wrote()): Promise<number> {
  const puts = await Promise.allSettled(Array.from({ length: count }, () => queue.put(message, tenant)))
  assert.ok(puts.every((put) => put.status === 'fulfilled' || isFull(put.reason)))
  return puts.filter(({ status }) => status === 'fulfilled').length
}

async function using(maxWaiting: number, body: (pair: ReturnType<typeof openPair>) => Promise<void>): Promise<void> {
  const pair = openPair(maxWaiting)
  try {
    await body(pair)
  } finally {
    await pair.close()
  }
}

// requirement: ack.queue-full
test('one tenant’s flood is refused when it has half, and the others come in', () =>
  using(100, async ({ door }) => {
    assert.equal(await putMany(door, 1_000, loud), 50)
    assert.equal(await putMany(door, 10, quiet), 10)
    assert.equal(await putMany(door, 10, loud), 0)
    assert.equal(door.waiting, 60)
  }))

test('a human’s word comes in while customers’ messages are refused', () =>
  using(10, async ({ door }) => {
    await putMany(door, 100, loud)
    assert.equal(await putMany(door, 5, loud, left), 5)
    assert.ok((await putMany(door, 1_000, loud, left)) < 20, 'though not without end')
  }))

test('what is large takes more room', () =>
  using(100, async ({ door }) => {
    assert.equal(await putMany(door, 1_000, loud, wrote('x'.repeat(19_000))), 10)
  }))

// requirement: ack.queue-full
test('what was taken and is not done takes room too, until it is done', () =>
  using(100, async ({ door, hub }) => {
    door.setTaken([[loud, 40]])
    assert.equal(await putMany(door, 1_000, loud), 10)
    await hub.empty(async () => {})
    door.setTaken([])
    assert.equal(await putMany(door, 1_000, loud), 50)
  }))

/** The first `count` that are taken, by their tenants. */
async function firstTaken(queue: SqliteQueue, count: number, room?: Room): Promise<string[]> {
  const enough = new AbortController()
  const seen: string[] = []
  const options = { signal: enough.signal, ...(room ? { room } : {}) }
  await queue.consume(async (batch) => {
    seen.push(...batch.map(({ event }) => (event as unknown as { text?: string }).text ?? event.kind))
    if (seen.length >= count) enough.abort()
  }, options)
  return seen
}

// requirement: apart.turns
test('a quiet tenant’s message is in the next batch, however many a loud one has waiting', () =>
  using(10_000, async ({ door, hub }) => {
    await putMany(door, 2_000, loud, wrote('loud'))
    await putMany(door, 1, quiet, wrote('quiet'))
    assert.ok((await firstTaken(hub, 1)).includes('quiet'))
  }))

test('what there is no room for stays, and what is no customer’s message is taken', () =>
  using(10_000, async ({ door, hub }) => {
    await putMany(door, 600, loud, wrote('loud'))
    await putMany(door, 1, loud, left)
    await putMany(door, 1, quiet, wrote('quiet'))
    const room = new SharedRoom<TenantId>(20)
    const asks = { look: async () => {}, admits: room.admits.bind(room), add: room.add.bind(room) }
    const seen = await firstTaken(hub, 12, asks)
    assert.equal(seen.filter((text) => text === 'loud').length, 10)
    assert.ok(seen.includes('quiet') && seen.includes('human-spoke'))
    assert.equal(hub.waiting, 590)
    room.set([])
    assert.ok((await firstTaken(hub, 1, asks)).every((text) => text === 'loud'))
  }))

test('a queue of a version that knew no tenants is taken over', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'queue-'))
  const old = new DatabaseSync(join(dir, 'queue.sqlite'))
  old.exec(`create table waiting (seq integer primary key autoincrement, body text not null) strict;
    create table refused (seq integer primary key, body text not null) strict`)
  old.prepare('insert into waiting (body) values (?)').run(JSON.stringify(wrote('old')))
  old.close()
  const queue = new SqliteQueue({ dir, maxWaiting: 10 })
  await queue.put(wrote('new'), quiet)
  assert.deepEqual(await firstTaken(queue, 2), ['old', 'new'])
  await queue.close()
  rmSync(dir, { recursive: true })
})
