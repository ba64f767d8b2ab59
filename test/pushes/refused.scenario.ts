import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Office, openOffice } from './push-kit.ts'

const CONFIG = '/configs/account_1/cosmetics/config'
const CREDENTIALS = '/configs/account_1/cosmetics/credentials'
const withPassword = (password: string) => ({
  account_id: 'account_1',
  name: 'Casa Aurora',
  integrations: { mcp: { type: 'odoo-mcp', config: { url: 'https://odoo.aurora.example', db: 'a', password } } },
})

const auditOf = async (office: Office, tenant = '') => {
  const { entries } = (await office.cli('GET', `/audit${tenant && `?tenant=${tenant}`}`)).body
  return entries as { who: string; what: string; tenant: string | null; detail: Record<string, unknown> }[]
}
const secretsOf = ({ world }: Office, tenant = 'cosmetics/account_1') => {
  const file = join(world.dir, 'config/domains', tenant, 'credentials.yaml')
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

// requirement: apart.pushes
test('of credentials of which one cannot be opened none is kept, and the refusal is written down without a value', async () => {
  await using office = await openOffice()
  await office.call('POST', CREDENTIALS, { body: { credentials: { old: 'canary-old' } } })
  const before = secretsOf(office)
  for (const credentials of [
    { a: 'canary-plain', b: 'ENC:canary' },
    { a: 'canary-plain', 'canary b': 'x' },
    { old: 'canary-new', c: 'ENC2:gone:AAAA' },
  ]) {
    const told = await office.call('POST', CREDENTIALS, { body: { credentials } })
    assert.deepEqual([told.status, told.body.code], [422, 'CREDENTIAL_UNUSABLE'], told.text)
    assert.doesNotMatch(told.text, /canary/)
    assert.equal(secretsOf(office), before)
  }
  const { versions } = (await office.call('GET', `${CREDENTIALS}/history`)).body
  assert.equal(versions.length, 1)
  const refused = (await auditOf(office, 'cosmetics/account_1')).filter(({ what }) => what === 'request.refused')
  assert.deepEqual(
    refused.map(({ detail }) => detail.code),
    Array(3).fill('CREDENTIAL_UNUSABLE'),
  )
  assert.equal(refused[0]?.detail.request, `POST ${CREDENTIALS}`)
  assert.doesNotMatch(JSON.stringify(refused), /canary/)
})

// requirement: private.credentials-in-only
test('a change of credentials is in the history by its refs, and the same again is none', async () => {
  await using office = await openOffice()
  const push = (credentials: object) => office.call('POST', CREDENTIALS, { body: { credentials } })
  await push({ fb: 'canary-1', ig: 'canary-2' })
  await push({ fb: 'canary-1' })
  const changed = await push({ fb: 'canary-3' })
  assert.deepEqual([changed.body.version, changed.body.credentials_version], [2, 2])
  const history = await office.call('GET', `${CREDENTIALS}/history`)
  assert.deepEqual(
    history.body.versions.map(({ diff }: { diff: unknown }) => diff),
    [
      [{ path: 'fb', before: '[secret]', after: '[secret]' }],
      [
        { path: 'fb', before: null, after: '[secret]' },
        { path: 'ig', before: null, after: '[secret]' },
      ],
    ],
  )
  assert.doesNotMatch(history.text, /canary/)
})

// requirement: apart.pushes
test('a password that cannot be kept refuses the whole configuration it came in', async () => {
  await using office = await openOffice()
  const [before, secrets] = [(await office.call('GET', CONFIG)).body, secretsOf(office)]
  const told = await office.call('POST', CONFIG, { body: withPassword('ENC:canary') })
  assert.deepEqual([told.status, told.body.code], [422, 'CREDENTIAL_UNUSABLE'], told.text)
  assert.deepEqual((await office.call('GET', CONFIG)).body, before)
  assert.equal(secretsOf(office), secrets)
})

// requirement: apart.pushes
test('without a master key a push with a password changes nothing and says what to do, and doctor knows', async () => {
  await using office = await openOffice({ settings: { CREDENTIAL_MASTER_KEY: '' } })
  const doctor = async () => {
    const { checks } = (await office.cli('GET', '/doctor')).body
    return checks.find(({ what }: { what: string }) => what === 'CREDENTIAL_MASTER_KEY')
  }
  assert.equal((await doctor()).status, 'note')
  const shop = { event_type: 'credentials_sync', account_id: 'account_9', domain: 'papelaria', name: 'Girassol' }
  const sync = { ...shop, odoo_url: 'https://odoo.girassol.example', odoo_db: 'g', odoo_password: 'canary' }
  for (const [path, body] of [
    ['/odoo-webhook', sync],
    ['/configs/account_9/papelaria/config', { ...withPassword('canary'), account_id: 'account_9' }],
    ['/configs/account_9/papelaria/credentials', { credentials: { a: 'canary' } }],
  ] as const) {
    const told = await office.call('POST', path, { body })
    assert.deepEqual([told.status, told.body.code], [409, 'CREDENTIAL_KEY_MISSING'], told.text)
    assert.match(told.body.detail, /CREDENTIAL_MASTER_KEY is not set/)
  }
  assert.ok(!existsSync(join(office.world.dir, 'config/domains/papelaria')))
  assert.equal((await auditOf(office, 'papelaria/account_9')).length, 3)
  assert.match(JSON.stringify(await doctor()), /"problem".*a push was refused for it/)
  const plain = await office.call('POST', '/odoo-webhook', { body: { ...sync, odoo_password: false } })
  assert.equal(plain.status, 200, plain.text)
})

test('whoever is not let in, and every write that is refused, leaves a line; a read or a flood does not', async () => {
  await using office = await openOffice({ settings: { PUSHES_PER_MINUTE: '2' } })
  const key = await office.keyOf('cosmetics/account_1')
  const target = '/configs/account_2/furniture/config'
  const statuses = []
  for (const [method, path, given] of [
    ['POST', CONFIG, { body: 'a: [1' }],
    ['GET', '/configs/account_9/retail/config', {}],
    ['GET', CONFIG, {}],
    ['GET', target, { key }],
    [
      'POST',
      '/odoo-webhook',
      { key, body: { event_type: 'credentials_sync', account_id: 'account_2', domain: 'furniture' } },
    ],
    ['POST', CONFIG, { key: 'wrong', body: { name: 'X' } }],
    ['GET', '/metrics', { key: 'wrong' }],
  ] as const)
    statuses.push((await office.call(method, path, given)).status)
  assert.deepEqual(statuses, [422, 404, 429, 403, 403, 401, 401])
  const lines = (await auditOf(office)).filter(({ what }) => what === 'request.refused').reverse()
  assert.deepEqual(
    lines.map(({ who, tenant, detail }) => [who.split(' ')[0], tenant, detail.code, detail.target]),
    [
      ['operator', 'cosmetics/account_1', 'CONFIG_INVALID', undefined],
      ['key', 'cosmetics/account_1', 'FORBIDDEN', 'furniture/account_2'],
      ['key', 'cosmetics/account_1', 'FORBIDDEN', 'furniture/account_2'],
      ['nobody', null, 'UNAUTHORIZED', undefined],
      ['nobody', null, 'UNAUTHORIZED', undefined],
    ],
  )
})

test('what is not there is told in the words of these addresses: an unknown type, a method, a page', async () => {
  await using office = await openOffice()
  for (const [method, path] of [
    ['GET', '/configs/account_1/cosmetics/recipes'],
    ['DELETE', CONFIG],
    ['GET', '/odoo-webhook'],
    ['PUT', '/mapping/'],
    ['GET', '/mapping/elsewhere'],
    ['POST', '/configs/account_1'],
  ] as const) {
    const { status, body } = await office.call(method, path)
    assert.deepEqual([status, body.success, body.code], [404, false, 'NOT_FOUND'], `${method} ${path}`)
    assert.ok(body.detail.includes(path) && !('error' in body))
  }
  const page = await office.call('GET', '/elsewhere')
  assert.deepEqual([page.status, page.body.error.code], [404, 'NOT_FOUND'])
})

test('an accepted push names the versions in the words of the Odoo modules', async () => {
  await using office = await openOffice()
  for (const [path, body, version, versions] of [
    [CONFIG, withPassword('canary'), 1, [1, 1]],
    [CREDENTIALS, { credentials: { fb: 'canary' } }, 2, [1, 2]],
    [`${CONFIG}/rollback`, { version: 1 }, 1, [1, 2]],
    ['/configs/account_1/cosmetics/crews/vendas', { name: 'Vendas', routing: { default: true } }, 1, [1, 2]],
  ] as const) {
    const told = (await office.call('POST', path, { body })).body
    assert.equal(told.version, version, `${path} ${JSON.stringify(told)}`)
    assert.deepEqual([told.config_version, told.credentials_version], versions, path)
    assert.deepEqual([told.success, told.tenant_id, told.domain], [true, 'account_1', 'cosmetics'])
    assert.ok(Date.parse(told.timestamp) > 0)
  }
})
