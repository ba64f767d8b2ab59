import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openChatwootSimulator } from '../../simulator/chatwoot/chatwoot.ts'
import { connect, disconnect } from '../../src/cli/connect.ts'
import { doctor } from '../../src/cli/doctor.ts'
import { keys } from '../../src/cli/keys.ts'
import type { Questions } from '../../src/cli/questions.ts'
import { tenant } from '../../src/cli/tenant.ts'
import { openOffice } from '../pushes/push-kit.ts'
import { eventually } from '../support/world.ts'

const dataDirOf = (office: { world: { dir: string } }) => join(office.world.dir, 'data')

/** Answers in order; nobody is asked more than was thought of. */
function answers(...given: string[]): Questions & { readonly left: () => number } {
  const next = async () => given.shift() ?? assert.fail('one question too many')
  return { ask: next, askSecret: next, left: () => given.length }
}

test('doctor shows every setting with its origin and no secret, and what is not well', async () => {
  await using office = await openOffice({ settings: { MAX_WAITING: '777' } })
  await office.call('PATCH', '/mapping/', { body: { fallbacks: [{ domain: 'retail', account_id: 'account_3' }] } })
  const { text, exitCode } = await doctor(dataDirOf(office), [])
  assert.match(text, /^ {2}MAX_WAITING +777 {2}\(environment\)$/m)
  assert.match(text, /^ {2}MAX_RUNNING_TURNS +400 {2}\(default\)$/m)
  assert.match(text, /^ {2}MODEL +not set$/m)
  assert.match(text, /^ {2}ADMIN_KEY +\[secret\] {2}\(environment\)$/m)
  assert.doesNotMatch(text, /admin-key-of-the-test|demo-bot-token|demo-user-token|demo-webhook-secret/)
  assert.match(text, /^ok +connection default: http:\/\/127\.0\.0\.1:\d+ answers, Chatwoot 4\.16\.0$/m)
  assert.match(text, /^ok +connection default: the bot token is known$/m)
  assert.match(text, /^ok +connection default: the user token is Marina Alves's: administrator of 1/m)
  assert.match(text, /^note +connection default: older than 4\.18\.0/m)
  assert.match(text, /^note +fallback of default: retail\/account_3/m)
  assert.match(text, /^ok +disk: [\d.]+ GiB free/m)
  assert.equal(exitCode, 0, text)
})

test('doctor finds a token that was revoked, a clock that is off, a tenant that does not load, a refused webhook', async () => {
  await using office = await openOffice({
    settings: { CHATWOOT_BOT_TOKEN: 'revoked' },
    simulator: { now: () => Date.now() - 400_000 },
  })
  const { world } = office
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(world.dir, 'config/domains/retail/account_3/config.yaml'), 'name: [')
  await fetch(`${world.app.url}/webhooks/nobody`, { method: 'POST', body: '{}' })
  const text = await eventually(async () => {
    const told = await doctor(dataDirOf(office), [])
    return told.exitCode === 1 && /UNKNOWN_CONNECTION/.test(told.text) ? told.text : null
  })
  assert.match(text, /^PROBLEM +connection default: the bot token is unknown there/m)
  assert.match(text, /^PROBLEM +connection default: its clock and ours are 40\d s apart/m)
  assert.match(text, /^PROBLEM +retail\/account_3: .*does not load/m)
  assert.match(text, /^PROBLEM +webhooks: 1 refused since the start: UNKNOWN_CONNECTION/m)
})

