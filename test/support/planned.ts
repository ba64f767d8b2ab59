import assert from 'node:assert/strict'
import type { Store } from '../../src/backends/store/store.ts'
import type { Inbound } from '../../src/domain/inbound.ts'
import type { Lane } from '../../src/domain/lane.ts'
import type { OutboundAction } from '../../src/domain/outbound.ts'
import type { TurnRecord } from '../../src/domain/turn-record.ts'

/** A customer wrote, and a turn of theirs planned these actions, by the markers `o0`, `o1` …; none is done yet. */
export async function planActions(
  store: Store,
  { lane, actions, atMs }: { lane: Lane; actions: readonly OutboundAction[]; atMs: number },
): Promise<void> {
  const { tenant: _, ...ref } = lane
  const seen = { channel: 'whatsapp', status: 'pending', assignee: 'none', labels: [], canReply: true } as const
  const event = {
    ...({ kind: 'customer-message', messageId: 1, text: 'Olá', attachments: [], createdAtMs: atMs } as const),
    ...{ inReplyTo: null, skip: null },
  }
  const inbound: Inbound = {
    ...{ ...ref, inbox: 101, signed: true, receivedAtMs: atMs, dedupe: 'm:1' },
    ...{ seen: { ...seen, updatedAtMs: atMs, contact: null }, event },
  }
  await store.accept([{ tenant: lane.tenant, inbound }])
  const mine = store.for(lane.tenant)
  const understanding = { intent: 'other', confidence: 1, language: 'pt-BR', slots: {}, sentiment: 'neutral' }
  const record = {
    ...{ id: 't1', lane, channel: 'whatsapp', crewType: 'customer_service', contact: 1, engine: 'built-in' },
    ...{ configHash: 'c', planHash: 'p', knowledgeHash: 'k', text: 'Olá', gateMs: 0, crewMs: 1 },
    ...{
      answers: (await mine.openRows(lane)).map(({ id }) => id),
      startedAtMs: atMs,
      parkCause: null,
      handsOver: false,
    },
    actions: actions.map((action, at) => ({ marker: `o${at}`, action })),
    result: {
      ...{ outcome: 'answered', reason: null, actions: [], understanding, intent: 'other', language: 'pt-BR' },
      ...{ usage: { modelCalls: 0, inputTokens: 0, outputTokens: 0 }, steps: [] },
      evidence: { passages: [], tools: [] },
    },
  } as unknown as TurnRecord
  assert.equal(await mine.commitTurn(record, (await mine.lease(lane)) ?? 0), true)
}
