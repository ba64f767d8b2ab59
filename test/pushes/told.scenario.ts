import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { eventually } from '../support/world.ts'
import { type Office, openOffice } from './push-kit.ts'

const PATH = '/configs/account_1/cosmetics/config'
const fileOf = ({ world }: Office) => join(world.dir, 'config/domains/cosmetics/account_1/config.yaml')

test('a password in the newer module’s document is said to be moved, and not to be unknown', async () => {
  await using office = await openOffice()
  const connection = { url: 'https://odoo.aurora.example', database: 'aurora', username: 'bot', password: 'canary' }
  const told = await office.call('POST', PATH, {
    body: { security_token: 'canary', modules: { company_info: { name: 'Aurora' }, mcp: { connection } } },
  })
  assert.equal(told.status, 200, told.text)
  const about = told.body.warnings.filter((line: string) => /password|security_token/.test(line))
  assert.equal(about.length, 2, told.text)
  assert.match(about[0], /modules\.mcp\.connection\.password: moved to credential account_1-odoo$/)
  assert.match(about[1], /security_token: named like a secret and not used: not kept$/)
  assert.doesNotMatch(told.text, /canary|unknown key/)
})

test('what a sync brings and nothing uses is said to be dropped', async () => {
  await using office = await openOffice()
  const shop = { event_type: 'credentials_sync', account_id: 'account_9', domain: 'retail', name: 'Girassol' }
  const told = await office.call('POST', '/odoo-webhook', { body: { ...shop, token: 'canary' } })
  assert.match(JSON.stringify(told.body.warnings), /token: not kept/)
  const without = await office.call('POST', '/odoo-webhook', { body: { ...shop, token: false } })
  assert.doesNotMatch(without.text, /token/)
})

test('what was pushed as JSON comes back as YAML in lines', async () => {
  await using office = await openOffice()
  const hours = { days: [0, 1], start_time: '09:00', end_time: '18:00' }
  const body = { account_id: 'account_1', name: 'Aurora', company_metadata: { business_hours: hours } }
  assert.equal((await office.call('POST', PATH, { body })).status, 200)
  const { text } = await office.call('GET', `${PATH}/yaml`)
  assert.match(text, /^account_id: account_1\nname: Aurora\ncompany_metadata:\n {2}business_hours:\n/)
  assert.match(text, /end_time: "18:00"\n/)
  assert.deepEqual((await office.call('GET', PATH)).body.config, body)
})

test('a crew that says nothing is taken, with a warning; one that says something has none', async () => {
  await using office = await openOffice()
  const push = async (body: object) =>
    (await office.call('POST', '/configs/account_1/cosmetics/crews/customer_service', { body })).body.warnings
  assert.match((await push({ name: 'n' })).join('\n'), /an empty crew: .* changes nothing/)
  assert.deepEqual(await push({ name: 'n', style: { tone: { formal: 5 } } }), [])
})

test('keys named like a secret that something needs refuse the push instead of breaking the shop', async () => {
  await using office = await openOffice()
  const before = (await office.call('GET', PATH)).body
  const told = await office.call('POST', PATH, {
    body: {
      name: 'Aurora',
      agents: { token_desk: { role: 'balcão' } },
      crews: { vendas: { agents: ['token_desk'], tasks: [{ description: 'x', agent: 'token_desk' }] } },
    },
  })
  assert.deepEqual([told.status, told.body.code], [422, 'CONFIG_INVALID'], told.text)
  assert.match(told.body.detail, /agents\.token_desk is named like a secret, so it is left out/)
  assert.deepEqual((await office.call('GET', PATH)).body, before)
})

