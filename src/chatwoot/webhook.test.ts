import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Failure } from '../base/failure.ts'
import { DEFAULT_CONNECTION } from '../domain/ids.ts'
import type { Inbound } from '../domain/inbound.ts'
import { classify, readWebhook, type WebhookContext } from './webhook.ts'

const FIXTURES = new URL('../../test/fixtures/chatwoot/', import.meta.url)
const FILES = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'))
const bytes = (name: string) => readFileSync(new URL(name, FIXTURES))
const fileOf = (number: string) => FILES.find((name) => name.startsWith(`${number}_`))!
const jsonOf = (number: string) => JSON.parse(bytes(fileOf(number)).toString())

const CONTEXT: WebhookContext = {
  connection: DEFAULT_CONNECTION,
  receivedAtMs: 1_784_366_500_000,
  signed: true,
  account: 1,
  botIds: [3],
}
const read = (raw: Uint8Array | string, context: Partial<WebhookContext> = {}) =>
  classify(readWebhook(raw), { ...CONTEXT, ...context })
const payload = (number: string, context?: Partial<WebhookContext>) => read(bytes(fileOf(number)), context)
const changed = (
  number: string,
  change: (json: ReturnType<typeof jsonOf>) => void,
  context?: Partial<WebhookContext>,
) => {
  const json = jsonOf(number)
  change(json)
  return read(JSON.stringify(json), context)
}

/** kind and what is particular, by file number; every webhook of the folder has its line. */
const TABLE: Record<string, string> = {
  '01': 'customer-message web "Hi, do you ship to Norway?"',
  '02': 'customer-message whatsapp "Hello, is order 1007 on its way?"',
  '04': 'customer-message whatsapp "Track order" replying 9030',
  '05': 'customer-message whatsapp "Good morning"',
  '06': 'customer-message sms "Are you open today"',
  '07': 'customer-message sms "STOP sending me ads, I need help"',
  '08': 'customer-message facebook "Hi! What are your prices?"',
  '09': 'customer-message instagram "Is the blue one in stock?"',
  '11': 'customer-message telegram "/start"',
  '13': 'customer-message line "こんにちは"',
  '15': 'customer-message tiktok "price?"',
  '16': 'customer-message whatsapp "Boa tarde, quero fazer um pedido" by gateway',
  '17': 'customer-message email "Hello,\n\ninvoice 1042 shows the wrong VAT number. Can you correct it?\n\nJo" + file invoice-1042.pdf',
  '20': 'customer-message whatsapp "the box arrived like this" + image photo.jpeg',
  '21': 'customer-message whatsapp "" + audio voice-note.ogg',
  '22': 'customer-message whatsapp "signed contract" + file contract.pdf',
  '23': 'customer-message whatsapp "" + location Central Station, Main Street 1',
  '25': 'customer-message whatsapp "" + video clip.mp4',
  '26': 'customer-message whatsapp "This message is unavailable." skipped: unsupported',
  '27': 'customer-message whatsapp "Hi, I saw your ad"',
  '28': 'customer-message instagram "love this!" + other ',
  '30': 'human-spoke user in public',
  '31': 'receipt 9030 sent',
  '32': 'nothing',
  '34': 'nothing',
  '36': 'human-spoke user in private',
  '37': 'nothing',
  '38': 'nothing',
  '39': 'nothing',
  '40': 'receipt 9059 sent',
  '50': 'customer-answered track_order',
  '52': 'customer-answered Fast! rated 5',
  '54': 'nothing',
  '56': 'nothing',
  '57': 'receipt 9065 failed: Template not found or invalid template name',
  '60': 'conversation-changed pending none',
  '61': 'conversation-changed pending none',
  '62': 'conversation-changed open none',
  '63': 'conversation-changed resolved human',
  '64': 'conversation-changed snoozed human',
  '65': 'conversation-changed open none',
  '66': 'conversation-changed open human',
  '67': 'conversation-changed open human shipping,vip',
  '68': 'conversation-changed open none',
  '69': 'nothing',
  '70': 'conversation-changed open none',
  '71': 'conversation-changed resolved human',
  '72': 'customer-message whatsapp "Hello again"',
  '73': 'conversation-changed open none',
  '74': 'conversation-changed pending none',
  '75': 'customer-message whatsapp "Hi"',
  '76': 'conversation-changed pending none',
  '80': 'nothing',
  '81': 'nothing',
  '82': 'nothing',
  '83': 'nothing',
  '84': 'nothing',
  '85': 'nothing',
  '86': 'nothing',
  '87': 'nothing',
  '88': 'nothing',
  '89': 'nothing',
}

