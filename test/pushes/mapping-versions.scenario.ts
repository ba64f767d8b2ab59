import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Office, openOffice } from './push-kit.ts'

const aurora = { domain: 'cosmetics', account_id: 'account_1' }
const jatoba = { domain: 'furniture', account_id: 'account_2' }
const OWN = '/configs/account_2/furniture/mapping'

const patch = (office: Office, body: object, key?: string) =>
  office.call('PATCH', '/mapping/', { body, ...(key ? { key } : {}) })
const sync = (office: Office, mapping: object) =>
  office.call('POST', '/odoo-webhook', { body: { event_type: 'mapping_sync', mapping } })
const mapping = async (office: Office) => (await office.call('GET', '/mapping/')).body

test('every change of the mapping is a version with who, when and what, and is taken back in one call', async () => {
  await using office = await openOffice()
  const before = await mapping(office)
  const first = await patch(office, { accounts: { 7: jatoba }, inboxes: { 401: aurora } })
  assert.equal(first.body.version, 1, first.text)
  const same = await patch(office, { accounts: { 7: jatoba } })
  assert.equal(same.body.version, 1, 'what changes nothing makes no version')
  assert.equal((await office.call('POST', '/mapping/', { body: { accounts: { 7: aurora } } })).body.version, 2)
  const { versions } = (await office.call('GET', '/mapping/history')).body
  assert.deepEqual(
    versions.map(({ version, who, note }: Record<string, unknown>) => [version, who, note]),
    [
      [2, 'operator', 'written whole'],
      [1, 'operator', 'changed'],
    ],
  )
  assert.ok(Date.parse(versions[0].at) > 0)
  assert.deepEqual(versions[1].diff, [
    { path: 'accounts.7', before: null, after: JSON.stringify(jatoba) },
    { path: 'inboxes.401', before: null, after: JSON.stringify(aurora) },
  ])
  const back = await office.call('POST', '/mapping/rollback', { body: { version: 1 } })
  assert.equal(back.status, 200, back.text)
  assert.equal(back.body.version, 3)
  assert.deepEqual((await mapping(office)).accounts, { ...before.accounts, 7: jatoba })
  await office.call('POST', '/mapping/rollback', { body: { version: 0 } })
  assert.deepEqual(await mapping(office), before)
  assert.equal((await office.call('POST', '/mapping/rollback', { body: { version: 99 } })).status, 404)
  const { entries } = (await office.cli('GET', '/audit')).body
  assert.deepEqual(
    entries.slice(0, 3).map(({ what }: { what: string }) => what),
    ['request.refused', 'mapping.rolled-back', 'mapping.rolled-back'],
  )
})

test('a tenant has the versions of its own entries, sees nothing of others in them, and goes back alone', async () => {
  await using office = await openOffice()
  await sync(office, { chatwoot_account_id: 7, internal_account_id: 'account_2', domain: 'furniture' })
  await patch(office, { accounts: { 7: aurora, 8: jatoba } })
  const key = await office.keyOf('furniture/account_2')
  const { versions } = (await office.call('GET', `${OWN}/history`, { key })).body
  assert.deepEqual(versions[0].diff, [
    { path: 'accounts.7', before: JSON.stringify(jatoba), after: null },
    { path: 'accounts.8', before: null, after: JSON.stringify(jatoba) },
  ])
  assert.equal(versions[1].note, 'mapping_sync')
  assert.doesNotMatch(JSON.stringify(versions), /cosmetics/)
  const { yaml } = (await office.call('GET', `${OWN}/version/1`, { key })).body
  assert.match(yaml, /^ {2}"7":\n {4}domain: furniture/m)
  const taken = await office.call('POST', `${OWN}/rollback`, { body: { version: 1 } })
  assert.match(taken.text, /accounts: 7 is another tenant’s by now/)
  await patch(office, { accounts: { 7: null } })
  assert.equal((await office.call('POST', `${OWN}/rollback`, { key, body: { version: 1 } })).status, 403, 'not its own')
  const back = await office.call('POST', `${OWN}/rollback`, { body: { version: 1 } })
  assert.deepEqual([back.status, back.body.version], [200, 3], back.text)
  const { accounts } = await mapping(office)
  assert.deepEqual([accounts['7'], accounts['8']], [jatoba, undefined])
  const { configs } = (await office.call('GET', '/configs/account_2')).body
  assert.deepEqual(
    configs[0].documents.map(({ type }: { type: string }) => type),
    ['mapping'],
  )
})

test('a version holds no phone of an owner, and going back leaves special numbers as they are', async () => {
  await using office = await openOffice()
  const special = { ...jatoba, number: '5511955550177', crew: 'analytics' }
  const { body } = await patch(office, { accounts: { 7: jatoba }, special_numbers: [special] })
  assert.equal(body.version, 1)
  const told = await office.call('GET', '/mapping/history')
  assert.match(told.text, /special_numbers/)
  assert.doesNotMatch(told.text, /5511955550177/)
  assert.doesNotMatch((await office.call('GET', `${OWN}/version/1`)).text, /5511955550177/)
  await office.call('POST', '/mapping/rollback', { body: { version: 0 } })
  const left = await mapping(office)
  assert.deepEqual([left.accounts['7'], left.special_numbers], [undefined, [special]])
})

test('who maps a tenant that is not there is told so in the answer, with what was probably meant', async () => {
  await using office = await openOffice()
  const told = await patch(office, { accounts: { 7: { domain: 'furnitur', account_id: 'account_2' } } })
  assert.match(
    told.body.warnings[0],
    /accounts\.7: maps to furnitur\/account_2, .*did you mean "furniture\/account_2"\?$/,
  )
  const synced = await sync(office, { chatwoot_account_id: 8, internal_account_id: 'account_8', domain: 'retail' })
  assert.match(synced.body.warnings[0], /^chatwoot_mapping\.yaml:\d+:\d+ accounts\.8: maps to retail\/account_8/)
  assert.deepEqual((await patch(office, { accounts: { 7: jatoba, 8: null } })).body.warnings, [])
  const twice = await patch(office, { accounts: { 7: jatoba, '07': aurora } })
  assert.equal(twice.status, 400)
  assert.match(twice.body.detail, /7 and 07 are one number/)
})
