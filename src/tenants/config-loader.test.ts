import assert from 'node:assert/strict'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../base/failure.ts'
import { type TenantId, tenantOf } from '../domain/ids.ts'
import { ConfigLoader } from './config-loader.ts'
import { TemporaryTree } from './temporary-tree.ts'
import { nearest } from './tree/sourced.ts'

const shop = tenantOf('retail', 'account_1')
const FILE = 'domains/retail/account_1/config.yaml'

const SANDRA = `# config/domains/retail/account_1/config.yaml
account_id: account_1
name: Sandra Cosméticos
description: Loja de cosméticos online e física

company_metadata:
  business_hours:
    days: [0, 1, 2, 3, 4, 5, 6]
    start_time: 09:00
    end_time: '18:00'

  customer_service:
    communication_style: friendly
    greeting_message: Olá, bem-vindo à Sandra Cosméticos!

integrations:
  mcp:
    type: odoo-mcp
    config:
      credential_ref: account_1-00bfe67a
      db: account_1
      url: http://localhost:8069
`

async function load(yaml: string | Uint8Array, beside: Record<string, string> = {}) {
  await using tree = await TemporaryTree.of({ ...beside, [FILE]: yaml })
  return await new ConfigLoader(tree.root).load(shop)
}

async function problems(yaml: string | Uint8Array) {
  await using tree = await TemporaryTree.of({ [FILE]: yaml })
  const read = await new ConfigLoader(tree.root).read(shop)
  return read.kind === 'invalid' ? read.problems : []
}

const invalid = (says: RegExp) => (error: unknown) =>
  error instanceof Failure && error.code === 'CONFIG_INVALID' && says.test(error.message)

test('the example of the original design loads letter for letter', async () => {
  const { config, warnings } = await load(SANDRA)
  assert.deepEqual(warnings, [])
  assert.equal(config.name, 'Sandra Cosméticos')
  assert.equal(config.service.greeting, 'Olá, bem-vindo à Sandra Cosméticos!')
  assert.deepEqual(config.hours, {
    timezone: 'America/Sao_Paulo',
    week: Array.from({ length: 7 }, () => [{ fromMin: 540, toMin: 1_080 }]),
  })
  assert.deepEqual(config.odoo, {
    url: 'http://localhost:8069',
    database: 'account_1',
    username: null,
    credentialRef: 'account_1-00bfe67a',
    accessLevel: 'write',
  })
})

test('the three demo shops load without a warning, each in its own tone', async () => {
  const demo = new ConfigLoader('demo/config')
  const shops = ['cosmetics/account_1', 'furniture/account_2', 'retail/account_3'] as TenantId[]
  const loaded = await Promise.all(shops.map((tenant) => demo.load(tenant)))
  assert.deepEqual(
    loaded.map(({ config: { tenant, name, service }, warnings }) => [
      tenant,
      name,
      service.communicationStyle,
      warnings,
    ]),
    [
      ['cosmetics/account_1', 'Casa Aurora Cosméticos', 'friendly', []],
      ['furniture/account_2', 'Móveis Jatobá', 'formal', []],
      ['retail/account_3', 'Pet Amora', 'casual', []],
    ],
  )
})

test('a time may be bare, quoted, or an integer of minutes or seconds', async () => {
  for (const time of ['09:00', "'09:00'", '540', '32400', '9:00', '9h', '"09:00:00"']) {
    const { config } = await load(`name: X\nbusiness_hours: { days: [0], start_time: ${time}, end_time: '18:00' }\n`)
    assert.deepEqual(config.hours?.week[0], [{ fromMin: 540, toMin: 1_080 }], time)
  }
})

test('lunch divides the day, Saturday has its own hours, and a night runs into the next day', async () => {
  const { config } = await load(`name: X
business_hours:
  days: [0, 4, 5]
  start_time: '18:00'
  end_time: '02:00'
  saturday_start_time: 08:00
  saturday_end_time: '12:00'
`)
  assert.deepEqual(config.hours?.week[0], [{ fromMin: 1_080, toMin: 1_440 }])
  assert.deepEqual(config.hours?.week[1], [{ fromMin: 0, toMin: 120 }])
  assert.deepEqual(config.hours?.week[5], [
    { fromMin: 0, toMin: 120 },
    { fromMin: 480, toMin: 720 },
  ])
})

test('false is no value, and greeting means greeting_message', async () => {
  const { config, warnings } = await load(`name: X
description: false
company_metadata:
  customer_service: { greeting: Oi!, farewell: { message: Tchau, enabled: false } }
  online_channels: { facebook: { url: false, mention_at_end: false }, website: { url: www.x.example, mention_at_end: true } }
integrations: { mcp: { type: odoo-mcp, config: { url: false, db: false } } }
`)
  assert.deepEqual(warnings, [])
  assert.equal(config.description, '')
  assert.equal(config.service.greeting, 'Oi!')
  assert.equal(config.service.farewell, null)
  assert.deepEqual(config.onlineChannels, [{ name: 'website', url: 'www.x.example', mentionAtEnd: true }])
  assert.equal(config.odoo, null)
})

