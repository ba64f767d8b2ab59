import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MappingBody } from '../domain/mapping.ts'
import { withMapping, writtenMapping } from './mapping-edit.ts'

const shop = { domain: 'retail', account_id: 'account_1' }
const other = { domain: 'furniture', account_id: 'account_2' }

function edited(text: string | null, body: MappingBody, isJson = false): string {
  const changed = withMapping(text, () => body, { isJson })
  assert.equal(changed.kind, 'text', JSON.stringify(changed))
  return changed.kind === 'text' ? changed.text : ''
}

test('a mapping that is not there yet is made', () => {
  const text = edited(null, { accounts: { 1: shop }, fallbacks: [{ ...other, sequence: 5 }] })
  assert.match(text, /^accounts:\n {2}'1':\n {4}domain: retail\n/)
  assert.deepEqual(writtenMapping(text).fallbacks, [{ ...other, sequence: 5 }])
})

test('one entry is changed, and comments and the others stay', () => {
  const text = edited(
    "# ours\naccounts:\n  '1': { domain: retail, account_id: account_1 } # the first\n  2: { domain: x, account_id: y }\n",
    {
      accounts: { 2: other },
    },
  )
  assert.match(text, /^# ours\naccounts:\n {2}'1': \{ domain: retail, account_id: account_1 \} # the first\n/)
  assert.deepEqual(writtenMapping(text).accounts, { 1: shop, 2: other })
})

test('a number in another spelling is the same entry, and null takes it out', () => {
  const text = edited("accounts: { '01': { domain: a, account_id: b }, 1: { domain: c, account_id: d } }\n", {
    accounts: { 1: shop },
  })
  assert.deepEqual(writtenMapping(text).accounts, { 1: shop })
  assert.deepEqual(writtenMapping(edited(text, { accounts: { 1: null } })).accounts, {})
})

test('the settings of webhooks are shown as they stand there, and are no obstacle where there are none', () => {
  const text = edited(null as never, { webhook_settings: { processing_timeout: 30 } })
  assert.deepEqual(writtenMapping(text).webhook_settings, { processing_timeout: 30 })
  assert.ok(!('webhook_settings' in writtenMapping('webhook_settings: false\n')))
})

test('a JSON file stays JSON', () => {
  const text = edited('{ "accounts": {} }', { inboxes: { 401: shop } }, true)
  assert.deepEqual(JSON.parse(text), { accounts: {}, inboxes: { 401: shop } })
})

test('a file that cannot be read is left alone', () => {
  for (const text of ['accounts: [', '- a\n- b\n'])
    assert.equal(withMapping(text, () => ({}), { isJson: false }).kind, 'problem')
})

test('a number that stands there twice for two tenants is nobody’s, until one change says whose it is', () => {
  const twice =
    'accounts:\n  2: { domain: retail, account_id: account_1 }\n  02: { domain: furniture, account_id: account_2 }\n'
  assert.deepEqual(writtenMapping(twice).accounts, { 2: null })
  assert.deepEqual(writtenMapping(edited(twice, { accounts: { 2: other } })).accounts, { 2: other })
  assert.deepEqual(writtenMapping(edited(twice, { accounts: { 2: null } })).accounts, {})
})

test('a change that gives one number to two tenants is refused, and one that says it twice alike is not', () => {
  const { error } = MappingBody.safeParse({ accounts: { 2: shop, '02': other } })
  assert.deepEqual(error?.issues[0]?.path, ['accounts', '02'])
  assert.match(error?.issues[0]?.message ?? '', /2 and 02 are one number/)
  assert.ok(MappingBody.safeParse({ accounts: { 2: shop, '02': shop } }).success)
  assert.deepEqual(writtenMapping(edited(null, { accounts: { 2: shop, '02': shop } })).accounts, { 2: shop })
})

test('a key that stands there twice, letter for letter, is left for a person to mend', () => {
  const text = 'accounts:\n  "2": { domain: retail, account_id: account_1 }\n  "2": { domain: x, account_id: y }\n'
  assert.equal(withMapping(text, () => ({}), { isJson: false }).kind, 'problem')
})
