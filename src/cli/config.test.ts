import assert from 'node:assert/strict'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { TenantConfig } from '../domain/tenant-config.ts'
import { TenantTools } from '../tenant-tools.ts'
import { TemporaryTree } from '../tenants/temporary-tree.ts'
import { config } from './config.ts'

const toolsOf = (root: string) =>
  new TenantTools({ CONFIG_DIR: root, CREDENTIAL_ENCRYPTION_KEY: null, CREDENTIAL_MASTER_KEY: null })

const run = (root: string, ...args: string[]) => config(args, { tools: toolsOf(root) })

const GOOD = { 'domains/retail/account_1/config.yaml': 'name: Boa\n' }

test('validate tells every problem of the whole tree at once, and the good ones load', async () => {
  await using outside = await TemporaryTree.of({ 'config.yaml': 'name: Fora\n' })
  await using tree = await TemporaryTree.of({
    ...GOOD,
    'domains/_base/all.yaml': 'unknown_of_base: 1\n',
    'domains/retail/account_2/config.yaml':
      'name: X\nbusiness_hours: { days: [9], start_time: soon, end_time: 10:00 }\n',
    'domains/retail/tabs/config.yaml': 'name: X\nsettings:\n\tlanguage: pt_BR\n',
    'domains/retail/latin/config.yaml': Buffer.from('name: Cosm\xe9ticos\n', 'latin1'),
    'domains/retail/twice/config.yaml': 'name: X\nname: Y\n',
    'domains/retail/cycle/config.yaml': 'name: X\nloop: &a [*a]\n',
    'domains/retail/large/config.yaml': `name: ${'x'.repeat(10_000_000)}`,
    'domains/retail/none/credentials.yaml': 'credentials: {}\n',
    'domains/Retail/account_1/config.yaml': 'name: X\n',
    'domains/retail/a b/config.yaml': 'name: X\n',
    'chatwoot_mapping.yaml': `accounts:
  "1": { domain: retail, account_id: account_1 }
  "2": { domain: retail, account_id: gone }
  "3": { domain: ../.., account_id: x }
`,
  })
  await mkdir(join(tree.root, 'domains/retail/directory/config.yaml'), { recursive: true })
  await mkdir(join(tree.root, 'domains/retail/link'))
  await symlink(join(outside.root, 'config.yaml'), join(tree.root, 'domains/retail/link/config.yaml'))
  const { text, exitCode } = await run(tree.root, 'validate')
  assert.equal(exitCode, 1)
  const D = 'domains/retail'
  for (const line of [
    `${D}/account_2/config.yaml:2:26: error: business_hours.days[0]: not a day`,
    `${D}/account_2/config.yaml:2:42: error: business_hours.start_time: not a time of day`,
    `${D}/tabs/config.yaml:3:1: error: a tab`,
    `${D}/latin/config.yaml:1:11: error: a byte that is not UTF-8`,
    `${D}/twice/config.yaml:2:1: error: name: the same key twice`,
    `${D}/cycle/config.yaml:2:11: error: loop[0]: an anchor that contains itself`,
    `${D}/large/config.yaml: error: over 1 MiB`,
    `${D}/none/config.yaml: error: no such file`,
    `${D}/directory/config.yaml: error: expected a file`,
    `${D}/link/config.yaml: error: a link out of the configuration directory`,
    'domains/Retail: warning: is not read',
    `${D}/a b: warning: is not read`,
    'domains/_base/all.yaml:1:18: warning: unknown_of_base: unknown key',
    'chatwoot_mapping.yaml:3:18: error: accounts.2: maps to retail/gone, which is not there',
    'error: accounts.3: left out',
  ])
    assert.ok(text.includes(line), `${line} is not in\n${text}`)
  assert.equal(text.split('unknown_of_base').length, 2, 'a shared file is told of once')
  assert.ok(!text.includes('account_1/config.yaml'))
  assert.match(text, /\n10 tenants, 12 errors, 3 warnings$/)
})

