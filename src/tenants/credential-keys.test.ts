import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { Failure } from '../base/failure.ts'
import { Secret } from '../base/secret.ts'
import { tenantOf } from '../domain/ids.ts'
import { CredentialKeys } from './credential-keys.ts'

const OLD = `2025:${Buffer.alloc(32, 1).toString('base64')}`
const NEW = `2026:${Buffer.alloc(32, 2).toString('base64url')}`
const place = { tenant: tenantOf('retail', 'account_1'), ref: 'odoo' }

const keysOf = (master: string | null) =>
  new CredentialKeys({ fernet: null, master: master ? new Secret(master) : null })
const sealed = (text: string, master = NEW) => keysOf(master).seal(new Secret(text), place)

// requirement: private.encrypted
test('what is sealed opens again, and never twice alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const [one, two] = [sealed(text), sealed(text)]
      assert.match(one, /^ENC2:2026:[A-Za-z0-9_-]{38,}$/)
      assert.notEqual(one, two)
      const opened = keysOf(NEW).open(one, place)
      assert.equal(opened.kind === 'opened' && opened.secret.reveal(), text)
    }),
    { numRuns: 50 },
  )
})

// requirement: private.encrypted
test('it opens for no other tenant, no other ref, no other key, and not when a character is changed', () => {
  const text = sealed('canary')
  const elsewhere = [
    { ...place, tenant: tenantOf('retail', 'account_2') },
    { ...place, tenant: tenantOf('health', 'account_1') },
    { ...place, ref: 'other' },
  ]
  for (const other of elsewhere) assert.equal(keysOf(NEW).open(text, other).kind, 'problem')
  assert.equal(keysOf(OLD.replace('2025', '2026')).open(text, place).kind, 'problem')
  for (let i = 'ENC2:2026:'.length; i < text.length - 1; i++) {
    const changed = text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1)
    assert.equal(keysOf(NEW).open(changed, place).kind, 'problem')
  }
})

test('an older key is still read and said to be older; the first one writes', () => {
  const text = sealed('segredo', OLD)
  const opened = keysOf(`${NEW},${OLD}`).open(text, place)
  assert.deepEqual([opened.kind, opened.kind === 'opened' && opened.form], ['opened', 'ENC2 of an older key'])
  assert.match(sealed('x', `${NEW}, ${OLD}`), /^ENC2:2026:/)
  const unlisted = keysOf(NEW).open(text, place)
  assert.match(unlisted.kind === 'problem' ? unlisted.problem : '', /the master key "2025", which .* does not list/)
})

test('text that is cut or no ENC2 at all is a problem, never the secret', () => {
  const text = sealed('canary')
  for (const bad of [
    'ENC2:',
    'ENC2:2026:',
    'ENC2:2026:AAAA',
    text.slice(0, -4),
    `${text}=`,
    `${text}:x`,
    'ENC2:canary',
  ]) {
    const opened = keysOf(NEW).open(bad, place)
    assert.equal(opened.kind, 'problem', bad)
    assert.ok(!inspect(opened).includes('canary') || bad === 'ENC2:canary')
  }
})

test('a setting that is no list of keys is refused without showing it', () => {
  const isTold = (says: RegExp) => (error: unknown) =>
    error instanceof Failure &&
    error.code === 'BAD_SETTING' &&
    says.test(error.message) &&
    !inspect(error).includes('canary')
  assert.throws(() => keysOf('canary'), isTold(/no <id>:<key>/))
  assert.throws(() => keysOf('k:canary'), isTold(/"k" that is not 32 bytes/))
  assert.throws(() => keysOf(`${NEW},${OLD.replace('2025', '2026')}`), isTold(/two keys of one id/))
  assert.throws(() => sealed('canary', ''), { code: 'CREDENTIAL_KEY_MISSING', http: 409 })
})
