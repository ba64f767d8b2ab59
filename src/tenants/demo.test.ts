import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { TenantId } from '../domain/ids.ts'
import { serviceOn, type TenantConfig } from '../domain/tenant-config.ts'
import { ConfigLoader } from './config-loader.ts'
import { CredentialKeys } from './credential-keys.ts'
import { Credentials } from './credentials.ts'
import { reportTree } from './tree-report.ts'

const DEMO = {
  ...{ root: 'demo/config', source: new ConfigLoader('demo/config') },
  credentials: new Credentials('demo/config', new CredentialKeys({ fernet: null, master: null })),
}

/** The ten demo shops by the dialect they are written in, and what only that dialect says. */
const SHOPS: readonly [tenant: string, dialect: string, name: string, says: (config: TenantConfig) => unknown][] = [
  ['cosmetics/account_1', 'A', 'Casa Aurora Cosméticos', ({ company }) => company?.area === 'retail'],
  ['furniture/account_2', 'A', 'Móveis Jatobá', ({ hours }) => hours],
  ['retail/account_3', 'A', 'Pet Amora', ({ hours }) => hours],
  [
    'retail/account_1',
    'A, the original example',
    'Sandra Cosméticos',
    ({ hours }) => hours?.week[6]?.[0]?.toMin === 1_080,
  ],
  ['optics/account_1', 'A, sections at the top', 'Ótica Mirante', ({ hours }) => hours?.week[0]?.[1]?.toMin === 1_110],
  ['default/account_1', 'A over its domain', 'Central Horizonte Sur', ({ language }) => language === 'es'],
  ['stationery/account_1', 'B', 'Papelaria Horizonte', ({ featuredCategories }) => featuredCategories?.length === 3],
  ['fashion/account_1', 'C', 'Ateliê Capim', ({ crews }) => crews?.customer_service?.agents.length === 2],
  [
    'health/account_1',
    'A with a crew in D',
    'Clínica Ipê Amarelo',
    (config) => serviceOn(config, 'whatsapp').farewell === 'Desejamos boa recuperação.',
  ],
  ['bakery/account_1', 'E', 'Padaria Pão de Serra', ({ odoo }) => odoo?.accessLevel === 'read'],
]

test('the demo has ten tenants in all five dialects, without an error or a warning', async () => {
  const { tenants, errors, warnings } = await reportTree(DEMO)
  assert.deepEqual([errors, warnings], [[], []])
  assert.deepEqual([...tenants], SHOPS.map(([tenant]) => tenant).sort())
})

for (const [tenant, dialect, name, says] of SHOPS)
  test(`the demo shop ${name} is read out of dialect ${dialect}`, async () => {
    const { config } = await new ConfigLoader('demo/config').load(tenant as TenantId)
    assert.equal(config.name, name)
    assert.ok(says(config))
  })

test('the example of the original design is among them letter for letter', async () => {
  const text = await readFile('demo/config/domains/retail/account_1/config.yaml', 'utf8')
  const fixture = await readFile(new URL('config-loader.test.ts', import.meta.url), 'utf8')
  assert.ok(fixture.includes(`\`${text}\``))
})