test('validate as JSON is for programs: file, line, column, path, message, expected, got', async () => {
  await using tree = await TemporaryTree.of({ 'domains/retail/account_1/config.yaml': 'name: X\nlanguage: [pt]\n' })
  const { text, exitCode } = await run(tree.root, 'validate', '--json')
  const { tenants, errors, warnings } = JSON.parse(text)
  assert.deepEqual([exitCode, tenants, warnings], [1, ['retail/account_1'], []])
  assert.deepEqual(errors, [
    {
      file: 'domains/retail/account_1/config.yaml',
      line: 2,
      column: 1,
      path: 'language',
      message: 'wrong kind of value, expected a text, got a list of 1',
      expected: 'a text',
      got: 'a list of 1',
    },
  ])
})

test('validate takes a tree, a domain, an account or a file, and says when nothing is there', async () => {
  await using tree = await TemporaryTree.of({ ...GOOD, 'domains/health/account_1/config.yaml': 'name: [\n' })
  const at = async (path: string) => {
    const { text, exitCode } = await run('/nowhere', 'validate', join(tree.root, path))
    return [exitCode, text.split('\n').at(-1)]
  }
  assert.deepEqual(await at(''), [1, '2 tenants, 1 error, 0 warnings'])
  assert.deepEqual(await at('domains'), [1, '2 tenants, 1 error, 0 warnings'])
  assert.deepEqual(await at('domains/retail'), [0, '1 tenant, 0 errors, 0 warnings'])
  assert.deepEqual(await at('domains/retail/account_1/config.yaml'), [0, '1 tenant, 0 errors, 0 warnings'])
  assert.deepEqual(await at('domains/health/account_1'), [1, '1 tenant, 1 error, 0 warnings'])
  assert.match(String((await at('elsewhere'))[1]), /no tenants in .*elsewhere: expected domains/)
})

test('explain gives each value and its line, the defaults too, and the problems of a broken one', async () => {
  await using tree = await TemporaryTree.of({
    'domains/retail/config.yaml': 'currency: EUR\nenabled_collections: [business_rules]\n',
    'domains/retail/account_1/config.yaml': 'name: Boa\nbusiness_hours: { start_time: 9:00, end_time: 18:00 }\n',
    'domains/retail/account_2/config.yaml': 'quiet_ms: 99999\nnmae: X\n',
  })
  const good = await run(tree.root, 'explain', 'retail/account_1')
  for (const line of [
    'collections = ["business_rules"]  ← domains/retail/config.yaml:2',
    'currency = "EUR"  ← domains/retail/config.yaml:1',
    'description = ""  ← default',
    'hours.timezone = "America/Sao_Paulo"  ← default',
    'hours.monday = "09:00–18:00"  ← domains/retail/account_1/config.yaml:2',
    'hours.sunday = "closed"  ← default',
    'name = "Boa"  ← domains/retail/account_1/config.yaml:1',
    'onlineChannels = []  ← default',
    'service.greeting = null  ← default',
  ])
    assert.ok(good.text.split('\n').includes(line), `${line} is not in\n${good.text}`)
  const { tenant: _, extra: __, ...all } = TenantConfig.shape
  for (const key of Object.keys(all)) assert.match(good.text, new RegExp(`^${key}[.= ]`, 'm'), `${key} has no row`)
  const bad = await run(tree.root, 'explain', 'retail/account_2')
  assert.equal(bad.exitCode, 1)
  assert.match(bad.text, /quietMs = 99999 {2}← domains\/retail\/account_2\/config\.yaml:1\n/)
  assert.match(bad.text, /account_2\/config\.yaml:1:1: error: name is missing, expected a text/)
  assert.match(bad.text, /account_2\/config\.yaml:1:11: error: quiet_ms: not usable/)
  assert.match((await run(tree.root, 'explain', '../x')).text, /needs a tenant/)
  assert.match((await run(tree.root, 'explain', 'retail/account_9')).text, /no such file; the domain "retail" has/)
})

test('a password in clear text is not explained', async () => {
  await using tree = await TemporaryTree.of({
    'domains/retail/account_1/config.yaml':
      'name: X\nintegrations: { mcp: { config: { url: http://o.example, db: d, password: canary } } }\n',
  })
  const { text } = await run(tree.root, 'explain', 'retail/account_1')
  assert.match(text, /odoo\.credentialRef = "config:integrations\.mcp\.config\.password"/)
  assert.ok(!text.includes('canary'))
})