function told(inbound: Inbound | null): string {
  if (!inbound) return 'nothing'
  const { event, seen } = inbound
  switch (event.kind) {
    case 'customer-message':
      return [
        `${event.kind} ${seen.channel} "${event.text}"`,
        ...event.attachments.map(({ kind, label }) => `+ ${kind} ${label.startsWith('?') ? '' : label}`),
        ...(event.inReplyTo ? [`replying ${event.inReplyTo}`] : []),
        ...(event.skip ? [`skipped: ${event.skip}`] : []),
        ...(seen.isApiInbox ? ['by gateway'] : []),
      ].join(' ')
    case 'customer-answered':
      return `${event.kind} ${event.values.map(({ value }) => value)}${event.rating ? ` rated ${event.rating}` : ''}`
    case 'human-spoke':
      return `${event.kind} ${event.by} in ${event.isPrivate ? 'private' : 'public'}`
    case 'receipt':
      return `${event.kind} ${event.messageId} ${event.status}${event.error ? `: ${event.error}` : ''}`
    case 'conversation-changed':
      return `${event.kind} ${seen.status} ${seen.assignee} ${seen.labels}`.trim()
  }
}

// requirement: ack.any-payload
for (const [number, expected] of Object.entries(TABLE))
  test(`${fileOf(number)} is ${expected.split('\n')[0]}`, () => assert.equal(told(payload(number)), expected))

test('every webhook payload of the folder has its line in the table', () => {
  const webhooks = FILES.filter((name) => 'event' in JSON.parse(bytes(name).toString())).map((name) => name.slice(0, 2))
  assert.deepEqual(Object.keys(TABLE).sort(), webhooks.sort())
})

test('a delivery knows where it belongs, who wrote, and when', () => {
  assert.deepEqual(payload('02'), {
    connection: 'default',
    account: 1,
    conversation: 1202,
    inbox: 12,
    signed: true,
    receivedAtMs: CONTEXT.receivedAtMs,
    dedupe: 'm:9010',
    seen: {
      channel: 'whatsapp',
      status: 'pending',
      assignee: 'none',
      labels: [],
      canReply: true,
      updatedAtMs: 1_784_366_400_483,
      contact: {
        id: 502,
        name: 'Dana Rivers',
        phone: '+12025550147',
        email: null,
        identifier: null,
        sourceId: '12025550147',
        hmacVerified: false,
        blocked: false,
      },
    },
    event: {
      kind: 'customer-message',
      messageId: 9010,
      text: 'Hello, is order 1007 on its way?',
      attachments: [],
      createdAtMs: 1_784_366_400_123,
      inReplyTo: null,
      skip: null,
    },
  })
})

// requirement: once.one-name
test('one change of a conversation has one name, whichever of its four events tells it', () => {
  const names = ['62', '65', '70'].map((number) => payload(number)?.dedupe)
  assert.equal(new Set(names).size, 1)
  assert.notEqual(names[0], payload('63')?.dedupe)
})

test('a button pressed once is one fact though its message is updated again for its delivery', () => {
  const first = payload('50')
  const again = changed('50', (json) => {
    json.conversation.messages[0].status = 'read'
  })
  assert.equal(again?.dedupe, first?.dedupe)
  const other = changed('50', (json) => {
    json.content_attributes.submitted_values[0].value = 'human'
  })
  assert.notEqual(other?.dedupe, first?.dedupe)
})

