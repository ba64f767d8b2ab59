import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { DEFAULT_CONNECTION } from '../domain/ids.ts'
import type { ContactSeen, ConversationSeen } from '../domain/inbound.ts'
import { openIdentity } from './identity.ts'
import { classify, readWebhook } from './webhook.ts'

const identityOf = await openIdentity()

const CONTACT: ContactSeen = {
  id: 1,
  name: 'Ana',
  phone: '+55 11 95555-0100',
  email: 'ana@mail.example',
  identifier: null,
  sourceId: null,
  hmacVerified: false,
  blocked: false,
}
const seen = (
  channel: ConversationSeen['channel'],
  contact: Partial<ContactSeen>,
  isApiInbox = false,
): ConversationSeen => ({
  channel,
  status: 'pending',
  assignee: 'none',
  labels: [],
  canReply: true,
  updatedAtMs: 1,
  contact: { ...CONTACT, ...contact },
  isApiInbox,
})
const who = (...args: Parameters<typeof seen>) => {
  const { strength, phone } = identityOf({ seen: seen(...args), signed: true })
  return `${strength} ${phone}`
}
const gateway = (contact: Partial<ContactSeen>) => {
  const { strength, phone } = identityOf(
    { seen: seen('whatsapp', contact, true), signed: true },
    { isWhatsAppGateway: true },
  )
  return `${strength} ${phone}`
}

// requirement: writes.channel
test('WhatsApp, Twilio and SMS prove the number they gave, not the one in the contact’s card', () => {
  assert.equal(who('whatsapp', { sourceId: '5511955550199' }), 'proven +5511955550199')
  assert.equal(who('whatsapp', { sourceId: 'whatsapp:+5511955550199' }), 'proven +5511955550199')
  assert.equal(who('sms', { sourceId: '+5511955550199' }), 'proven +5511955550199')
})

test('a Brazilian number without its ninth digit stays as WhatsApp writes it', () => {
  assert.equal(who('whatsapp', { sourceId: '551155550199' }), 'proven +551155550199')
})

test('a WhatsApp contact known by no number proves none', () => {
  assert.equal(who('whatsapp', { sourceId: 'BR.1A2B3C' }), 'claimed +5511955550100')
  assert.equal(who('whatsapp', { sourceId: null }), 'claimed +5511955550100')
})

// requirement: writes.channel
test('an API inbox proves nothing, whatever it calls its contact', () => {
  const jid = { identifier: '5511955550199@s.whatsapp.net', sourceId: '5511955550199' }
  assert.equal(who('whatsapp', jid, true), 'claimed +5511955550100')
})

test('an API inbox that the operator marked proves its JID, else the number it wrote', () => {
  assert.equal(gateway({ identifier: '5511955550199@s.whatsapp.net' }), 'proven +5511955550199')
  assert.equal(gateway({ identifier: '5511955550199:7@s.whatsapp.net' }), 'proven +5511955550199')
  assert.equal(gateway({ identifier: '9988@lid' }), 'proven +5511955550100')
})

test('a web visitor is proven by HMAC and phone together', () => {
  assert.equal(who('web', { hmacVerified: true }), 'proven +5511955550100')
  assert.equal(who('web', { hmacVerified: true, phone: null }), 'claimed null')
  assert.equal(who('web', {}), 'claimed +5511955550100')
})

// requirement: writes.channel
test('profiles and e-mail senders are claims, and nobody is nobody', () => {
  for (const channel of ['instagram', 'facebook', 'telegram', 'email', 'line', 'default'] as const)
    assert.equal(who(channel, { sourceId: '5511955550199' }), 'claimed +5511955550100')
  assert.equal(who('instagram', { phone: null, email: null }), 'none null')
})

test('what cannot be a phone is none', () => {
  for (const phone of ['', '+', '+1', 'abc', '+0000000000', '9'.repeat(29), 'tel:+5511955550100'])
    assert.equal(who('web', { phone, hmacVerified: true }), 'claimed null', phone)
})

test('an unsigned delivery says nothing about anybody', () => {
  const identity = identityOf({ seen: seen('whatsapp', { sourceId: '5511955550199' }), signed: false })
  assert.deepEqual(identity, { strength: 'none', phone: null, email: null, name: null })
})

test('of the sample payloads, only WhatsApp and SMS prove who writes', () => {
  const folder = new URL('../../test/fixtures/chatwoot/', import.meta.url)
  const proven = readdirSync(folder).filter((name) => {
    if (!/^\d\d_message_created_incoming/.test(name)) return false
    const context = { connection: DEFAULT_CONNECTION, receivedAtMs: 1, signed: true }
    const inbound = classify(readWebhook(readFileSync(new URL(name, folder))), context)
    return inbound && identityOf(inbound).strength === 'proven'
  })
  assert.deepEqual(
    proven.map((name) => name.slice(0, 2)),
    ['02', '04', '05', '06', '07', '72'],
  )
})
