import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboxChange } from './outbox.ts'
import { Store } from './store.ts'
import type { TenantStore } from './tenant-store.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: 10_001 }
const T0 = 1_795_417_544_000
const image = { name: 'Batom.png', mimeType: 'image/png', base64: 'AAAA' }

/** One row of the outbox, a picture with its words, and a second eye on the file. */
async function withPicture(body: (mine: TenantStore, seen: () => unknown) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'store-'))
  const store = await Store.open({ dir, owner: 'me', now: () => T0 })
  const file = new DatabaseSync(join(dir, 'store.sqlite'))
  try {
    const mine = store.for(tenant)
    await mine.lease(lane)
    const action = { kind: 'message', text: 'Temos:', buttons: [], image }
    file
      .prepare(`insert into outbox (tenant, connection, account, conversation, turn, seq, kind, body_json, marker, state, planned_at)
        values (?, ?, 1, 10001, 't1', 0, 'message', ?, 'm1', 'planned', ?)`)
      .run(tenant, DEFAULT_CONNECTION, JSON.stringify(action), T0)
    const read = file.prepare('select body_json from outbox')
    await body(mine, () => JSON.parse(String(read.get()?.body_json)).image)
  } finally {
    file.close()
    await store.close()
    rmSync(dir, { recursive: true })
  }
}

async function change(mine: TenantStore, to: OutboxChange): Promise<boolean> {
  const row = await mine.nextOutboxRow(lane)
  return mine.changeOutboxRow(row!, to)
}

test('a picture is kept whole while it may have to be sent again, and only by name once it was sent', () =>
  withPicture(async (mine, seen) => {
    await change(mine, { to: 'sending', atMs: T0 })
    await change(mine, { to: 'unknown', dueAtMs: T0, waitedMs: 0, error: 'lost' })
    await change(mine, { to: 'planned', dueAtMs: T0, isRepeat: true, error: 'absent' })
    await change(mine, { to: 'sending', atMs: T0 })
    assert.deepEqual(seen(), image)
    assert.equal(await change(mine, { to: 'sent', atMs: T0, chatwootId: 7 }), true)
    assert.deepEqual(seen(), { name: 'Batom.png', mimeType: 'image/png' })
  }))

const ENDS: readonly OutboxChange[] = [
  { to: 'failed', atMs: T0, error: 'refused' },
  { to: 'dropped', atMs: T0, error: 'a human took over' },
]
for (const end of ENDS)
  test(`the bytes of a picture go when its row is ${end.to}`, () =>
    withPicture(async (mine, seen) => {
      await change(mine, end)
      assert.deepEqual(seen(), { name: 'Batom.png', mimeType: 'image/png' })
    }))

test('and when its conversation ends', () =>
  withPicture(async (mine, seen) => {
    await mine.endConversation(lane, { atMs: T0, why: 'it was deleted' })
    assert.deepEqual(seen(), { name: 'Batom.png', mimeType: 'image/png' })
  }))
