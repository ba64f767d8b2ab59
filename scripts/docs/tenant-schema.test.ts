import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { tenantPage, tenantPaths, tenantSchema } from './tenant-schema.ts'
import { TENANT_WORDS } from './tenant-words.ts'

test('every value of a configuration has its sentence, and every sentence its value', () => {
  assert.deepEqual([...new Set(tenantPaths())].sort(), Object.keys(TENANT_WORDS).sort())
})

test('the JSON Schema and the page of the configuration are what the code says now (npm run docs writes them)', async () => {
  assert.equal(await readFile('docs/reference/tenant-config.schema.json', 'utf8'), tenantSchema())
  assert.equal(await readFile('docs/reference/tenant-config.md', 'utf8'), tenantPage())
})

test('the JSON Schema names itself, its dialect and its sentences', () => {
  const schema = JSON.parse(tenantSchema())
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
  assert.equal(schema.properties.odoo.anyOf[0].properties.timeoutMs.description, 'Longest wait for an answer, in ms.')
  assert.deepEqual(schema.required, ['tenant', 'name', 'service'])
})