test('base, domain and account merge key by key; lists and scalars replace', async () => {
  const { config } = await load(
    `name: Conta\nenabled_collections: [delivery_rules]\ncustomer_service: { emoji_usage: none }\nbusiness_hours: { end_time: '17:00' }\n`,
    {
      'domains/_base/agents.yaml': 'currency: USD\nlanguage: es\n',
      'domains/retail/config.yaml': `name: Modelo
language: pt-BR
enabled_collections: [business_rules, support_documents]
customer_service: { communication_style: formal, emoji_usage: moderate }
business_hours: { days: [0], start_time: 08:00, end_time: '18:00' }
`,
    },
  )
  assert.deepEqual(
    [config.name, config.currency, config.language, config.collections],
    ['Conta', 'USD', 'pt-BR', ['delivery_rules']],
  )
  assert.deepEqual([config.service.communicationStyle, config.service.emojiUsage], ['formal', 'none'])
  assert.deepEqual(config.hours?.week[0], [{ fromMin: 480, toMin: 1_020 }])
})

test('an account of an unknown domain is served by the domain "default"', async () => {
  await using tree = await TemporaryTree.of({ 'domains/default/account_9/config.yaml': 'name: Nove\n' })
  const { config } = await new ConfigLoader(tree.root).load(tenantOf('nowhere', 'account_9'))
  assert.deepEqual([config.tenant, config.name], ['default/account_9', 'Nove'])
})

test('an unknown account is refused, naming no other tenant', async () => {
  await using tree = await TemporaryTree.of({ [FILE]: SANDRA, 'domains/default/account_7/config.yaml': 'name: X' })
  const loader = new ConfigLoader(tree.root)
  await assert.rejects(
    loader.load(tenantOf('retail', 'account_7')),
    invalid(/the domain "retail" has others: "config list" shows them$/),
  )
  await assert.rejects(loader.load(tenantOf('nowhere', 'account_8')), invalid(/there is no domain "nowhere"/))
})

test('an unknown key is kept and reported with what was probably meant', async () => {
  const { config, warnings } = await load('name: X\ncustomer_service:\n  emoji_use: none\nloyalty: { points: 3 }\n')
  assert.deepEqual(
    warnings.map(({ line, path, message }) => [line, path, message]),
    [
      [4, 'loyalty', 'unknown key, kept and not used'],
      [3, 'customer_service.emoji_use', 'unknown key; did you mean "emoji_usage"?'],
    ],
  )
  assert.deepEqual(config.extra, { loyalty: { points: 3 }, 'customer_service.emoji_use': 'none' })
})

test('an unknown key that is named like a secret is reported and not kept', async () => {
  const { config, warnings } = await load('name: X\nsecurity_token: canary-1\nloyalty: { api_key: canary-2 }\n')
  assert.ok(!JSON.stringify([config, warnings]).includes('canary'))
})

test('a value of the wrong kind is named with file, line, column, path, expected and got', async () => {
  const [problem] = await problems('name: X\ncompany_metadata:\n  business_hours:\n    days: [0, 1, funday]\n')
  assert.deepEqual(problem, {
    file: FILE,
    line: 4,
    column: 18,
    path: 'company_metadata.business_hours.days[2]',
    message: 'not a day, expected 0 (Monday) to 6 (Sunday), got "funday"',
    expected: '0 (Monday) to 6 (Sunday)',
    got: '"funday"',
  })
})

test('every problem of a file is told at once', async () => {
  const found = await problems(`customer_service: { communication_style: rude }
business_hours: { start_time: soon, end_time: '18:00', timezone: Moon/Crater }
integrations: { mcp: { config: { url: localhost, db: a } } }
`)
  assert.deepEqual(found.map(({ path }) => path).sort(), [
    '',
    'business_hours.start_time',
    'business_hours.timezone',
    'customer_service.communication_style',
    'integrations.mcp.config.url',
  ])
})

