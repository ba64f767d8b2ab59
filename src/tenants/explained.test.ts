import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantOf } from '../domain/ids.ts'
import { ConfigLoader } from './config-loader.ts'
import { explained } from './explained.ts'
import { TemporaryTree } from './temporary-tree.ts'

const FILE = 'domains/retail/account_1/config.yaml'

/** Each row as `value ← lines`, by its path. */
async function rowsOf(text: string, more: Record<string, string> = {}) {
  await using tree = await TemporaryTree.of({ [FILE]: text, ...more })
  const values = explained(await new ConfigLoader(tree.root).inspect(tenantOf('retail', 'account_1')))
  const rows = new Map(
    values.map(({ path, value, from }) => [path, [value, ...from.map((each) => each.replace(FILE, ''))]]),
  )
  return (path: string) => rows.get(path)
}

test('a day’s hours are times of day, with every line that has a say in that day', async () => {
  const at = await rowsOf(`name: X
business_hours:
  days: [0, 1, 5]
  start_time: 09:00
  end_time: '18:00'
  has_lunch_break: true
  lunch_break_start: '12:00'
  lunch_break_end: '13:00'
  saturday_start_time: 08:00
  saturday_end_time: '12:00'
  timezone: America/Recife
`)
  assert.deepEqual(at('hours.monday'), ['09:00–12:00, 13:00–18:00', ':3', ':4', ':5', ':6', ':7', ':8'])
  assert.deepEqual(at('hours.saturday'), ['08:00–12:00', ':3', ':9', ':10'])
  assert.deepEqual(at('hours.sunday'), ['closed', ':3'])
  assert.deepEqual(at('hours.timezone'), ['America/Recife', ':11'])
})

test('hours that are written day by day are explained by their lines', async () => {
  const at = await rowsOf(`name: X
settings:
  customer_service:
    business_hours:
      - "Segunda a Sexta: 09:00 - 18:00"
      - "Sábado: 09:00 - 13:00"
`)
  assert.deepEqual(at('hours.tuesday'), ['09:00–18:00', ':5'])
  assert.deepEqual(at('hours.saturday'), ['09:00–13:00', ':6'])
  assert.equal(at('hours.sunday')?.[0], 'closed')
  assert.deepEqual(at('hours.timezone'), ['America/Sao_Paulo'])
})

test('agents and tasks have a line for each value, wherever the agents are defined', async () => {
  const at = await rowsOf(`name: X
agents:
  guide:
    type: support
    config:
      role: Guia
      goal: Ajudar
  closer: { config: { role: Fecha } }
crews:
  customer_service:
    agents: [guide]
    tasks:
      - description: Ouvir
        agent: guide
        expected_output: Um resumo
      - { description: Responder, agent: guide, context: [task_1] }
`)
  assert.deepEqual(at('crews.customer_service.agents[0].role'), ['Guia', ':6'])
  assert.deepEqual(at('crews.customer_service.agents[0].id'), ['guide', ':3'])
  assert.deepEqual(at('crews.customer_service.agents[0].backstory'), [''])
  assert.deepEqual(at('crews.customer_service.tasks[0].expectedOutput'), ['Um resumo', ':15'])
  assert.deepEqual(at('crews.customer_service.tasks[1].context'), [['task_1'], ':16'])
  const own = await rowsOf('name: X\n', {
    'domains/retail/account_1/crews/sales/config.yaml': 'agents:\n  - id: a\n    role: Vende\ntasks: [{ agent: a }]\n',
  })
  const [role, from] = own('crews.sales.agents[0].role') ?? []
  assert.deepEqual([role, from], ['Vende', 'domains/retail/account_1/crews/sales/config.yaml:3'])
})

test('a greeting is shown as it is said, with the lines of what was filled in', async () => {
  const at = await rowsOf(`metadata: { client_name: Loja Azul }
greetings:
  attendant_name: Bia
  welcome_message: "Sou {attendant_name}, da {client_name}."
`)
  assert.deepEqual(at('service.greeting'), ['Sou Bia, da Loja Azul.', ':1', ':3', ':4'])
})

test('a sentence that is switched off is explained by its switch, one that is said by its text', async () => {
  const at = await rowsOf(`name: X
customer_service:
  farewell:
    message: Tchau!
    enabled: false
  rating_request:
    message: Que tal?
    enabled: true
`)
  assert.deepEqual(at('service.farewell'), [null, ':5'])
  assert.deepEqual(at('service.ratingRequest'), ['Que tal?', ':7'])
})

test('what is absent has a row as well, and what is unknown its place', async () => {
  const at = await rowsOf(`name: X
online_channels:
  website: { url: www.x.example }
integrations: { qdrant: { collection: c } }
surprise: 7
`)
  assert.deepEqual(at('onlineChannels.website.url'), ['www.x.example', ':3'])
  assert.deepEqual(at('onlineChannels.website.mentionAtEnd'), [false])
  assert.deepEqual([at('search.collection'), at('search.maxResults')], [['c', ':4'], [null]])
  assert.deepEqual([at('company'), at('channels'), at('collections'), at('hours')], [[null], [{}], [[]], [null]])
  assert.deepEqual(at('extra["surprise"]'), [7, ':5'])
})

test('of a configuration that does not load, what its layers give is shown with times as they are written', async () => {
  const at = await rowsOf('business_hours: { start_time: 9:00, end_time: 18:00 }\nquiet_ms: 99999\n')
  assert.deepEqual(
    [at('hours.startMin'), at('quietMs')],
    [
      ['09:00', ':1'],
      [99999, ':2'],
    ],
  )
})
