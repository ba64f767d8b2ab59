import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { tenantPage, tenantPaths, tenantSchema } from './tenant-schema.ts'
import { saysOf, TENANT_WORDS, UNUSED } from './tenant-words.ts'

test('every value of a configuration has its sentence, and every sentence its value', () => {
  assert.deepEqual([...new Set(tenantPaths())].sort(), Object.keys(TENANT_WORDS).sort())
})

test('the JSON Schema and the page of the configuration are what the code says now (npm run docs writes them)', async () => {
  assert.equal(await readFile('docs/reference/tenant-config.schema.json', 'utf8'), tenantSchema())
  assert.equal(await readFile('docs/reference/tenant-config.md', 'utf8'), tenantPage())
})

test('what is said to be not used yet is used nowhere, and what is not there is not said to be so', () => {
  assert.deepEqual(
    UNUSED.filter((path) => !(path in TENANT_WORDS)),
    [],
  )
  const leaves = Object.keys(TENANT_WORDS).filter((path) => saysOf(path)?.endsWith('not used yet.'))
  // Shorter names are other things, too, and plans have tasks of their own.
  const names = leaves.map((path) => path.split('.').at(-1) ?? '').filter((name) => /^[a-z]{3,}[A-Z]\w{5,}$/.test(name))
  const own = names.filter((name) => name !== 'expectedOutput')
  assert.ok(own.includes('helpMessage') && own.includes('maxIterations'))
  const users = globSync('src/**/*.ts').filter((file) => !/^src\/tenants\/|tenant-config\.ts$|\.test\.ts$/.test(file))
  const code = users.map((file) => readFileSync(file, 'utf8')).join('\n')
  assert.deepEqual(
    own.filter((name) => new RegExp(`\\b${name}\\b`).test(code)),
    [],
  )
})

test('the JSON Schema names itself, its dialect and its sentences', () => {
  const schema = JSON.parse(tenantSchema())
  assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
  assert.equal(schema.properties.odoo.anyOf[0].properties.timeoutMs.description, 'Longest wait for an answer, in ms.')
  assert.deepEqual(schema.required, ['tenant', 'name', 'service'])
})
