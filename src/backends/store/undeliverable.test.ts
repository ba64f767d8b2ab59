import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import type { Lane } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { TurnRecord } from '../../domain/turn-record.ts'
import { Store } from './store.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const T0 = 1_795_417_544_000
const KNOCK = 'knock:default/1/7/1795417544000'
const lane: Lane = { tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: 7 }
const TEMPLATE = { name: 'volta', language: 'pt_BR', category: 'UTILITY', parameters: {} } as const
const says = (text: string): OutboundAction => ({ kind: 'message', text, buttons: [], image: null })

async function openStore() {
  const dir = mkdtempSync(join(tmpdir(), 'undeliverable-'))
  const store = await Store.open({ dir, owner: 'me', now: () => T0, survives: 'process' })
  const mine = store.for(tenant)
  return {
    store,
    mine,
    /** Chatwoot tells it. */
    async hears(event: InboundEvent): Promise<readonly string[]> {
      const seen = { channel: 'whatsapp', status: 'pending', assignee: 'none', labels: [], canReply: true } as const
      const inbound = {
        ...{ connection: DEFAULT_CONNECTION, account: 1, conversation: 7, inbox: 101, signed: true, receivedAtMs: T0 },
        ...{ dedupe: `m:${'messageId' in event ? event.messageId : 0}`, event },
        seen: { ...seen, updatedAtMs: T0, contact: null },
      }
      return (await store.accept([{ tenant, inbound }])).map(({ kind }) => kind)
    },
    /** A turn answers what is open. */
    async turns(id: string, actions: readonly { marker: string; action: OutboundAction }[], given = {}) {
      const answers = (await mine.openRows(lane)).map((row) => row.id)
      const result = { outcome: 'answered', reason: null, intent: 'other', language: 'es', steps: [], actions: [] }
      const record = {
        ...{ id, lane, channel: 'whatsapp', crewType: 'customer_service', contact: 1, engine: 'built-in' },
        ...{ configHash: '', planHash: '', knowledgeHash: '', text: id, startedAtMs: T0, gateMs: 0, crewMs: 0 },
        ...{ actions, answers, parkCause: null, handsOver: false },
        result: {
          ...result,
          understanding: { intent: 'other', confidence: 1, language: 'es', slots: {} },
          usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 },
          evidence: { passages: [], tools: [] },
          ...given,
        },
      } as unknown as TurnRecord
      assert.equal(await mine.commitTurn(record, (await mine.lease(lane)) ?? 0), true)
    },
    async [Symbol.asyncDispose]() {
      await store.close()
      rmSync(dir, { recursive: true })
    },
  }
}
type Opened = Awaited<ReturnType<typeof openStore>>

const wrote = (messageId: number): InboundEvent => ({
  ...({ kind: 'customer-message', messageId, text: 'Olá', attachments: [], createdAtMs: T0 } as const),
  ...{ inReplyTo: null, skip: null },
})
const receipt = (messageId: number, marker: string, error: string | null = null): InboundEvent => ({
  ...{ kind: 'receipt', messageId, marker, status: error === null ? 'sent' : 'failed', error },
})
const words = async ({ mine }: Opened) => (await mine.said(lane, 10)).filter(({ by }) => by === 'crew')

/** A customer was answered in two parts, both at Chatwoot. */
async function answeredInTwo(opened: Opened): Promise<void> {
  await opened.hears(wrote(400))
  await opened.turns('t1', [
    { marker: 'a', action: says('uma') },
    { marker: 'b', action: says('duas') },
  ])
  await opened.hears(receipt(401, 'a'))
  await opened.hears(receipt(402, 'b'))
}

test('what was not delivered is known by its number, in its language, and is no longer among what was said', async () => {
  await using opened = await openStore()
  await answeredInTwo(opened)
  assert.deepEqual(
    (await words(opened)).map(({ text }) => text),
    ['uma', 'duas'],
  )
  assert.deepEqual(await opened.hears(receipt(401, 'a', 'window')), ['settled', 'work'])
  assert.deepEqual(
    (await words(opened)).map(({ text }) => text),
    ['duas'],
  )
  assert.deepEqual(await opened.mine.undelivered(lane, 401), {
    ...{ action: says('uma'), language: 'es', isLatest: true, knock: KNOCK, knockState: null, knockedAtMs: null },
  })
  assert.equal(await opened.mine.undelivered(lane, 499), null)
})

test('a template is planned once, whichever report plans it, and no later report drops it', async () => {
  await using opened = await openStore()
  await answeredInTwo(opened)
  await opened.hears(receipt(401, 'a', 'window'))
  const knock = { marker: KNOCK, action: { ...says('Olá'), template: TEMPLATE } as OutboundAction }
  await opened.turns('', [knock], { reason: 'window-closed' })
  await opened.hears(receipt(402, 'b', 'window'))
  const known = await opened.mine.undelivered(lane, 402)
  assert.deepEqual([known?.knockState, known?.knockedAtMs, known?.isLatest], ['planned', T0, true])
  await opened.turns('t3', [knock])
  assert.equal((await opened.mine.nextOutboxRow(lane))?.marker, KNOCK)
  assert.equal((await opened.store.counts()).unsentRows, 1)
})

test('a human who takes over ends the template, and what another turn said since is seen', async () => {
  await using opened = await openStore()
  await answeredInTwo(opened)
  await opened.hears(receipt(401, 'a', 'window'))
  await opened.turns('', [{ marker: KNOCK, action: { ...says('Olá'), template: TEMPLATE } as OutboundAction }])
  await opened.hears(wrote(405))
  await opened.turns('t3', [{ marker: 'c', action: says('três') }])
  assert.equal((await opened.mine.undelivered(lane, 401))?.isLatest, false)
  await opened.mine.dropPlannedWords(lane, 'a human took over')
  assert.equal((await opened.store.counts()).unsentRows, 0)
})

test('a failure that is told again drops nothing that was planned since', async () => {
  await using opened = await openStore()
  await answeredInTwo(opened)
  assert.deepEqual(await opened.hears(receipt(401, 'a', 'window')), ['settled', 'work'])
  await opened.hears(wrote(405))
  await opened.turns('t2', [{ marker: 'c', action: says('três') }])
  assert.deepEqual(await opened.hears(receipt(401, 'a', 'window')), [])
  assert.equal((await opened.mine.nextOutboxRow(lane))?.marker, 'c')
})