test('a tenant is added by questions: YAML, sealed password, mapping, a key, and both ends tried', async () => {
  await using office = await openOffice()
  const { world } = office
  const hours = 'segunda a sexta: 9h às 18h; sábado: 9h às 13h'
  const shop = ['Papelaria Girassol', '', hours]
  const asked = answers(...shop, world.odoo.url, 'account_1', 'bot@shop.example', '3', 'demo')
  // The questions in their order: name, language, hours, Odoo's address, database, user, password, Chatwoot's account.
  const inOrder = { ...asked, askSecret: async () => 'demo' }
  const told = await tenant(dataDirOf(office), ['add', 'papelaria/account_1', '--key'], inOrder)
  assert.equal(told.exitCode, 0, told.text)
  assert.match(told.text, /^ok +Odoo http.*: signs in and answers$/m)
  assert.match(told.text, /^ok +Chatwoot account 3: answers, with \d inboxes$/m)
  const yaml = readFileSync(join(world.dir, 'config/domains/papelaria/account_1/config.yaml'), 'utf8')
  assert.match(yaml, /credential_ref: account_1-odoo/)
  assert.match(yaml, /^language: pt_BR$/m)
  assert.match(yaml, /sábado: 9h às 13h/)
  assert.ok(told.text.includes(join(world.dir, 'config/domains/papelaria/account_1/config.yaml')), told.text)
  assert.doesNotMatch(yaml, /demo/)
  const key = /shown this once: (\S+)/.exec(told.text)?.[1] ?? ''
  assert.equal((await office.call('GET', '/configs/account_1/papelaria/config', { key })).status, 200)
  assert.equal((await office.call('GET', '/mapping/', { key })).body.accounts['3'].domain, 'papelaria')
  await assert.rejects(
    tenant(
      dataDirOf(office),
      [...['add', 'papelaria/account_1', '--name', 'X', '--odoo-url=', '--chatwoot-account='], ...SILENT],
      asked,
    ),
    /there already/,
  )
})

const SILENT = ['--language', 'es', '--hours=']

test('an Odoo that refuses is said at once', async () => {
  await using office = await openOffice()
  const args = ['add', 'papelaria/account_2', ...SILENT, '--name', 'Girassol', '--odoo-url', office.world.odoo.url]
  const more = ['--odoo-db', 'account_1', '--odoo-user', 'bot@shop.example', '--chatwoot-account', '88']
  const told = await tenant(dataDirOf(office), [...args, ...more], answers('wrong'))
  assert.equal(told.exitCode, 1)
  assert.match(told.text, /^PROBLEM +Odoo http/m)
  assert.match(told.text, /^PROBLEM +Chatwoot account 88/m)
})

