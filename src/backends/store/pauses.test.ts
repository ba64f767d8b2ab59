import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { type Lane, maySpeak } from '../../domain/lane.ts'
import { Store } from './store.ts'

const [stopped, other] = [TenantId.parse('retail/stopped'), TenantId.parse('retail/other')]
const T0 = 1_795_417_544_000

async function withStore(body: (store: Store) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'pauses-'))
  const store = await Store.open({ dir, owner: 'me', now: () => T0, survives: 'process' })
  try {
    await body(store)
  } finally {
    await store.close()
    rmSync(dir, { recursive: true })
  }
}

/** What Chatwoot tells of a conversation: that its customer wrote, or only how it stands. */
function told(conversation: number, { wrote = false, atMs = T0 } = {}): Inbound {
  const seen = { channel: 'whatsapp', status: 'pending', assignee: 'none', labels: [], canReply: true }
  const message = {
    messageId: conversation,
    text: 'Oi',
    attachments: [],
    createdAtMs: atMs,
    inReplyTo: null,
    skip: null,
  }
  return {
    ...{ connection: DEFAULT_CONNECTION, account: 1, conversation, inbox: 1, signed: true, receivedAtMs: atMs },
    dedupe: `m:${conversation}`,
    seen: { ...seen, updatedAtMs: atMs, contact: null },
    event: wrote ? { kind: 'customer-message', ...message } : { kind: 'conversation-changed' },
  } as Inbound
}

const laneOf = (tenant: TenantId, conversation: number): Lane => ({
  ...{ tenant, connection: DEFAULT_CONNECTION, account: 1, conversation },
})
const numbers = (lanes: readonly Lane[]) => lanes.map(({ conversation }) => conversation).sort((a, b) => a - b)

test('a pause gives at once where somebody waits, the rest bit by bit, and nothing of another tenant', () =>
  withStore(async (store) => {
    const { pauses } = store.office
    for (const conversation of [1, 2, 3, 4, 5])
      await store.accept([{ tenant: stopped, inbound: told(conversation, { wrote: conversation <= 2 }) }])
    await store.accept([{ tenant: other, inbound: told(9) }])
    assert.deepEqual(await pauses.giveIdle({ atMs: T0, limit: 10 }), [], 'nothing is paused')
    const { given, idle } = await pauses.begin({ scope: stopped, atMs: T0, who: 'cli' })
    assert.deepEqual([numbers(given), idle], [[1, 2], 3])
    const [first, second] = [
      await pauses.giveIdle({ atMs: T0, limit: 2 }),
      await pauses.giveIdle({ atMs: T0, limit: 2 }),
    ]
    assert.deepEqual(numbers([...first, ...second]), [3, 4, 5])
    assert.equal((await store.counts()).unsentRows, 5)
    assert.equal(maySpeak((await store.for(other).lane(laneOf(other, 9)))!), true)
  }))

test('a pause of all gives of all', () =>
  withStore(async (store) => {
    await store.accept([
      { tenant: stopped, inbound: told(1, { wrote: true }) },
      { tenant: other, inbound: told(2) },
    ])
    const { given, idle } = await store.office.pauses.begin({ scope: '*', atMs: T0, who: 'cli' })
    assert.deepEqual([numbers(given), idle], [[1], 1])
    assert.deepEqual(numbers(await store.office.pauses.giveIdle({ atMs: T0, limit: 9 })), [2])
  }))

test('what a pause opened, and nobody looked at then, is the crew’s again when it is given back', () =>
  withStore(async (store) => {
    const tenant = store.for(stopped)
    const lane = laneOf(stopped, 1)
    await store.accept([{ tenant: stopped, inbound: told(1, { wrote: true }) }])
    await store.office.pauses.begin({ scope: stopped, atMs: T0, who: 'cli' })
    const opening = (await tenant.nextOutboxRow(lane))!
    await tenant.changeOutboxRow(opening, { to: 'sending', atMs: T0 })
    await tenant.changeOutboxRow(opening, { to: 'sent', atMs: T0, chatwootId: null })
    assert.equal(maySpeak((await tenant.lane(lane))!), false)
    await store.accept([{ tenant: stopped, inbound: told(1, { atMs: T0 + 60_000 }) }])
    assert.equal(maySpeak((await tenant.lane(lane))!), true)
  }))
