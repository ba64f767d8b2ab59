import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TenantStore } from '../../backends/store/store.ts'
import { Failure } from '../../base/failure.ts'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { InboxRow } from '../../domain/lane.ts'
import { Suspects } from './suspects.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const { signal } = new AbortController()

const row = (id: number, deaths: number): InboxRow => ({
  ...{ id, tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: id, deaths, attempts: 0 },
  ...{ event: { kind: 'hint', messageId: id }, receivedAtMs: 0, readyAtMs: 0 },
})

/** A store that counts deaths as the real one does, on the rows that were noted when the process ended. */
class Shop {
  readonly deaths = new Map<number, number>()
  readonly noted = new Set<number>()
  readonly store = {
    noteRunning: async (rows: readonly InboxRow[]) => rows.forEach(({ id }) => void this.noted.add(id)),
    noteEnded: async (rows: readonly InboxRow[]) => rows.forEach(({ id }) => void this.noted.delete(id)),
  } as unknown as TenantStore

  constructor(messages: number) {
    for (let id = 1; id <= messages; id += 1) this.deaths.set(id, 0)
  }

  /** What is open, as a start finds it: counted on, and least counted first. */
  recover(): InboxRow[] {
    for (const [id, deaths] of this.deaths) if (deaths < 2 || this.noted.has(id)) this.deaths.set(id, deaths + 1)
    this.noted.clear()
    return [...this.deaths].sort((a, b) => a[1] - b[1] || a[0] - b[0]).map(([id, deaths]) => row(id, deaths))
  }
}

/** One life of the process: everything begins, each runs as `run` says; then it dies. Returns who was given up. */
async function live(shop: Shop, run: (id: number) => Promise<void>): Promise<number[]> {
  const suspects = new Suspects()
  const given: number[] = []
  for (const each of shop.recover()) {
    const ended = suspects.watch({ tenant, rows: [each], store: shop.store, signal }, async () => {
      await run(each.id)
      shop.deaths.delete(each.id)
    })
    void ended.catch((error) => {
      assert.ok(error instanceof Failure)
      shop.deaths.delete(each.id)
      given.push(each.id)
    })
  }
  await ticks(40)
  return given
}

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) await new Promise(setImmediate)
}

const forever = () => new Promise<never>(() => {})

// requirement: once.kill
test('of forty messages, the one that ends the process as soon as it runs is given up, and no other', async () => {
  const shop = new Shop(40)
  const given: number[] = []
  for (let start = 0; start < 60 && shop.deaths.size > 0; start += 1) {
    let isDead = false
    const run = async (id: number) => {
      isDead ||= id === 7
      await ticks(2)
      if (isDead) await forever()
    }
    given.push(...(await live(shop, run)))
  }
  assert.deepEqual([given, shop.deaths.size], [[7], 0])
})

// requirement: once.kill
test('a backlog is worked off by a process that is killed again and again, and nobody is given up', async () => {
  const shop = new Shop(200)
  const given: number[] = []
  for (let start = 0; start < 40 && shop.deaths.size > 0; start += 1) {
    let running = 0
    let ended = 0
    // In a crowd none comes to its end before the next kill; of few, eight do.
    const run = async () => {
      running += 1
      await ticks(2)
      if (running > 20 || ended === 8) await forever()
      ended += 1
      running -= 1
    }
    given.push(...(await live(shop, run)))
  }
  assert.deepEqual([given, shop.deaths.size], [[], 0])
})

test('whoever waits among the few leaves when its signal aborts, and holds no place', async () => {
  const suspects = new Suspects()
  const shop = new Shop(0)
  const aborting = new AbortController()
  const alone = { tenant, rows: [row(1, 5)], store: shop.store, signal }
  void suspects.watch(alone, forever)
  const waiting = suspects.watch({ ...alone, rows: [row(2, 5)], signal: aborting.signal }, forever)
  aborting.abort(new DOMException('work', 'AbortError'))
  await assert.rejects(waiting, { name: 'AbortError' })
  assert.deepEqual([...shop.noted], [1])
})
