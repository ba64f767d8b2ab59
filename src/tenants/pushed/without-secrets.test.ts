import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutSecrets } from './without-secrets.ts'

const clean = (text: string) => withoutSecrets(text, 'account_1-odoo')

test('a text without secrets stays as it is, to the byte', () => {
  const text = '# ours\nname: Casa   # the shop\ncode: 0042\nmcp: { credential_ref: x, max_tokens: 5 }\n'
  assert.equal(clean(text).text, text)
})

test('a password becomes a ref, and comments, order and numbers such as 0042 stay', () => {
  const { text, moved, dropped } = clean(
    '# ours\ncode: 0042\nintegrations:\n  mcp:\n    config:\n      db: "007" # the database\n      password: canary\n',
  )
  assert.match(text, /^# ours\ncode: 0042\n/)
  assert.match(text, /db: "007" # the database\n {6}credential_ref: account_1-odoo\n$/)
  assert.deepEqual([moved[0]?.ref, moved[0]?.secret.reveal(), dropped], ['account_1-odoo', 'canary', []])
})

test('a ref that is there already is kept', () => {
  const { text, moved } = clean('integrations: { mcp: { config: { password: canary, credential_ref: old } } }\n')
  assert.equal(moved[0]?.ref, 'old')
  assert.doesNotMatch(text, /canary/)
})

test('whatever else is named like a secret is gone, wherever it stands', () => {
  const { text, dropped } = clean(`
security_token: canary-1
list: [{ api_key: canary-2, keep: yes }]
redis: { password: canary-3 }
shared: &s { app_secret: canary-4, level: 1 }
again: *s
merged: { <<: *s, more: 2 }
token: false
`)
  assert.doesNotMatch(text, /canary/)
  assert.match(text, /keep: yes/)
  assert.deepEqual(dropped.slice(0, 3), ['security_token', 'list[0].api_key', 'redis.password'])
})

test('a document of the newer module, in JSON, is cleaned as well', () => {
  const { text, moved } = clean(
    JSON.stringify(
      { security_token: 'canary', modules: { mcp: { connection: { database: 'x', password: 'canary' } } } },
      null,
      2,
    ),
  )
  assert.doesNotMatch(text, /canary/)
  assert.match(text, /password_ref/)
  assert.equal(moved[0]?.secret.reveal(), 'canary')
})
