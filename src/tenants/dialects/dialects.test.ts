import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantOf } from '../../domain/ids.ts'
import { serviceOn } from '../../domain/tenant-config.ts'
import { ConfigLoader } from '../config-loader.ts'
import { TemporaryTree } from '../temporary-tree.ts'

const shop = tenantOf('retail', 'account_1')
const DIR = 'domains/retail/account_1'

async function load(files: Record<string, string>) {
  await using tree = await TemporaryTree.of(files)
  return await new ConfigLoader(tree.root).load(shop)
}

async function problems(files: Record<string, string>) {
  await using tree = await TemporaryTree.of(files)
  const read = await new ConfigLoader(tree.root).read(shop)
  return read.kind === 'invalid'
    ? read.problems.map(({ file, line, path, message }) => `${file}:${line} ${path}: ${message}`)
    : []
}

const DIALECT_B = `name: Loja Horizonte
description: Papelaria
domain: retail
account_id: account_1
settings:
  language: pt_BR
  currency: BRL
  timezone: America/Recife
  products: { featured_categories: [cadernos, canetas] }
  customer_service:
    business_hours: ["Segunda a Sexta: 09:00 - 18:00", "Sábado: 09:00 - 13:00"]
    contact_email: oi@horizonte.example
    contact_phone: +55 11 95555-0104
integrations:
  mcp: { type: odoo-mcp, config: { url: http://localhost:8069, db: horizonte, username: bot, password: canary-1, timeout: 30, verify_ssl: false } }
  qdrant: { collection: horizonte, embedding_model: m, similarity_threshold: 0.7, max_results: 5 }
  redis: { host: localhost, port: 6379, db: 0, password: canary-2, ttl: 3600 }
`

test('dialect B: hand-written settings, hours in words, search, and what is the server’s own', async () => {
  const { config, warnings } = await load({ [`${DIR}/config.yaml`]: DIALECT_B })
  assert.deepEqual(
    [config.language, config.currency, config.featuredCategories],
    ['pt-BR', 'BRL', ['cadernos', 'canetas']],
  )
  assert.equal(config.hours?.timezone, 'America/Recife')
  assert.deepEqual(
    config.hours?.week.map(([day]) => day?.toMin),
    [1_080, 1_080, 1_080, 1_080, 1_080, 780, undefined],
  )
  assert.deepEqual(config.company, { email: 'oi@horizonte.example', phone: '+55 11 95555-0104' })
  assert.deepEqual(config.search, {
    collection: 'horizonte',
    embeddingModel: 'm',
    similarityThreshold: 0.7,
    maxResults: 5,
  })
  assert.deepEqual([config.odoo?.timeoutMs, config.odoo?.verifySsl], [30_000, false])
  assert.match(
    warnings
      .map(({ message }) => message)
      .sort()
      .join(),
    /clear text.*Redis is the server's own/,
  )
})

test('dialect B: a literal password is named by a ref and stands nowhere in the configuration', async () => {
  const loaded = await load({ [`${DIR}/config.yaml`]: DIALECT_B })
  assert.equal(loaded.config.odoo?.credentialRef, 'config:integrations.mcp.config.password')
  assert.ok(!JSON.stringify(loaded).includes('canary'))
})

const WRITTEN: readonly [line: string, expected: Record<number, [number, number][]>][] = [
  ['Segunda a Sexta: 09:00 - 18:00', Object.fromEntries([0, 1, 2, 3, 4].map((day) => [day, [[540, 1_080]]]))],
  ['Seg, Qua e Sex das 8h às 12h30', { 0: [[480, 750]], 2: [[480, 750]], 4: [[480, 750]] }],
  [
    'Sábado: 09:00 - 12:00, 13:00 - 17:00',
    {
      5: [
        [540, 720],
        [780, 1_020],
      ],
    },
  ],
  ['Domingo: fechado', {}],
  ['sábado e domingo: 24 horas', { 5: [[0, 1_440]], 6: [[0, 1_440]] }],
  ['Lunes a Viernes: 9:00 a 18:00', Object.fromEntries([0, 1, 2, 3, 4].map((day) => [day, [[540, 1_080]]]))],
  ['Friday to Sunday from 10:00 to 16:00', { 4: [[600, 960]], 5: [[600, 960]], 6: [[600, 960]] }],
]

