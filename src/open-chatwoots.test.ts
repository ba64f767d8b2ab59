import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionId, DEFAULT_CONNECTION, TenantId } from './domain/ids.ts'
import type { InboxRow, Lane } from './domain/lane.ts'
import { Chatwoots } from './open-chatwoots.ts'
import { readSettings } from './settings.ts'

const lane: Lane = {
  tenant: TenantId.parse('cosmetics/account_1'),
  connection: DEFAULT_CONNECTION,
  account: 1,
  conversation: 7,
}
const { signal } = new AbortController()

test('what waits for the Chatwoot of the settings waits while they forget it; a removed one ends it', async () => {
  await using chatwoots = new Chatwoots(readSettings({}))
  const doorTo = (connection: Lane['connection']) => chatwoots.doorOf({ ...lane, connection })
  const ask = { conversation: 7, status: 'open' } as const
  assert.equal((await doorTo(DEFAULT_CONNECTION).setStatus(ask, { signal })).kind, 'busy')
  assert.equal((await doorTo(ConnectionId.parse('removed')).setStatus(ask, { signal })).kind, 'refused')
})

test('a message in doubt is not taken for absent, nor a hint for read, while the settings forget their Chatwoot', async () => {
  await using chatwoots = new Chatwoots(readSettings({}))
  const door = chatwoots.doorOf(lane)
  const sought = { conversation: 7, marker: 'o1', text: 'Oi', afterId: null }
  assert.equal(door.canReadBack, true)
  await assert.rejects(door.find(sought, { signal }), { code: 'BAD_SETTING' })
  const readBack = chatwoots.readBackInto(
    async () => {},
    () => 0,
  )
  const hint = { ...lane, event: { kind: 'hint', messageId: 1 } } as InboxRow
  await assert.rejects(readBack(lane, [hint], signal), { code: 'BAD_SETTING' })
})
