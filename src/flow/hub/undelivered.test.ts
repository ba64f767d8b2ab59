import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_CONNECTION, TenantId } from '../../domain/ids.ts'
import type { ConversationSeen } from '../../domain/inbound.ts'
import type { InboxRow } from '../../domain/lane.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import { OUTBOX_STATES, type OutboxState } from '../../domain/outbox.ts'
import { TenantConfig } from '../../domain/tenant-config.ts'
import { remedyFor, type Undeliverable } from './undelivered.ts'

const tenant = TenantId.parse('cosmetics/account_1')
const NOW_MS = 1_795_417_544_000
const HOUR_MS = 3_600_000
const CLOSED = 'Template not found or invalid template name'

const row = (event: InboxRow['event']): InboxRow => ({
  ...{ tenant, connection: DEFAULT_CONNECTION, account: 1, conversation: 7, id: 1, event },
  ...{ receivedAtMs: NOW_MS, readyAtMs: 0, attempts: 0, deaths: 0 },
})
const failure = (messageId: number, error = CLOSED) => row({ kind: 'delivery-failed', messageId, error })
const wrote = row({
  ...({ kind: 'customer-message', messageId: 9, text: 'oi', attachments: [], createdAtMs: NOW_MS } as const),
  ...{ inReplyTo: null, skip: null },
})

const seen = (given: Partial<ConversationSeen> = {}, name: string | null = 'Ana Souza'): ConversationSeen => ({
  ...({ channel: 'whatsapp', status: 'pending', assignee: 'none', labels: [], canReply: false } as const),
  updatedAtMs: NOW_MS,
  contact: {
    ...{ id: 5, name, phone: null, email: null, identifier: null, sourceId: '5511955550101' },
    ...{ hmacVerified: false, blocked: false },
  },
  ...given,
})

const TEMPLATE = { name: 'volta', language: 'pt_BR', text: 'Olá {{1}}', parameters: { '1': '{first_name}' } }
const config = TenantConfig.parse({ tenant, name: 'Casa Aurora', service: { windowTemplates: [TEMPLATE] } })
const words: OutboundAction = { kind: 'message', text: 'Sim!', buttons: [], image: null }
const used = { name: 'volta', language: 'pt_BR', category: 'UTILITY', parameters: {} } as const

interface Known {
  readonly action?: OutboundAction
  readonly knockState?: OutboxState | null
  readonly knockedAtMs?: number | null
  readonly isLatest?: boolean
}

const NOT_KNOCKED = { knockState: null, knockedAtMs: null }

/** A store that knows messages 1 and 2 as ours. */
const store = ({ action = words, isLatest = true, ...known }: Known = {}): Undeliverable['store'] => ({
  undelivered: async (_ref, messageId) =>
    messageId === 1 || messageId === 2
      ? {
          action: messageId === 2 ? words : action,
          language: 'pt-BR',
          isLatest,
          knock: 'knock:7',
          ...NOT_KNOCKED,
          ...known,
        }
      : null,
})
const remedy = (given: Partial<Undeliverable> = {}) =>
  remedyFor({ store: store(), rows: [failure(1)], seen: seen(), config, nowMs: NOW_MS, ...given })

test('a closed window is knocked at with the shop’s template, under a name of its own', async () => {
  const found = await remedy()
  assert.equal(found.kind === 'knock' && found.marker, 'knock:7')
  assert.deepEqual(found.kind === 'knock' && found.action, {
    ...{ kind: 'message', text: 'Olá Ana', buttons: [], image: null },
    template: { name: 'volta', language: 'pt_BR', category: 'UTILITY', parameters: { '1': 'Ana' } },
  })
})

test('Twilio’s inbox is told its own way', async () => {
  const { contact } = seen()
  const found = await remedy({
    seen: seen({ contact: contact && { ...contact, sourceId: 'whatsapp:+5511955550101' } }),
  })
  assert.ok(found.kind === 'knock' && found.action.kind === 'message' && found.action.template?.isTwilio)
})

const HUMANS: readonly [title: string, given: Partial<Undeliverable>][] = [
  ['another failure', { rows: [failure(1, 'Message undeliverable')] }],
  ['another failure beside a closed window', { rows: [failure(1), failure(2, 'Message undeliverable')] }],
  ['a customer who has written meanwhile', { rows: [failure(1), wrote] }],
  ['a message that no row of ours said', { rows: [failure(3)] }],
  ['a template that failed', { store: store({ action: { ...words, template: used } as OutboundAction }) }],
  [
    'a template that failed beside words that did',
    {
      rows: [failure(2), failure(1)],
      store: store({ action: { ...words, template: used } as OutboundAction }),
    },
  ],
  ['what another turn spoke after', { store: store({ isLatest: false }) }],
  ['a note that failed', { store: store({ action: { kind: 'note', text: 'x' } }) }],
  ['a channel without templates', { seen: seen({ channel: 'instagram' }) }],
  ['a gateway’s inbox', { seen: seen({ isApiInbox: true }) }],
  ['a configuration that does not load', { config: null }],
  ['a shop without templates', { config: TenantConfig.parse({ tenant, name: 'x', service: {} }) }],
  ['a template that wants a name nobody knows', { seen: seen({}, null) }],
  ['a window that a template of the last day did not open', { store: store({ knockedAtMs: NOW_MS - 23 * HOUR_MS }) }],
]
for (const [title, given] of HUMANS)
  test(`${title} is a human’s`, async () => assert.deepEqual(await remedy(given), { kind: 'human' }))

test('a template of the day before is none', async () => {
  assert.equal((await remedy({ store: store({ knockedAtMs: NOW_MS - 24 * HOUR_MS }) })).kind, 'knock')
})

test('a second report finds the first one’s template, and calls a human only when that came to nothing', async () => {
  const kinds = await Promise.all(
    OUTBOX_STATES.map(async (knockState) => [knockState, (await remedy({ store: store({ knockState }) })).kind]),
  )
  assert.deepEqual(Object.fromEntries(kinds), {
    ...{ planned: 'knocked', sending: 'knocked', unknown: 'knocked', sent: 'knocked', confirmed: 'knocked' },
    ...{ failed: 'human', dropped: 'human' },
  })
})