for (const [line, expected] of WRITTEN)
  test(`hours in words are read: ${line}`, async () => {
    const yaml = `name: X\nsettings: { customer_service: { business_hours: [${JSON.stringify(line)}] } }\n`
    const { config, warnings } = await load({ [`${DIR}/config.yaml`]: yaml })
    assert.deepEqual(warnings, [])
    const week = config.hours?.week.map((day) => day.map(({ fromMin, toMin }) => [fromMin, toMin]))
    assert.deepEqual(
      week,
      Array.from({ length: 7 }, (_, day) => expected[day] ?? []),
    )
  })

const HOLIDAYS: readonly [line: string, closed: readonly number[], warnings: number][] = [
  ['Domingo e feriados: fechado', [6], 0],
  ['Domingos e feriados nacionais: fechado', [6], 0],
  ['Domingo y festivos: cerrado', [6], 0],
  ['Sunday and public holidays: closed', [6], 0],
  ['Feriados: fechado', [], 1],
  ['Nos feriados: sob consulta', [], 1],
]

for (const [line, closed, told] of HOLIDAYS)
  test(`holidays beside hours in words cost no week: ${line}`, async () => {
    const lines = ['Segunda a Domingo: 09:00 - 18:00', line].map((each) => JSON.stringify(each))
    const open = closed.length === 0 ? lines : [JSON.stringify('Segunda a Sábado: 09:00 - 18:00'), lines[1]]
    const yaml = `name: X\nsettings: { customer_service: { business_hours: [${open.join(', ')}] } }\n`
    const { config, warnings } = await load({ [`${DIR}/config.yaml`]: yaml })
    assert.deepEqual(
      config.hours?.week.flatMap((day, i) => (day.length === 0 ? [i] : [])),
      closed,
    )
    assert.equal(warnings.length, told)
  })

test('hours in words that are not understood make the hours unknown, never a closed day', async () => {
  const yaml = `name: X\nsettings: { customer_service: { business_hours: ["Segunda: 09:00 - 18:00", "Domingo: sob consulta"] } }\n`
  const { config, warnings } = await load({ [`${DIR}/config.yaml`]: yaml })
  assert.equal(config.hours, null)
  assert.match(warnings[0]?.message ?? '', /not understood/)
})

const DIALECT_C = `version: "2.1"
metadata: { domain: retail, account_id: account_1, client_name: Loja Serena, description: Velas, inherit: "_base" }
agents:
  intent: { type: intent, config: { role: Ouvinte, goal: Entender, backstory: Atenta }, tools: [search], plugins: [] }
  writer: { type: response, config: { role: Redatora, goal: Responder, backstory: Gentil } }
crews:
  sales:
    name: Vendas
    description: Vende
    agents: [intent, writer]
    tasks:
      - { id: understand, description: Entenda, agent: intent, expected_output: intenção }
      - { description: Responda, agent: writer, expected_output: resposta, context: [understand] }
    config: { max_iterations: 3, verbose: true }
memory: { ttl: 3600, storage: redis, priority_contexts: [pedido] }
greetings:
  welcome_message: "Oi, aqui é {attendant_name}, da {client_name}!"
  attendant_name: Lia
  options: [{ option: Ver pedidos, keyword: [pedido, entrega] }]
  request_help_message: Conte o que você procura.
integrations:
  chatwoot: { default_labels: [ia], canned_responses: { pix: Aceitamos Pix } }
  odoo: { product_categories: [velas], price_lists: [varejo] }
`

test('dialect C: agents and crews, greetings with names filled in, labels and memory', async () => {
  const { config, warnings } = await load({ [`${DIR}/config.yaml`]: DIALECT_C })
  assert.deepEqual(warnings, [])
  assert.equal(config.name, 'Loja Serena')
  assert.equal(config.service.greeting, 'Oi, aqui é Lia, da Loja Serena!')
  const crew = config.crews?.sales
  assert.deepEqual(
    crew?.agents.map(({ id, role, tools }) => [id, role, tools]),
    [
      ['intent', 'Ouvinte', ['search']],
      ['writer', 'Redatora', []],
    ],
  )
  assert.deepEqual(
    crew?.tasks.map(({ id, agent, context }) => [id, agent, context]),
    [
      ['understand', 'intent', []],
      ['task_2', 'writer', ['understand']],
    ],
  )
  assert.equal(crew?.maxIterations, 3)
  assert.deepEqual(config.menu, [{ option: 'Ver pedidos', keywords: ['pedido', 'entrega'] }])
  assert.deepEqual([config.labels, config.cannedResponses], [['ia'], { pix: 'Aceitamos Pix' }])
  assert.deepEqual(config.memory, { ttlSeconds: 3_600, priorityContexts: ['pedido'] })
})

