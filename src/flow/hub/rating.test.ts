import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TenantId } from '../../domain/ids.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { TenantConfig } from '../../domain/tenant-config.ts'
import type { CrewResult } from '../../domain/turn.ts'
import { bareResult } from './bare-result.ts'
import { type EndOfTalk, withRating } from './rating.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const configOf = (ratingRequest: string | null) => TenantConfig.parse({ tenant, name: 'x', service: { ratingRequest } })
const words: OutboundAction = { kind: 'message', text: 'Até logo!', buttons: [], image: null }
const resolved: OutboundAction = { kind: 'status', status: 'resolved' }
const thanked: CrewResult = { ...bareResult('answered', null, 'pt-BR', [words]), intent: 'thanks' }

const kindsOf = (given: Partial<EndOfTalk> = {}) =>
  withRating({
    ...{ result: thanked, config: configOf('Como foi?'), channel: 'web', crew: 'customer_service' },
    text: 'obrigada, tchau!',
    ...given,
  }).map((action) => (action.kind === 'csat' ? action.text : action.kind))

test('a goodbye is followed by the request to rate, in the shop’s words or in the customer’s language', () => {
  assert.deepEqual(kindsOf(), ['message', 'Como foi?'])
  const [, inSpanish = ''] = kindsOf({ result: { ...thanked, language: 'es' }, text: 'gracias, hasta luego' })
  assert.match(inSpanish, /[¿?]/)
  assert.notEqual(inSpanish, 'Como foi?')
})

test('what resolves a conversation is preceded by it', () => {
  const result = { ...bareResult('answered', null, 'pt-BR', [words, resolved]) }
  assert.deepEqual(kindsOf({ result, text: 'ok' }), ['message', 'Como foi?', 'status'])
})

test('nobody is asked who is not leaving, whose shop does not want it, where it cannot be drawn, or who waits for a human', () => {
  const kept = ['message']
  assert.deepEqual(kindsOf({ text: 'obrigada!' }), kept)
  assert.deepEqual(kindsOf({ result: { ...thanked, intent: 'product_search' } }), kept)
  assert.deepEqual(kindsOf({ config: configOf(null) }), kept)
  assert.deepEqual(kindsOf({ channel: 'whatsapp' }), kept)
  assert.deepEqual(kindsOf({ result: { ...thanked, outcome: 'handed-over' } }), kept)
})
