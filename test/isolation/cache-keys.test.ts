import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { pause } from '../../src/base/deadline.ts'
import { TenantId } from '../../src/domain/ids.ts'
import { keptIn, valuesIn } from './kept.ts'
import { KEPT_OF_NO_TENANT, NAMES_OF_NO_KEY, VALUES_OF_NO_TENANT } from './keys-of-nobody.ts'
import { importMutated, type Mutant } from './mutants.ts'
import { namesIn } from './names.ts'
import { BACKEND_PROBES } from './probes/backend-probes.ts'
import { DESK_PROBES } from './probes/desk-probes.ts'
import { FLOW_PROBES } from './probes/flow-probes.ts'
import type { Probes } from './probes/probe.ts'
import { TENANT_PROBES } from './probes/tenant-probes.ts'

const PROBES: Probes = { ...BACKEND_PROBES, ...TENANT_PROBES, ...FLOW_PROBES, ...DESK_PROBES }
const SRC = resolve('src')
const SOURCES = globSync('**/*.ts', { cwd: SRC })
  .filter((file) => !/\.test\.ts$|contract\.ts$/.test(file))
  .sort()
  .map((file) => [file, readFileSync(join(SRC, file), 'utf8')] as const)

/** What somebody only said is found by no key: commands, and the table of failures. */
const IS_SAID = /^cli\/|^base\/failure\.ts$/
/** Two halves that `TenantId` reads, and refuses when one is missing. */
const IS_TENANT_ID = /^`\$\{domain\b[^}]*\}\/\$\{account[^}]*\}`$/
/** Tried by `search-filters.test.ts`. */
const IS_SEARCH = /^backends\/search\//

const kept = SOURCES.flatMap(([file, source]) => keptIn(file, source)).filter(({ keys }) => keys.length > 0)
const values = SOURCES.flatMap(([file, source]) => valuesIn(file, source).map((name) => ({ name, file })))
const names = SOURCES.filter(([file]) => !IS_SAID.test(file) && !IS_SEARCH.test(file))
  .flatMap(([file, source]) => namesIn(file, source))
  .filter(({ text }) => !IS_TENANT_ID.test(text))

const isExcused = ({ name, file }: { name: string; file: string }) =>
  name in KEPT_OF_NO_TENANT || name in NAMES_OF_NO_KEY || file in NAMES_OF_NO_KEY
const [tried, excused] = [[...kept, ...names].filter((each) => !isExcused(each)), [...kept, ...names].filter(isExcused)]

test('whatever is kept by a key, and every key that names somebody, is probed, or has a reason not to be', () => {
  const unprobed = tried.filter(({ file }) => !(file in PROBES)).map(({ name }) => name)
  assert.deepEqual(unprobed, [], 'write a probe (test/isolation/probes), or say in keys-of-nobody.ts why it needs none')
  assert.deepEqual(
    values
      .map(({ name }) => name)
      .filter((name) => !(name in VALUES_OF_NO_TENANT || (name.split(' ')[0] ?? '') in VALUES_OF_NO_TENANT)),
    [],
    'remembered without a key: say in keys-of-nobody.ts why it is the same for all tenants',
  )
})

test('no reason, and no probe, outlives what it is for', () => {
  const found = new Set([...excused, ...values].flatMap(({ name, file }) => [name, file]))
  const reasons = [KEPT_OF_NO_TENANT, NAMES_OF_NO_KEY, VALUES_OF_NO_TENANT].flatMap((table) => Object.keys(table))
  assert.deepEqual(
    reasons.filter((name) => !found.has(name)),
    [],
  )
  const probed = new Set(tried.map(({ file }) => file))
  assert.deepEqual(
    Object.keys(PROBES).filter((file) => !probed.has(file)),
    [],
  )
})

test('what is kept by a tenant, a crew or a configuration has no reason not to be probed', () => {
  const isOfTenant = /[tT]enant\b|TenantId|CrewPlan|LoadedConfig|CacheKey/
  const wrong = kept.filter(
    ({ name, declaration, keys }) =>
      name in KEPT_OF_NO_TENANT && isOfTenant.test([declaration.split('=')[0], ...keys].join(' ')),
  )
  assert.deepEqual(
    wrong.map(({ name }) => name),
    [],
  )
  for (const half of ['/account_1', 'retail/', 'retail', '']) assert.equal(TenantId.safeParse(half).success, false)
})

test('as the source is, nothing of a tenant is found by another', async () => {
  for (const [file, probe] of Object.entries(PROBES))
    await assert.doesNotReject(
      probe((each) => importMutated(join(SRC, each), null)),
      file,
    )
})

// requirement: apart.cache
test('whichever key loses its tenant, a probe notices', async (context) => {
  const mutants = [
    ...kept.map(({ name, file, source }) => ({ name, file, key: name, source })),
    ...names.flatMap(({ name, file, mutants: without }) =>
      without.map((each) => ({ name: `${name} without ${each.without}`, file, key: name, source: each.source })),
    ),
  ].filter(({ file, key }) => !isExcused({ name: key, file }))
  assert.ok(mutants.length >= 60, `${mutants.length} keys were found`)
  context.diagnostic(`${mutants.length} mutants`)
  const unnoticed: string[] = []
  for (const { name, file, source } of mutants)
    if (await stands(file, { name, file: join(SRC, file), source })) unnoticed.push(name)
  assert.deepEqual(unnoticed, [])
})

/** Whether the probe of `file` notices nothing. One that never ends has noticed; one that does not run tells nothing. */
async function stands(file: string, mutant: Mutant): Promise<boolean> {
  const probe = PROBES[file]
  if (!probe) return true
  const ended = new AbortController()
  const run = probe((each) => importMutated(join(SRC, each), mutant)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof SyntaxError || error instanceof ReferenceError) throw error
      return false
    },
  )
  return Promise.race([run, pause(5_000, ended.signal).then(() => false)]).finally(() => ended.abort())
}

test('a new cache, a new key and a new memory without a key are found', () => {
  const cached = `class Answers {
  readonly #answers = new Map<string, string>()
  of(tenant: TenantId, question: string) {
    return this.#answers.get(\`\${tenant} \${question}\`) ?? this.#answers.set(question, 'x')
  }
}
let last: string | null = null
export const remember = () => {
  const known = new LRUCache<string, string>({ max: 9 })
  return (key: string) => known.get(key) ?? known.set(key, 'x')
}
const table = new Map([['a', 1]])
`
  assert.deepEqual(
    keptIn('x.ts', cached).map(({ name, keys }) => [name, keys]),
    [
      ['x.ts #answers', [`\`\${tenant} \${question}\``, 'question']],
      ['x.ts known', ['key', 'key']],
    ],
  )
  assert.match(
    keptIn('x.ts', cached)[0]?.source ?? '',
    /#answers\.get\(globalThis\) \?\? this\.#answers\.set\(globalThis, 'x'\)/,
  )
  assert.deepEqual(valuesIn('x.ts', cached), ['x.ts last'])
  const [name] = namesIn('x.ts', cached)
  assert.deepEqual(
    name?.mutants.map(({ without }) => without),
    ['tenant'],
  )
  assert.match(name?.mutants[0]?.source ?? '', /get\(` \$\{question\}`\)/)
})