test('dialect C: agents of the base serve the crews of an account, and "crew" may be the crew itself', async () => {
  const { config } = await load({
    'domains/_base/agents.yaml': 'agents: { writer: { type: response, config: { role: Redatora } } }\n',
    [`${DIR}/config.yaml`]: 'name: X\ncrew: { name: Atende, tasks: [{ agent: writer, description: Responda }] }\n',
  })
  const crew = config.crews?.customer_service
  assert.deepEqual(
    crew?.agents.map(({ id, role }) => [id, role]),
    [['writer', 'Redatora']],
  )
})

test('dialect C: an agent or task that is not there is named with what was probably meant', async () => {
  const yaml = DIALECT_C.replace('agents: [intent, writer]', 'agents: [intent, writr]').replace(
    '[understand]',
    '[undestand]',
  )
  const found = await problems({ [`${DIR}/config.yaml`]: yaml })
  assert.match(
    found.join('\n'),
    /config\.yaml:10 crews\.sales\.agents\[1\]: there is no agent "writr"; did you mean "writer"\?/,
  )
  assert.match(found.join('\n'), /there is no task "undestand"; did you mean "understand"\?/)
})

const DIALECT_D = `name: Atendimento
description: Equipe de atendimento
type: customer_service
agents:
  - { id: front, name: Bia, role: Atendente, goal: Ajudar, backstory: Paciente, memory: true, verbose: false }
tasks:
  - { agent: front, description: Responda, expected_output: resposta }
routing: { channels: [whatsapp, website], keywords: [pedido], default: true }
style:
  tone: { formal: 4, friendly: 2, technical: 1 }
  emojis: { enabled: false, frequency: frequent }
  greeting: { enabled: true, message: Bom dia. }
  farewell: { enabled: false, message: Até logo. }
online_channels: { website: { url: www.x.example, mention_at_end: true } }
promotions: { inform_at_start: false }
`

test('dialect D: a crew of its own, and its style for that crew alone', async () => {
  const { config, warnings } = await load({
    [`${DIR}/config.yaml`]: 'name: X\ncustomer_service: { communication_style: casual, farewell: Tchau }\n',
    [`${DIR}/crews/customer_service/config.yaml`]: DIALECT_D,
  })
  assert.deepEqual(warnings, [])
  const crew = config.crews?.customer_service
  assert.deepEqual([crew?.channels, crew?.keywords, crew?.isDefault], [['whatsapp', 'web'], ['pedido'], true])
  assert.deepEqual(
    crew?.agents.map(({ id, name }) => [id, name]),
    [['front', 'Bia']],
  )
  assert.equal(config.service.communicationStyle, 'casual')
  assert.deepEqual(serviceOn(config, 'whatsapp'), {
    communicationStyle: 'formal',
    emojiUsage: 'none',
    greeting: 'Bom dia.',
    farewell: null,
    ratingRequest: null,
  })
  assert.equal(serviceOn(config, 'whatsapp', 'analytics').communicationStyle, 'casual')
  assert.equal(serviceOn(config, 'telegram').communicationStyle, 'casual')
  assert.deepEqual(crew?.onlineChannels, [{ name: 'website', url: 'www.x.example', mentionAtEnd: true }])
  assert.deepEqual([crew?.informPromotionsAtStart, crew?.technicalTone], [false, 1])
  assert.deepEqual(config.onlineChannels, [])
})

test('a certificate that is not to be checked is obeyed, and said', async () => {
  const yaml = (value: string) =>
    `name: X\nintegrations: { mcp: { config: { url: https://x.example, db: x, verify_ssl: ${value} } } }\n`
  const { config, warnings } = await load({ [`${DIR}/config.yaml`]: yaml('false') })
  assert.equal(config.odoo?.verifySsl, false)
  assert.match(warnings[0]?.message ?? '', /certificate is not checked/)
  assert.deepEqual((await load({ [`${DIR}/config.yaml`]: yaml('true') })).warnings, [])
})

test('a number that is too small is said in words', async () => {
  const found = await problems({
    [`${DIR}/config.yaml`]:
      'name: X\nintegrations: { mcp: { config: { url: http://x.example, db: x, timeout: 0 } } }\n',
  })
  assert.deepEqual(found, [
    `${DIR}/config.yaml:2 integrations.mcp.config.timeout: not usable, expected at least 1, got 0`,
  ])
})