test('each state of our own message is a fact of its own', () => {
  const states = ['sent', 'delivered', 'read', 'failed'].map((status) =>
    changed('57', (json) => {
      json.content_attributes = { chatwootai: 'o1' }
      json.conversation.messages[0].status = status
    }),
  )
  assert.deepEqual(
    states.map((inbound) => told(inbound)),
    ['receipt 9065 sent', 'receipt 9065 delivered', 'receipt 9065 read', 'receipt 9065 failed: failed'],
  )
  assert.equal(new Set(states.map((inbound) => inbound?.dedupe)).size, 4)
})

test('an inbox’s bot is us while our number is unknown; then other bots are nothing, unless our marker is on it', () => {
  assert.equal(payload('31', { botIds: [] })?.event.kind, 'receipt')
  assert.equal(payload('31', { botIds: [77] }), null)
  const marked = changed('31', (json) => Object.assign(json.content_attributes, { chatwootai: 'o7' }), { botIds: [77] })
  assert.deepEqual(marked?.event, { kind: 'receipt', messageId: 9030, marker: 'o7', status: 'sent', error: null })
})

test('what is typed on the phone is a human speaking', () => {
  const echo = changed('30', (json) => {
    json.sender = null
    json.content_attributes = { external_echo: true }
  })
  const business = changed('30', (json) => {
    json.sender = null
    json.source_id = '77'
  })
  const evolution = changed('30', (json) => {
    json.source_id = 'WAID:3EB0'
  })
  for (const inbound of [echo, business, evolution]) assert.equal(told(inbound), 'human-spoke phone in public')
})

test('campaigns and rules are no human, though a campaign has a sender', () => {
  assert.equal(
    changed('30', (json) => {
      json.additional_attributes.campaign_id = 4
    }),
    null,
  )
  assert.equal(
    changed('30', (json) => {
      json.content_attributes.automation_rule_id = 4
    }),
    null,
  )
})

// requirement: human.skip
test('what must not be answered says why', () => {
  const skipOf = (inbound: Inbound | null) => inbound?.event.kind === 'customer-message' && inbound.event.skip
  const contact = (json: ReturnType<typeof jsonOf>) => json.conversation.meta.sender
  assert.equal(skipOf(changed('16', (json) => Object.assign(contact(json), { identifier: '120363@g.us' }))), 'group')
  assert.equal(
    skipOf(changed('16', (json) => Object.assign(contact(json), { identifier: '123456' }))),
    'control-contact',
  )
  assert.equal(
    skipOf(changed('16', (json) => Object.assign(contact(json), { phone_number: '+123456' }))),
    'control-contact',
  )
  assert.equal(skipOf(changed('02', (json) => Object.assign(contact(json), { blocked: true }))), 'blocked')
  assert.equal(skipOf(changed('02', (json) => Object.assign(json.content_attributes, { deleted: true }))), 'deleted')
  const auto = (json: ReturnType<typeof jsonOf>) =>
    Object.assign(json.conversation.additional_attributes, { auto_reply: true })
  assert.equal(
    skipOf(changed('17', (json) => Object.assign(json.content_attributes.email, { auto_reply: true }))),
    'auto-reply',
  )
  assert.equal(skipOf(changed('17', auto)), null, 'a person’s mail in a conversation that a machine opened')
})

test('a message the customer takes back is news; any other update of it is not', () => {
  const updated = (change: object) =>
    changed('09', (json) => Object.assign(json, { event: 'message_updated', ...change }))
  assert.equal(updated({}), null)
  const takenBack = updated({ content_attributes: { deleted: true } })
  assert.equal(told(takenBack), 'customer-message instagram "Is the blue one in stock?" skipped: deleted')
  assert.equal(takenBack?.dedupe, 'u:9024:deleted')
})

test('Instagram over a Facebook page is Instagram', () => {
  const inbound = changed('08', (json) => {
    json.conversation.additional_attributes = { type: 'instagram_direct_message' }
  })
  assert.equal(inbound?.seen.channel, 'instagram')
})