test('list tells of each tenant its name, its version and how it fares', async () => {
  await using tree = await TemporaryTree.of({ ...GOOD, 'domains/retail/account_2/config.yaml': 'name: [\n' })
  const { text } = await run(tree.root, 'list')
  assert.match(
    text,
    /^tenant\tname\tversion\tfrom\tstate\nretail\/account_1\tBoa\t[0-9a-f]{16}\tfiles\tok\nretail\/account_2\t-\t-\tfiles\t1 error$/,
  )
})

test('migrate copies every older layout to its place, overwrites nothing, and tells what it left and why', async () => {
  await using old = await TemporaryTree.of({
    'chatwoot_mapping.yaml': 'accounts: { "1": { domain: furniture, account_id: account_2 } }\n',
    'domains/_base/base_agents.yaml': 'version: 2.1\n',
    'furniture/config.yaml': 'currency: BRL\n',
    'furniture/account_2.yaml': 'name: Casa Sabiá\n',
    'domains/retail/account_1/config.yaml': 'name: Loja\n',
    'domains/retail/account_1/credentials.yaml': 'credentials: { odoo: own }\n',
    'domains/retail/account_1/crews/customer_service/config.yaml': 'name: Equipe\n',
    'domains/retail/account_3/config.yaml': 'name: Outra\n',
    'domains/health/account_3/config.yaml': 'name: Clínica\n',
    'domains/saude.yaml': 'description: Saúde\n',
    'credentials.yaml': '# all\naccount_1:\n  odoo: "other"\n  fb: 0042\n  empty: ""\naccount_9:\n  x: y\n',
    'credentials/account_2.yaml': 'credentials:\n  odoo: "ENC:x"\n',
    'credentials/account_3.yaml': 'credentials: { odoo: z }\n',
    'notes/todo.txt': 'x',
  })
  await using tree = await TemporaryTree.of({ 'domains/retail/account_3/config.yaml': 'name: Nova\n' })
  const { text, exitCode } = await run(tree.root, 'migrate', old.root)
  const read = (path: string) => readFile(join(tree.root, path), 'utf8')
  assert.equal(await read('domains/furniture/account_2/config.yaml'), 'name: Casa Sabiá\n')
  assert.equal(await read('domains/furniture/config.yaml'), 'currency: BRL\n')
  assert.equal(await read('domains/saude/config.yaml'), 'description: Saúde\n')
  assert.equal(await read('domains/retail/account_3/config.yaml'), 'name: Nova\n')
  assert.equal(await read('domains/retail/account_1/credentials.yaml'), 'credentials: { odoo: own, "fb": "0042" }\n')
  assert.match(
    await read('domains/furniture/account_2/credentials.yaml'),
    /^account_id: account_2\ncredentials:\n {2}"odoo": "ENC:x"\n$/,
  )
  for (const line of [
    'copied  furniture/account_2.yaml → domains/furniture/account_2/config.yaml',
    'copied  domains/retail/account_1/crews/customer_service/config.yaml → domains/retail/account_1/crews/customer_service/config.yaml',
    'copied  credentials.yaml → domains/retail/account_1/credentials.yaml (had odoo already: kept as it is)',
    'left    credentials.yaml: no domain has account_9',
    'left    credentials/account_3.yaml: account_3 could be any of health/account_3, retail/account_3',
    'left    domains/retail/account_3/config.yaml: domains/retail/account_3/config.yaml is there and differs: kept as it is',
    'left    notes/todo.txt: no place for it in the new layout',
  ])
    assert.ok(text.includes(`${line}\n`), `${line} is not in\n${text}`)
  assert.ok(!/other|own|0042/.test(text.replace('unknown', '')))
  assert.equal(exitCode, 1)
  const again = await run(tree.root, 'migrate', old.root)
  assert.match(again.text, /furniture\/account_2.yaml → .* \(was there already\)/)
  assert.match((await run(tree.root, 'migrate', '/nowhere/at/all')).text, /there is no directory/)
})

test('a verb that is none is told the ones there are', async () => {
  const { text, exitCode } = await run('demo/config', 'explian')
  assert.match(text, /usage: config validate/)
  assert.equal(exitCode, 1)
})