test('dialect A: what Chatwoot is to be given is read without an agent or a crew in the file', async () => {
  const yaml = 'name: X\nintegrations: { chatwoot: { default_labels: [ia], canned_responses: false } }\n'
  const { config, warnings } = await load({ [`${DIR}/config.yaml`]: yaml })
  assert.deepEqual([config.labels, config.cannedResponses, warnings], [['ia'], undefined, []])
})

const DIALECT_E = {
  account_id: 'account_1',
  security_token: 'canary-3',
  name: 'Clínica Ipê',
  version: 3,
  updated_at: '2026-10-01',
  enabled_modules: ['company_info', 'mcp'],
  modules: {
    company_info: {
      name: 'Clínica Ipê',
      address: { street: 'Rua das Flores, 10', street2: false, city: 'Campinas', share_with_customers: true },
    },
    service_settings: {
      business_hours: { days: [0, 1], start_time: '08:00', end_time: '17:00' },
      customer_service: { communication_style: 'formal', greeting: 'Bom dia.' },
      online_channels: { website: { url: 'www.ipe.example', mention_at_end: true } },
    },
    enabled_services: {
      collections: ['business_rules', 'scheduling_rules'],
      services: { sales: { enabled: false, promotions: { inform_at_start: true } }, scheduling: { enabled: true } },
    },
    mcp: {
      type: 'odoo-mcp',
      version: '1.0',
      connection: {
        url: 'https://erp.ipe.example',
        database: 'ipe',
        username: 'bot',
        password_ref: 'odoo',
        access_level: 'read',
      },
    },
  },
}

test('dialect E: a password in clear text in a file is used where it stands, and warned about', async () => {
  const connection = { url: 'https://odoo.example', database: 'x', password: 'canary' }
  const ofFile = async (more: object) => {
    const modules = { company_info: { name: 'X' }, mcp: { connection: { ...connection, ...more } } }
    const { config, warnings } = await load({ [`${DIR}/config.json`]: JSON.stringify({ modules }) })
    assert.ok(!JSON.stringify({ config, warnings }).includes('canary'))
    return [config.odoo?.credentialRef, warnings.map(({ path, message }) => `${path}: ${message}`)]
  }
  const warned = ['modules.mcp.connection.password: a secret in clear text; move it to credentials.yaml']
  assert.deepEqual(await ofFile({}), ['config:modules.mcp.connection.password', warned])
  assert.deepEqual(await ofFile({ password_ref: 'odoo' }), ['odoo', warned])
  assert.deepEqual(await ofFile({ password: false }), [null, []])
})

test('dialect E: modules pushed as JSON, the token never kept', async () => {
  const loaded = await load({ [`${DIR}/config.json`]: JSON.stringify(DIALECT_E) })
  const { config, warnings } = loaded
  assert.deepEqual(warnings, [])
  assert.deepEqual(config.company?.address, { street: 'Rua das Flores, 10', city: 'Campinas' })
  assert.deepEqual(config.collections, ['business_rules', 'scheduling_rules'])
  assert.deepEqual(config.services, { sales: false, scheduling: true })
  assert.deepEqual([config.odoo?.accessLevel, config.odoo?.credentialRef], ['read', 'odoo'])
  assert.deepEqual([config.informPromotionsAtStart, config.service.greeting], [true, 'Bom dia.'])
  assert.ok(!JSON.stringify(loaded).includes('canary'))
})

test('dialect E: an address that may not be told is not in the configuration', async () => {
  const pushed = structuredClone(DIALECT_E)
  pushed.modules.company_info.address.share_with_customers = false
  const { config } = await load({ [`${DIR}/config.json`]: JSON.stringify(pushed) })
  assert.equal(config.company?.address, undefined)
})

test('a written week of the domain gives way to the times of its account, and the other way round', async () => {
  const times = 'name: X\nbusiness_hours: { days: [0], start_time: 10:00, end_time: 11:00 }\n'
  const written = 'name: X\nsettings: { customer_service: { business_hours: ["Terça: 09:00 - 12:00"] } }\n'
  const open = async (below: string, above: string) => {
    const { config } = await load({ 'domains/retail/config.yaml': below, [`${DIR}/config.yaml`]: above })
    return config.hours?.week.map((day) => day.length)
  }
  assert.deepEqual(await open(written, times), [1, 0, 0, 0, 0, 0, 0])
  assert.deepEqual(await open(times, written), [0, 1, 0, 0, 0, 0, 0])
})
