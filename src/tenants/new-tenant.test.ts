import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { tenantOf } from '../domain/ids.ts'
import { ConfigLoader } from './config-loader.ts'
import { writeNewTenant } from './new-tenant.ts'
import { TemporaryTree } from './temporary-tree.ts'

const tenant = tenantOf('papelaria', 'account_1')

test('what YAML 1.1 would read as something else is quoted, so that Odoo reads what was written', async () => {
  await using tree = await TemporaryTree.of({})
  const file = await writeNewTenant(tree.root, { tenant, name: 'no', odoo: null })
  const text = await readFile(join(tree.root, file), 'utf8')
  assert.match(text, /end_time: "18:00"/)
  const { name, company_metadata } = parse(text, { version: '1.1' })
  assert.deepEqual([name, company_metadata.business_hours.end_time], ['no', '18:00'])
})

test('a new shop has the language and the hours that were answered, and loads without a warning', async () => {
  await using tree = await TemporaryTree.of({})
  const hours = ['segunda a sexta: 9h às 18h', 'sábado: 9h às 13h']
  await writeNewTenant(tree.root, { tenant, name: 'Girassol', odoo: null, language: 'es', hours })
  const { config, warnings } = await new ConfigLoader(tree.root).load(tenant)
  assert.deepEqual([config.language, warnings], ['es', []])
  assert.deepEqual(
    config.hours?.week.map(([day]) => day?.toMin),
    [1_080, 1_080, 1_080, 1_080, 1_080, 780, undefined],
  )
})
