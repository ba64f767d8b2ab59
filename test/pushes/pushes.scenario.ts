import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { LookupFunction } from '../../src/base/public-lookup.ts'
import { isReply } from '../support/world.ts'
import { ADMIN_KEY, openOffice, signed } from './push-kit.ts'

const sync = (more: Record<string, unknown> = {}) => ({
  event_type: 'credentials_sync',
  account_id: 'account_9',
  domain: 'retail',
  name: 'Papelaria Girassol',
  description: false,
  odoo_url: 'https://odoo.girassol.example',
  odoo_db: 'girassol',
  odoo_username: 'bot@girassol.example',
  odoo_password: 'canary-password',
  token: 'canary-token',
  enabled_collections: ['business_rules'],
  ...more,
})

test('a shop that its Odoo syncs is there at once, its password encrypted, its token nowhere', async () => {
  await using office = await openOffice()
  const answer = await office.call('POST', '/odoo-webhook', { body: sync() })
  assert.equal(answer.status, 200, answer.text)
  const { success, tenant_id, domain, config_version, credentials_version, timestamp } = answer.body
  assert.deepEqual(
    [success, tenant_id, domain, config_version, credentials_version],
    [true, 'account_9', 'retail', 1, 1],
  )
  assert.ok(Date.parse(timestamp) > 0)
  const { config } = (await office.call('GET', '/configs/account_9/retail/config')).body
  assert.equal(config.integrations.mcp.config.credential_ref, 'account_9-odoo')
  const yaml = await office.call('GET', '/configs/account_9/retail/config/yaml')
  assert.match(yaml.text, /^name: Papelaria Girassol$/m)
  const bytes = globSync('{data,config}/**/*', { cwd: office.world.dir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
  assert.ok(bytes.includes('Papelaria Girassol'))
  assert.doesNotMatch(`${bytes}${yaml.text}${answer.text}`, /canary-/)
})

test('what is synced again changes nothing, and an answer that was lost costs no version', async () => {
  await using office = await openOffice()
  await office.call('POST', '/odoo-webhook', { body: sync() })
  const again = await office.call('POST', '/odoo-webhook', { body: sync() })
  assert.deepEqual([again.body.config_version, again.body.credentials_version], [1, 1])
  const renamed = await office.call('POST', '/odoo-webhook', { body: sync({ name: 'Girassol', odoo_password: false }) })
  assert.deepEqual([renamed.body.config_version, renamed.body.credentials_version], [2, 1])
  const { versions } = (await office.call('GET', '/configs/account_9/retail/config/history')).body
  assert.deepEqual(versions[0].diff, [{ path: 'name', before: 'Papelaria Girassol', after: 'Girassol' }])
  assert.equal(versions[0].who, 'operator')
})

test('the customer is answered by what was pushed, and by what was before after one call back', async () => {
  await using office = await openOffice()
  const { world } = office
  const path = '/configs/account_1/cosmetics/config'
  const push = (greeting: string) =>
    office.call('POST', path, {
      body: `account_id: account_1\nname: Casa Aurora\ncustomer_service: { greeting_message: ${greeting} }\n`,
    })
  const welcome = async (contact: string) => {
    const conversation = await world.writes('oi, bom dia! tudo bem?', { contact })
    const shown = await world.until(conversation, (lines) => lines.some(isReply))
    return shown.find(isReply)?.content ?? ''
  }
  assert.deepEqual([(await push('Salve um')).body.version, (await push('Salve dois')).body.version], [1, 2])
  assert.match(await welcome('ana'), /Salve dois/)
  const back = await office.call('POST', `${path}/rollback`, { body: { version: 1 } })
  assert.equal(back.body.version, 3, back.text)
  assert.match(await welcome('bruno'), /Salve um/)
  const files = await office.call('POST', `${path}/rollback`, { body: { version: 0 } })
  assert.equal(files.status, 200, files.text)
  assert.equal((await office.call('GET', path)).body.from, 'files')
  assert.doesNotMatch(await welcome('carla'), /Salve/)
})

// requirement: apart.pushes
test('a push that does not load is refused with every problem and its place, and changes nothing', async () => {
  await using office = await openOffice()
  const path = '/configs/account_1/cosmetics/config'
  const before = await office.call('GET', path)
  const bad = await office.call('POST', path, {
    body: 'account_id: account_1\nname: X\nbusiness_hours:\n  days: [0, 9]\n  start_time: "25:00"\n',
  })
  assert.equal(bad.status, 422)
  assert.equal(bad.body.code, 'CONFIG_INVALID')
  assert.match(bad.body.detail, /body:4.*days/)
  assert.match(bad.body.detail, /body:5/)
  assert.deepEqual((await office.call('GET', path)).body, before.body)
  const broken = await office.call('POST', path, { body: 'a: [1' })
  assert.deepEqual([broken.status, broken.body.code], [422, 'CONFIG_INVALID'])
  const other = await office.call('POST', path, { body: { account_id: 'account_2', name: 'X' } })
  assert.match(other.body.detail, /account_2/)
})

// requirement: apart.pushes
test('a push that names a command, a file or a private host is forbidden, unless the operator listed the host', async () => {
  await using office = await openOffice({ settings: { ALLOWED_HOSTS: '127.0.0.1,odoo:8069' } })
  const push = async (more: object) => {
    const body = { account_id: 'account_1', name: 'X', ...more }
    const { status, body: told } = await office.call('POST', '/configs/account_1/cosmetics/config', { body })
    return [status, told.code ?? 'accepted']
  }
  const mcp = (config: object) => ({ integrations: { mcp: { type: 'odoo-mcp', config: { db: 'x', ...config } } } })
  const forbidden = [
    ...['http://10.0.0.5:8069', 'http://localhost:8069', 'http://[::1]', 'http://167772165', 'http://odoo:8070'].map(
      (url) => mcp({ url }),
    ),
    mcp({ url: 'https://odoo.shop.example', command: 'sh' }),
    { integrations: { mcp: { type: 'stdio', config: { args: ['-c', 'id'] } } } },
    { mcp_servers: [{ transport: 'stdio' }] },
    { knowledge: { file: '/etc/passwd' } },
    { knowledge: { source: 'file:///etc/passwd' } },
    { modules: { mcp: { connection: { url: 'http://169.254.169.254', database: 'x' } } } },
    mcp({ url: 'https://bot:secret@odoo.shop.example' }),
  ]
  for (const more of forbidden) assert.deepEqual(await push(more), [422, 'CONFIG_FORBIDDEN'], JSON.stringify(more))
  for (const url of ['http://127.0.0.1:4169', 'http://odoo:8069', 'https://odoo.shop.example'])
    assert.deepEqual(await push(mcp({ url })), [200, 'accepted'], url)
  const site = { online_channels: { website: { url: 'localhost', mention_at_end: true } } }
  assert.deepEqual(await push(site), [200, 'accepted'])
})

// requirement: apart.pushes
test('a pushed name that leads to a private network later is not called, unless the operator listed it', async () => {
  const lookup: LookupFunction = (_, { all }, done) =>
    all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
  for (const [listed, isCalled] of [
    ['other.example', false],
    ['odoo.aurora.example', true],
  ] as const) {
    await using office = await openOffice({ settings: { ALLOWED_HOSTS: listed }, lookup })
    const { world } = office
    const odoo_url = `http://odoo.aurora.example:${new URL(world.odoo.url).port}`
    const shop = { account_id: 'account_1', domain: 'cosmetics', name: 'Casa Aurora', odoo_url }
    const pushed = await office.call('POST', '/odoo-webhook', { body: sync(shop) })
    assert.equal(pushed.status, 200, pushed.text)
    const conversation = await world.writes('vocês têm batom vermelho?')
    await world.until(conversation, (lines) => lines.some(isReply))
    assert.equal(world.odoo.calls > 0, isCalled, listed)
  }
})

test('a signature is asked for when a secret is set, over the bytes as they came', async () => {
  await using office = await openOffice({ settings: { ODOO_WEBHOOK_SECRET: 'hmac-secret' } })
  const body = JSON.stringify(sync())
  const send = (signature?: string) =>
    office.call('POST', '/odoo-webhook', { body, headers: signature ? { 'x-webhook-signature': signature } : {} })
  assert.equal((await send()).status, 401)
  assert.equal((await send(signed(`${body} `, 'hmac-secret'))).status, 401)
  assert.equal((await send(signed(body, 'hmac-secret'))).status, 200)
  assert.equal((await send(`sha256=${signed(body, 'hmac-secret')}`)).status, 200)
})

// requirement: private.credentials-in-only
test('credentials go in and never come out', async () => {
  await using office = await openOffice()
  const path = '/configs/account_1/cosmetics/credentials'
  const pushed = await office.call('POST', path, { body: { credentials: { fb_token: 'canary-secret' } } })
  assert.deepEqual([pushed.status, pushed.body.version], [200, 1], pushed.text)
  const asked = await Promise.all(
    ['', '/yaml', '/history', '/version/1'].map((more) => office.call('GET', `${path}${more}`)),
  )
  assert.deepEqual(
    asked.map(({ status }) => status),
    [403, 403, 200, 403],
  )
  assert.doesNotMatch(asked.map(({ text }) => text).join(''), /canary/)
  const sealed = readFileSync(join(office.world.dir, 'config/domains/cosmetics/account_1/credentials.yaml'), 'utf8')
  assert.match(sealed, /"fb_token": "ENC2:t1:/)
})

test('a file’s clear-text password is not shown either', async () => {
  await using office = await openOffice()
  const { dir } = office.world
  const file = join(dir, 'config/domains/retail/account_3/config.yaml')
  const { writeFileSync } = await import('node:fs')
  const text = readFileSync(file, 'utf8').replace(/( *)db: /, '$1password: canary-in-clear\n$1db: ')
  writeFileSync(file, text)
  const shown = await Promise.all(
    ['', '/yaml'].map((more) => office.call('GET', `/configs/account_3/retail/config${more}`)),
  )
  assert.deepEqual(
    shown.map(({ status }) => status),
    [200, 200],
  )
  assert.doesNotMatch(shown.map(({ text: said }) => said).join(''), /canary/)
})

test('a mapping that is synced is in force when the answer comes, and an inbox takes nothing from its account', async () => {
  await using office = await openOffice()
  const map = (mapping: object) =>
    office.call('POST', '/odoo-webhook', { body: { event_type: 'mapping_sync', mapping } })
  const shop = { internal_account_id: 'account_2', domain: 'furniture', sequence: 5 }
  const synced = await map({
    ...shop,
    chatwoot_account_id: 1,
    chatwoot_inbox_id: 401,
    is_fallback: true,
    special_whatsapp_numbers: [{ number: '5511955550177', crew: 'analytics' }],
  })
  assert.equal(synced.status, 200, synced.text)
  const { accounts, inboxes, fallbacks, special_numbers } = (await office.call('GET', '/mapping/')).body
  assert.equal(accounts['1'].domain, 'cosmetics')
  assert.equal(inboxes['401'].domain, 'furniture')
  assert.deepEqual([fallbacks[0].account_id, fallbacks[0].sequence], ['account_2', 5])
  assert.equal(special_numbers[0].crew, 'analytics')
  const patched = await office.call('PATCH', '/mapping/', { body: { inboxes: { 401: null }, fallbacks: [] } })
  assert.deepEqual([patched.body.inboxes, patched.body.fallbacks], [{}, []])
  const exported = await office.call('GET', '/mapping/export')
  assert.match(exported.text, /^# Which Chatwoot account/, 'the comments of the file stay')
  const { entries } = (await office.cli('GET', '/audit?tenant=furniture/account_2')).body
  assert.equal(entries[0].what, 'mapping.synced')
})

test('a wrong key is refused and counted, and a key that asks too often waits', async () => {
  await using office = await openOffice({ settings: { PUSHES_PER_MINUTE: '3' } })
  const ask = (key: string | null) => office.call('GET', '/configs/account_1', { key })
  assert.deepEqual([(await ask(null)).status, (await ask('')).status], [401, 401])
  assert.equal(typeof (await ask('wrong')).body.detail, 'string')
  const mine = await Promise.all([1, 2, 3, 4].map(() => ask(ADMIN_KEY)))
  assert.deepEqual(
    mine.map(({ status }) => status),
    [200, 200, 200, 429],
  )
  assert.equal((await ask(await office.keyOf('cosmetics/account_1'))).status, 200)
})