test('Captain owning a conversation is somebody else owning it; our bot is not', () => {
  assert.equal(payload('72')?.seen.assignee, 'bot')
  const captain = changed('72', (json) => {
    json.conversation.meta.assignee.type = 'captain_assistant'
  })
  assert.equal(captain?.seen.assignee, 'human')
})

test('a hint never takes the name of the fact it announces', () => {
  assert.equal(payload('02', { signed: false })?.dedupe, 'h:m:9010')
})

test('a conversation of an older Chatwoot is placed by its connection, or refused', () => {
  const bare = (json: ReturnType<typeof jsonOf>) => Object.assign(json, { messages: [] })
  assert.equal(changed('74', bare)?.account, 1)
  assert.throws(() => changed('74', bare, { account: null }), { code: 'BAD_PAYLOAD' })
})

test('64 KiB of a message are kept, cut between code points', () => {
  const inbound = changed('02', (json) => {
    json.content = `a${'😀'.repeat(40_000)}`
  })
  assert.ok(inbound?.event.kind === 'customer-message')
  assert.equal(inbound.event.text, `a${'😀'.repeat(16_383)}`)
})

// requirement: ack.mutated
test('no body at all, garbage, and JSON that is no event are refused with a sentence', () => {
  for (const raw of ['', '{', 'null', '[]', '"x"', '{}', '{"event":1}', '\u0000', '['.repeat(200_000)])
    assert.throws(() => read(raw), { code: 'BAD_PAYLOAD' }, raw.slice(0, 20))
  assert.throws(() => read(Buffer.from([0xff, 0xfe, 0x00])), { code: 'BAD_PAYLOAD' })
})

test('an event we do not know is nothing, however it looks', () => {
  assert.equal(read('{"event":"conversation_exploded","id":"x"}'), null)
})

const VALUES = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    true,
    '',
    0,
    -1,
    1.5,
    1e300,
    [],
    {},
    [[]],
    [null],
    '\ud800',
    '\0',
    'x'.repeat(100_000),
  ),
  fc.jsonValue(),
)

/** Puts `value` where walking `path` (each step modulo the keys there) ends; undefined deletes. */
function mutate(root: Record<string, unknown>, path: readonly number[], value: unknown): void {
  let node: Record<string, unknown> = root
  for (const [depth, step] of path.entries()) {
    const keys = Object.keys(node)
    const key = keys[step % Math.max(keys.length, 1)]
    if (key === undefined) return
    const child = node[key]
    if (depth === path.length - 1 || typeof child !== 'object' || child === null) {
      if (value === undefined) delete node[key]
      else node[key] = value
      return
    }
    node = child as Record<string, unknown>
  }
}

// requirement: ack.mutated
test('a payload with anything missing, nulled or of another type is a value or BAD_PAYLOAD, and small', () => {
  const numbers = fc.constantFrom(...Object.keys(TABLE))
  const steps = fc.array(fc.tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }), VALUES), {
    minLength: 1,
    maxLength: 4,
  })
  void fc.assert(
    fc.property(numbers, steps, fc.boolean(), (number, mutations, signed) => {
      const json = jsonOf(number)
      for (const [path, value] of mutations) mutate(json, path, structuredClone(value))
      try {
        const inbound = read(JSON.stringify(json), { signed })
        assert.ok(inbound === null || JSON.stringify(inbound).length < 200_000)
      } catch (error) {
        assert.ok(error instanceof Failure && error.code === 'BAD_PAYLOAD', String(error))
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a node nested a thousand levels deep is as harmless as any', () => {
  const deep = `${'{"a":['.repeat(1_000)}1${']}'.repeat(1_000)}`
  for (const key of ['content_attributes', 'conversation', 'sender', 'attachments', 'content']) {
    const raw = JSON.stringify({ ...jsonOf('50'), [key]: '@' }).replace('"@"', deep)
    try {
      read(raw)
    } catch (error) {
      assert.ok(error instanceof Failure && error.code === 'BAD_PAYLOAD')
    }
  }
})
