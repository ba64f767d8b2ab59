import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Store } from '../../backends/store/store.ts'
import { ConnectionId, DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { Asked } from './asked.ts'
import { isContactFlood } from './contact-flood.ts'

const tenant = TenantId.parse('retail/account_1')
const T0 = 1_795_417_544_000
const MINUTE = 60_000

/** The `at`-th message of a contact, each in a conversation of its own. */
function wrote(at: number, { contact = 5, connection = DEFAULT_CONNECTION, atMs = T0 } = {}): Inbound {
  const seen = {
    channel: 'whatsapp',
    status: 'pending',
    assignee: 'none',
    labels: [],
    canReply: true,
    updatedAtMs: atMs,
  }
  const event = { kind: 'customer-message', messageId: at, text: `${at}`, attachments: [], createdAtMs: atMs }
  return {
    ...{ connection, account: 1, conversation: at, inbox: 1, signed: true, receivedAtMs: atMs, dedupe: `m:${at}` },
    seen: { ...seen, contact: { id: contact } },
    event: { ...event, inReplyTo: null, skip: null },
  } as unknown as Inbound
}

const asked = (contact: number | null, connection = DEFAULT_CONNECTION): Asked =>
  ({ lane: { tenant, connection }, state: { seen: { contact: contact && { id: contact } } } }) as unknown as Asked

test('sixty-one messages in ten minutes are a flood, in however many conversations, and a restart does not forget them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'flood-'))
  const open = () => Store.open({ dir, owner: 'me', now: () => T0, survives: 'process' })
  const before = await open()
  const messages = Array.from({ length: 60 }, (_, at) => ({ tenant, inbound: wrote(at + 1) }))
  await before.accept(messages)
  await before.accept([{ tenant, inbound: wrote(500, { contact: 6 }) }])
  assert.equal(await isContactFlood(before.for(tenant), asked(5), T0), false)
  await before.close()
  const store = await open()
  await store.accept([{ tenant, inbound: wrote(61) }])
  const isFlood = (of: Asked, nowMs = T0) => isContactFlood(store.for(tenant), of, nowMs)
  assert.equal(await isFlood(asked(5), T0 + 9 * MINUTE), true)
  assert.equal(await isFlood(asked(5), T0 + 10 * MINUTE), false, 'ten minutes later it is over')
  assert.equal(await isFlood(asked(6)), false, 'another contact')
  assert.equal(await isFlood(asked(5, ConnectionId.parse('second'))), false, 'the same number at another Chatwoot')
  assert.equal(await isFlood(asked(null)), false)
  await store.close()
  rmSync(dir, { recursive: true })
})
