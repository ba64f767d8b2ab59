import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedText } from './masked-text.ts'

const SECRET = /canary/

test('what follows a name of a secret is masked, the rest of the broken text stays', () => {
  const text = `name: Aurora
  db: [1
password: canary-1
integrations:
\tmcp: { db: x, "password": "canary-2", url: canary-3 }
token: |
  canary-4

  canary-5: x
next: seen
? api_key
: canary-6
credential_ref: shown
`
  const shown = maskedText(text)
  assert.doesNotMatch(shown, SECRET)
  for (const kept of ['name: Aurora', '  db: [1', 'next: seen', 'mcp: { db: x, "password', 'credential_ref: shown'])
    assert.ok(shown.includes(kept), kept)
  assert.equal(shown.split('\n').length, text.split('\n').length)
})

test('broken JSON is masked in lines and in one', () => {
  const inLines = '{\n  "password":\n    "canary",\n  "name": "X",\n'
  assert.equal(maskedText(inLines), '{\n  "password: [secret]\n    [secret]\n  "name": "X",\n')
  assert.doesNotMatch(maskedText('{"name":"X","security_token":"canary","modules":{'), SECRET)
})