test('what does not fit is said in a sentence, and nothing is asked of anybody', async () => {
  await using office = await openOffice()
  const dataDir = dataDirOf(office)
  await assert.rejects(connect(dataDir, ['ftp://x'], answers('admin')), {
    message: 'url: expected an http:// or https:// address',
  })
  const args = ['add', 'Papelaria/account_1', '--name', 'X', '--odoo-url=', '--chatwoot-account', 'três']
  await assert.rejects(tenant(dataDir, [...args, '--language', 'fr', '--hours='], answers()), ({ message }: Error) => {
    assert.match(message, /^tenant: expected <domain>\/<account>, the domain in lower-case letters/m)
    assert.match(message, /^language: expected one of pt-BR, es, en$/m)
    assert.match(message, /^chatwootAccount: expected a number$/m)
    return true
  })
  const patched = await office.call('PATCH', '/mapping/', { body: { accounts: { x: null } } })
  assert.match(patched.body.detail, /accounts\.x: expected as a key one of Chatwoot's numbers/)
  const rollback = await office.call('POST', '/configs/account_3/retail/config/rollback', { body: {} })
  assert.match(rollback.body.detail, /version is missing, expected a (whole )?number/)
  const nowhere = await office.call('GET', '/mapping?connection=nope')
  assert.deepEqual(
    [nowhere.status, /no connection nope; there are default/.test(nowhere.text)],
    [404, true],
    nowhere.text,
  )
})

test('an address at which nobody answers is named with what happened', async () => {
  await using office = await openOffice()
  const at = ['http://127.0.0.1:1', '--public-url', 'https://ai.example']
  await assert.rejects(
    connect(dataDirOf(office), at, answers('admin')),
    /http:\/\/127\.0\.0\.1:1\/ answered nothing \(E/,
  )
})

test('the guide shows what connect says, and disconnect puts the mapping aside', async () => {
  await using office = await openOffice()
  const channels = ['Channel::Whatsapp', 'Channel::WebWidget'] as const
  await using chatwoot = await openChatwootSimulator({
    world: {
      bot: { id: 3, name: 'Outro', token: 'x', secret: 'x', outgoingUrl: 'http://127.0.0.1:9/x' },
      users: [{ id: 7, name: 'Rita', email: 'rita@agencia.example', token: 'admin', role: 'administrator' }],
      accounts: [
        {
          ...{ id: 5, tenant: 'x/y', name: 'Loja Exemplo' },
          inboxes: [
            { id: 51, name: 'WhatsApp', channel: channels[0], hasBot: false, greeting: 'Oi, já te atendo' },
            { id: 52, name: 'Site', channel: channels[1], hasBot: true },
          ],
        },
      ],
    },
  })
  const at = [chatwoot.url, '--public-url', office.world.app.url, '--tenant', 'retail/account_3', '--id', 'loja']
  const { text } = await connect(dataDirOf(office), at, answers('admin'))
  assert.ok(readFileSync('docs/guides/connect-chatwoot.md', 'utf8').includes(`\n${text}\n`), text)
  const gone = await disconnect(dataDirOf(office), ['loja'])
  assert.match(gone.text, /its mapping is in force no more, and kept in the configuration as connections\/loja\//)
})

test('connect and disconnect say what they did, what is missing and what is left', async () => {
  await using office = await openOffice()
  await using chatwoot = await openChatwootSimulator({
    world: {
      bot: { id: 3, name: 'Outro', token: 'x', secret: 'x', outgoingUrl: 'http://127.0.0.1:9/x' },
      users: [{ id: 7, name: 'Rita', email: 'rita@agencia.example', token: 'admin', role: 'administrator' }],
      accounts: [
        {
          id: 5,
          tenant: 'x/y',
          name: 'Loja',
          inboxes: [{ id: 51, name: 'Zap', channel: 'Channel::Whatsapp', hasBot: false }],
        },
      ],
    },
  })
  const dataDir = dataDirOf(office)
  const at = [chatwoot.url, '--public-url', office.world.app.url, '--id', 'loja']
  const wrong = await connect(dataDir, [...at, '--inboxes', '99'], answers('admin'))
  assert.match(wrong.text, /NOT connected\nPROBLEM {2}the account has no inbox 99; it has 51 \(Zap\)/)
  assert.doesNotMatch(wrong.text, /would/)
  const dry = await connect(dataDir, [...at, '--dry-run'], answers('admin'))
  assert.match(dry.text, /would be connected as loja/)
  const done = await connect(dataDir, at, answers('admin'))
  assert.deepEqual([done.exitCode, /connected as loja/.test(done.text)], [0, true], done.text)
  assert.match((await connect(dataDir, [], answers())).text, /^loja\thttp.*\t5\t4\.16\.0\tconnect$/m)
  await assert.rejects(connect(dataDir, at, answers('admin')), /there is a connection loja already/)
  await assert.rejects(connect(dataDir, [...at, '--id', 'default'], answers('admin')), /the settings make/)
  assert.equal((await disconnect(dataDir, ['loja'])).text, 'connection loja is gone')
})

test('keys are made, listed and revoked', async () => {
  await using office = await openOffice()
  const dataDir = dataDirOf(office)
  assert.match((await keys(dataDir, ['add', 'retail/account_3', 'odoo'])).text, /cwai_/)
  const [id = ''] = (await keys(dataDir, ['list'])).text.split('\t')
  assert.match(id, /^[0-9a-f]{12}$/)
  assert.match((await keys(dataDir, ['revoke', id])).text, /opens nothing any more/)
  await assert.rejects(keys(dataDir, ['revoke', id]), /there is no key/)
})
