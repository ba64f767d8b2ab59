import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantOf } from '../../domain/ids.ts'
import { ConfigLoader } from '../config-loader.ts'
import { TemporaryTree } from '../temporary-tree.ts'

/** Shapes that the contract does not draw and that files out there have; the shops are invented. */
const shop = tenantOf('furniture', 'account_2')
const FILE = 'domains/furniture/account_2/config.yaml'

async function load(files: Record<string, string>) {
  await using tree = await TemporaryTree.of(files)
  return await new ConfigLoader(tree.root).load(shop)
}

test('a crew may hold its agents themselves, sorted and quoted as PyYAML writes them', async () => {
  const { config, warnings } = await load({
    [FILE]: `account_id: account_2
crew:
  domain_crew:
    agents:
    - backstory: "Conhece m\\xF3veis e as casas onde\\\\
        \\\\ eles moram"
      goal: Entender o cliente
      id: intent_agent
      memory: true
      name: Intent Agent
      role: "Identificar a inten\\xE7\\xE3o"
      verbose: true
    - id: product_agent
      role: Conhecer o catálogo
    description: Equipe da Casa Sabiá
    name: Casa Sabiá Crew
    process: sequential
    tasks:
    - agent: intent_agent
      description: Entender a pergunta
    - agent: product_agent
      description: Falar dos produtos
      expected_output: Informações do produto
name: "Casa Sabi\\xE1"
`.replaceAll('\\\\', '\\'),
  })
  assert.deepEqual(warnings, [])
  const crew = config.crews?.domain_crew
  assert.deepEqual(
    crew?.agents.map(({ id, role }) => [id, role]),
    [
      ['intent_agent', 'Identificar a intenção'],
      ['product_agent', 'Conhecer o catálogo'],
    ],
  )
  assert.equal(crew?.agents[0]?.backstory, 'Conhece móveis e as casas onde eles moram')
  assert.deepEqual(
    crew?.tasks.map(({ agent }) => agent),
    ['intent_agent', 'product_agent'],
  )
})

test('a domain may be a template with plugins, a workflow and the names of canned responses', async () => {
  const { config, warnings } = await load({
    'domains/furniture/config.yaml': `version: "2.1"
metadata: { domain: furniture, client_id: client_2, description: Móveis, inherit: "_base" }
agents:
  sales_expert:
    type: SalesAgent
    config: { role: Consultora }
    tools: [product_catalog]
    plugins:
    - { name: room_advisor, version: 1.2, config: { rooms: [sala, quarto] } }
crew:
  name: FurnitureCrew
  agents: [sales_expert]
  workflow:
  - { step: contact, agent: sales_expert, tools: [product_catalog] }
integrations:
  chatwoot: { default_labels: [sala], canned_responses: [welcome, measures] }
`,
    [FILE]: 'name: Casa Sabiá\n',
  })
  assert.deepEqual(config.crews?.customer_service?.agents[0]?.plugins, ['room_advisor'])
  assert.deepEqual(config.cannedResponses, { welcome: null, measures: null })
  assert.deepEqual(
    warnings.map(({ path }) => path),
    ['crew.workflow'],
  )
})

test('a base of agents without config, and settings of services nobody asks for, is read', async () => {
  const { config, warnings } = await load({
    'domains/_base/base_agents.yaml': `version: 2.1
agents:
  data_proxy:
    description: Acesso aos dados
    role: Intermediário
    tools: [query]
    memory_settings: { ttl: 7200, priority: high }
services: { redis: { cache_ttl: 600 } }
`,
    [FILE]: 'name: Casa Sabiá\ncrew: { tasks: [{ agent: data_proxy, description: Responda }] }\n',
  })
  assert.deepEqual(
    config.crews?.customer_service?.agents.map(({ id, role }) => [id, role]),
    [['data_proxy', 'Intermediário']],
  )
  assert.deepEqual(
    warnings.map(({ path }) => path),
    ['services'],
  )
})

test('a direct connection to Odoo beside the one that is used is reported, and its password not kept', async () => {
  const loaded = await load({
    [FILE]: `name: Casa Sabiá
integrations:
  mcp: { type: odoo-mcp, config: { url: http://localhost:8069, db: account_2, password: canary } }
  odoo: { url: http://localhost:8069, db: account_2, username: bot@example.com, password: canary, timeout: 30 }
`,
  })
  assert.ok(loaded.warnings.length > 0)
  assert.ok(!JSON.stringify(loaded).includes('canary'))
})
