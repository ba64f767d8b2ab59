import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OutboundAction } from '../../domain/outbound.ts'
import { withShopLabels } from './shop-labels.ts'

const HANDOVER: readonly OutboundAction[] = [
  { kind: 'labels', add: ['asked-for-human'] },
  { kind: 'status', status: 'open' },
]

test('a conversation that humans take over has the shop’s labels beside ours, each once, as Chatwoot names labels', () => {
  const [labels, status] = withShopLabels(HANDOVER, ['IA', ' Loja Centro ', 'asked-for-human', ' '])
  assert.deepEqual(labels, { kind: 'labels', add: ['asked-for-human', 'ia', 'loja-centro'] })
  assert.deepEqual(status, HANDOVER[1])
})

test('a shop without labels of its own gets ours, and an answer gets none', () => {
  assert.equal(withShopLabels(HANDOVER), HANDOVER)
  assert.deepEqual(withShopLabels([{ kind: 'status', status: 'open' }], ['ia']), [{ kind: 'status', status: 'open' }])
})