const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
for (let i = 1; i < 9; i++) laughs.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`)

const BAD: Record<string, [content: string | Uint8Array, says: RegExp]> = {
  'a tab as indentation': ['name: X\nbusiness_hours:\n\tdays: [0]\n', /config\.yaml:3.*tab/],
  'a duplicate key': [
    'name: X\nlanguage: es\nname: Y\n',
    /config\.yaml:3:1 name: the same key twice \(first at line 1\)/,
  ],
  'a cyclic anchor': ['name: X\nloop: &a [*a]\n', /config\.yaml:2.*contains itself/],
  'a billion laughs': [`name: X\n${laughs.join('\n')}\n`, /config\.yaml:\d+.*over 20000 values/],
  'Latin-1 bytes': [Buffer.from('name: X\ndescription: Cosm\xe9ticos\n', 'latin1'), /config\.yaml:2:18.*not UTF-8/],
  'ten megabytes': [`name: ${'x'.repeat(10_000_000)}`, /over 1 MiB/],
  'a list at the top': ['- name: X\n', /expected a mapping/],
  'a half-written file': [
    'name: X\ncompany_metadata:\n  customer_service: { greeting: "Olá',
    /config\.yaml:3.*missing/,
  ],
  'deep nesting': [`name: ${'['.repeat(10_000)}`, /nested/],
  'a million lines': ['# x\n'.repeat(250_000), /over 20000 line ends/],
  'a million brackets that close nothing': [`name: ${'}'.repeat(1_000_000)}`, /over 20000 line ends/],
  'half a million commas': [`name: [${'x,'.repeat(500_000)}]`, /over 20000 line ends/],
  'two documents': ['name: X\n---\nname: Y\n', /config\.yaml:2.*second document/],
}

for (const [what, [content, says]] of Object.entries(BAD))
  test(`${what} is refused with its place`, () => assert.rejects(load(content), invalid(says)))

test('a byte order mark, CRLF and aliases are read', async () => {
  const { config } = await load('\uFEFFname: &n Loja\r\ndescription: *n\r\n')
  assert.deepEqual([config.name, config.description], ['Loja', 'Loja'])
})

test('a directory named config.yaml and a link out of the tree are refused', async () => {
  await using outside = await TemporaryTree.of({ 'secret.yaml': 'name: Fora\n' })
  await using tree = await TemporaryTree.of({ 'domains/retail/x/config.yaml': 'name: X' })
  await mkdir(join(tree.root, FILE), { recursive: true })
  await mkdir(join(tree.root, 'domains/retail/account_2'))
  await symlink(join(outside.root, 'secret.yaml'), join(tree.root, 'domains/retail/account_2/config.yaml'))
  const loader = new ConfigLoader(tree.root)
  await assert.rejects(loader.load(shop), invalid(/expected a file/))
  await assert.rejects(loader.load(tenantOf('retail', 'account_2')), invalid(/a link out of the configuration/))
})

// requirement: apart.config
test('an id that climbs out of the tree is refused', async () => {
  const loader = new ConfigLoader('demo/config')
  for (const id of ['retail/../../secrets', '../retail/account_1', 'retail/..', '', '/'])
    await assert.rejects(loader.load(id as TenantId), invalid(/a tenant is/))
})

// requirement: apart.config
test('a broken file of one tenant leaves the others loading', async () => {
  await using tree = await TemporaryTree.of({
    [FILE]: 'name: [',
    'domains/retail/account_2/config.yaml': 'name: Inteira',
  })
  const { config } = await new ConfigLoader(tree.root).load(tenantOf('retail', 'account_2'))
  assert.equal(config.name, 'Inteira')
})

test('every value can be explained by its file and line', async () => {
  await using tree = await TemporaryTree.of({ [FILE]: SANDRA, 'domains/retail/config.yaml': 'currency: BRL\n' })
  const { draft } = await new ConfigLoader(tree.root).inspect(shop)
  const at = (...path: string[]) => nearest(draft!.tree, path).at
  assert.deepEqual([at('hours', 'startMin').file, at('hours', 'startMin').line], [FILE, 9])
  assert.deepEqual([at('currency').file, at('currency').line], ['domains/retail/config.yaml', 1])
})

test('the hash follows the meaning, not the order or the spelling', async () => {
  const one = await load('name: X\ndescription: Y\n')
  const same = await load('# a comment\ndescription: "Y"\nname: X\n')
  const other = await load('name: X\ndescription: Z\n')
  assert.equal(one.hash, same.hash)
  assert.notEqual(one.hash, other.hash)
  assert.match(one.hash, /^[0-9a-f]{16}$/)
})

test('whatever is done to a file, it gives a configuration or CONFIG_INVALID', async () => {
  await using tree = await TemporaryTree.of({ [FILE]: SANDRA })
  const loader = new ConfigLoader(tree.root)
  const scrap = fc.constantFrom(
    ':',
    '\n',
    '  ',
    '\t',
    '-',
    '[',
    '{',
    '}',
    '&a ',
    '*a',
    '<<: ',
    '!!set ',
    '"',
    "'",
    'false',
    '0x1',
    '|',
    '\u0000',
    '%',
    '---',
  )
  const edit = fc.record({
    at: fc.nat(SANDRA.length),
    cut: fc.nat(40),
    put: fc.oneof(scrap, fc.string({ maxLength: 6 })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
      const mutated = edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), SANDRA)
      await tree.write(FILE, mutated)
      const read = await loader.read(shop)
      assert.ok(read.kind === 'loaded' || read.problems.length > 0)
      if (read.kind === 'invalid') for (const { file } of read.problems) assert.equal(file, FILE)
    }),
    { numRuns: 150 },
  )
})
