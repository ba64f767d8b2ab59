import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Secret } from '../base/secret.ts'
import { verifySignature } from './signature.ts'

interface Vector {
  readonly secret: string
  readonly x_chatwoot_timestamp: string
  readonly raw_body: string
  readonly x_chatwoot_signature: string
}

const FILE = new URL('../../test/fixtures/chatwoot/99_signature_test_vectors.json', import.meta.url)
const { vectors } = JSON.parse(readFileSync(FILE, 'utf8')) as { vectors: Vector[] }

const headersOf = (vector: Vector) => ({
  'x-chatwoot-timestamp': vector.x_chatwoot_timestamp,
  'x-chatwoot-signature': vector.x_chatwoot_signature,
})

function verify(vector: Vector, change: { secrets?: string[]; headers?: object; body?: string; lateMs?: number } = {}) {
  const secrets = (change.secrets ?? [vector.secret]).map((secret) => new Secret(secret))
  const headers = { ...headersOf(vector), ...change.headers }
  const nowMs = Number(vector.x_chatwoot_timestamp) * 1000 + (change.lateMs ?? 0)
  return verifySignature(
    { connection: 'default', secrets },
    headers,
    Buffer.from(change.body ?? vector.raw_body),
    nowMs,
  )
}

const refused = (problem: RegExp) => ({ code: 'BAD_SIGNATURE', message: problem })

for (const vector of vectors) {
  // requirement: ack.signature
  test(`Chatwoot's signature under ${vector.secret} is recognised, among other secrets too`, () => {
    assert.equal(verify(vector), 'signed')
    assert.equal(verify(vector, { secrets: ['other', vector.secret, 'third'] }), 'signed')
  })

  // requirement: ack.signature
  test(`under ${vector.secret}, a changed body, timestamp or secret is refused`, () => {
    assert.throws(() => verify(vector, { body: `${vector.raw_body} ` }), refused(/fits no secret/))
    assert.throws(() => verify(vector, { secrets: ['other'] }), refused(/fits no secret/))
    const later = String(Number(vector.x_chatwoot_timestamp) + 1)
    assert.throws(() => verify(vector, { headers: { 'x-chatwoot-timestamp': later } }), refused(/fits no secret/))
  })
}

const [vector] = vectors as [Vector]

// requirement: ack.signature
test('a signature is good for five minutes either way', () => {
  assert.equal(verify(vector, { lateMs: 300_000 }), 'signed')
  assert.equal(verify(vector, { lateMs: -300_000 }), 'signed')
  assert.throws(() => verify(vector, { lateMs: 300_001 }), refused(/300 s old/))
  assert.throws(() => verify(vector, { lateMs: -301_000 }), refused(/-301 s old/))
})

test('where a secret is known, a delivery without a signature is refused', () => {
  assert.throws(() => verify(vector, { headers: { 'x-chatwoot-signature': undefined } }), refused(/not signed/))
  assert.throws(() => verify(vector, { headers: { 'x-chatwoot-timestamp': undefined } }), refused(/not signed/))
})

test('a signature of another form is refused before anything is computed', () => {
  const good = vector.x_chatwoot_signature
  for (const signature of [good.toUpperCase(), good.slice(0, -2), `${good}00`, `sha1=${good.slice(7)}`, 'sha256=']) {
    assert.throws(() => verify(vector, { headers: { 'x-chatwoot-signature': signature } }), refused(/malformed/))
  }
  assert.throws(() => verify(vector, { headers: { 'x-chatwoot-timestamp': '17e8' } }), refused(/malformed/))
})

test('without a secret nothing is proven, whatever the headers say', () => {
  assert.equal(verify(vector, { secrets: [] }), 'unsigned')
})

test('the web’s Headers are read as node’s record is', () => {
  const door = { connection: 'default', secrets: [new Secret(vector.secret)] }
  const nowMs = Number(vector.x_chatwoot_timestamp) * 1000
  assert.equal(verifySignature(door, new Headers(headersOf(vector)), Buffer.from(vector.raw_body), nowMs), 'signed')
})