const BROKEN: readonly (readonly [what: string, bytes: Buffer, says: RegExp])[] = [
  ['bad YAML', Buffer.from('name: Aurora\npassword: canary\n  db: [1\n'), /config\.yaml/],
  ['bytes that are not UTF-8', Buffer.from('name: Açaí\npassword: canary\n', 'latin1'), /not UTF-8/],
]
for (const [what, bytes, says] of BROKEN)
  test(`a file that is broken by ${what} is shown with what is wrong, while the last good version serves`, async () => {
    await using office = await openOffice()
    const good = (await office.call('GET', PATH)).body
    assert.deepEqual(good.problems, [])
    writeFileSync(fileOf(office), bytes)
    const shown = await office.call('GET', PATH)
    assert.equal(shown.status, 200, shown.text)
    assert.match(shown.body.text, /^name: A/)
    assert.match(JSON.stringify(shown.body.problems), says)
    assert.deepEqual([shown.body.config, shown.body.serving], [{}, good.serving])
    const yaml = await office.call('GET', `${PATH}/yaml`)
    assert.deepEqual([yaml.status, yaml.text], [200, shown.body.text])
    assert.doesNotMatch(`${shown.text}${yaml.text}`, /canary/)
  })

test('a file that parses and does not load is shown with its problems too', async () => {
  await using office = await openOffice()
  writeFileSync(fileOf(office), 'account_id: account_1\nname: X\nbusiness_hours: { days: [9] }\n')
  const { body } = await office.call('GET', PATH)
  assert.deepEqual([body.config.name, body.problems[0].line], ['X', 3])
})

test('a sync lays nothing upon a broken file, and a rollback does not go back to one', async () => {
  await using office = await openOffice()
  const shop = { event_type: 'credentials_sync', account_id: 'account_1', domain: 'cosmetics', name: 'Aurora' }
  assert.equal((await office.call('POST', PATH, { body: { name: 'Pushed' } })).status, 200)
  writeFileSync(fileOf(office), 'name: [\n')
  const back = await office.call('POST', `${PATH}/rollback`, { body: { version: 0 } })
  assert.deepEqual([back.status, back.body.code], [422, 'CONFIG_INVALID'], back.text)
  assert.equal((await office.call('GET', PATH)).body.version, 1)
  writeFileSync(fileOf(office), 'name: Aurora\n')
  assert.equal((await office.call('POST', `${PATH}/rollback`, { body: { version: 0 } })).status, 200)
  writeFileSync(fileOf(office), 'name: [\n')
  const synced = await office.call('POST', '/odoo-webhook', { body: shop })
  assert.deepEqual([synced.status, synced.body.code], [422, 'CONFIG_INVALID'], synced.text)
  assert.equal((await office.call('GET', PATH)).body.from, 'files')
})

test('a sync upon a file with a password in it keeps that password as a credential', async () => {
  await using office = await openOffice()
  const odoo = 'url: https://odoo.aurora.example, db: a, password: canary'
  writeFileSync(fileOf(office), `name: Aurora\nintegrations: { mcp: { config: { ${odoo} } } }\n`)
  const body = { event_type: 'credentials_sync', account_id: 'account_1', domain: 'cosmetics', name: 'Aurora 2' }
  const synced = await office.call('POST', '/odoo-webhook', { body })
  assert.deepEqual([synced.status, synced.body.credentials_version], [200, 1], synced.text)
})

test('doctor says which version serves in the place of a broken file', async () => {
  await using office = await openOffice()
  const { serving } = (await office.call('GET', PATH)).body
  writeFileSync(fileOf(office), 'name: [\n')
  const told = async () =>
    ((await office.cli('GET', '/doctor')).body.checks as { what: string; status: string; says: string }[]).filter(
      ({ what }) => what === 'cosmetics/account_1',
    )
  const [line] = await eventually(async () => {
    const found = await told()
    return found.length > 0 ? found : null
  })
  assert.equal(line?.status, 'problem')
  assert.match(line?.says ?? '', /^does not load: domains\/cosmetics\/account_1\/config\.yaml:\d+/)
  assert.ok(line?.says.endsWith(`, version ${serving} serves`), line?.says)
})
