import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import type { SearchIndex } from '../../src/backends/search/search.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import type { Passage } from '../../src/domain/passage.ts'
import { importMutated, type Mutant } from './mutants.ts'
import { DESK_PROBES } from './probes/desk-probes.ts'
import { type Load, ONE, type Probe, TENANTS, THREE, TWO } from './probes/probe.ts'
import { filtersOf } from './search-mutants.ts'

const SRC = resolve('src')
const { mutants, unfiltered } = filtersOf(SRC, ['backends/search/*.ts', 'knowledge/*.ts', 'open-crews.ts'])

const OF = 'the source is the tenant’s: its condition stands above'
const ROW = 'of one row, by its number'
const BOUND = 'the tenant is its first value, which is taken out where it is bound'
/** Statements without a condition on a tenant, and why. */
const OF_NOBODY: Readonly<Record<string, string>> = {
  'backends/search/fts5.ts select p.body, p.question, p.title, p.text from ( select p.no, bm25(pa':
    'the scope is in what it matches',
  'backends/search/fts5.ts select no, scope, question, title, text from passage where ${of}': OF,
  'backends/search/fts5.ts delete from passage where ${of}': OF,
  'backends/search/fts5.ts insert into passage (source, body, valid_from, valid_until, scope, que': OF,
  'backends/search/fts5.ts insert into passage_fts (passage_fts, rowid, scope, question, title, t': ROW,
  'backends/search/fts5.ts insert into passage_fts (rowid, scope, question, title, text) values (': ROW,
  'backends/search/fts5.ts insert into source (tenant, name, hash) values (?, ?, ?)': BOUND,
  'backends/search/fts5.ts insert into term (tenant, term, passages) values (?, ?, ?) on conflict': BOUND,
  'backends/search/fts5.ts insert or ignore into tenant (name) values (?)': 'it makes the tenant',
}

/** Filters whose absence changes nothing, and why. */
const MAKES_NO_DIFFERENCE: Readonly<Record<string, string>> = {
  "backends/search/fts5.ts tenant = ? of this.#sql('delete from term where tenant = ? and passages = 0').run(tenant)":
    'a term that a tenant uses no more is gone at the end of its own replacement, so that no other one has any',
}

/** By file: what notices. */
const PROBES: Readonly<Record<string, Probe>> = {
  'backends/search/fts5.ts': sharedIsAsAlone,
  'backends/search/fts5-schema.ts': sharedIsAsAlone,
  'knowledge/knowledge.ts': DESK_PROBES['knowledge/knowledge.ts']!,
  'open-crews.ts': DESK_PROBES['open-crews.ts']!,
}

test('every statement of a search names its tenant, or has a reason not to', () => {
  assert.deepEqual([...unfiltered].sort(), Object.keys(OF_NOBODY).sort())
})

test('every index, and everything that an index can be asked, is tried', async () => {
  const indexes = globSync('**/*.ts', { cwd: SRC }).filter((file) =>
    /implements SearchIndex\b/.test(readFileSync(join(SRC, file), 'utf8')),
  )
  assert.deepEqual(
    indexes.filter((file) => !(file in PROBES)),
    [],
  )
  const { openFts5Index } = await import('../../src/backends/search/fts5.ts')
  const index = openFts5Index(':memory:')
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(index))
  await index.close()
  assert.deepEqual(methods.sort(), ['close', 'constructor', 'replace', 'search', 'sources'])
})

test('an index of many tenants answers each as if it were alone', async () => {
  for (const probe of new Set(Object.values(PROBES))) await probe((file) => importMutated(join(SRC, file), null))
})

// requirement: apart.index
test('whichever filter loses its tenant, a probe notices', async (context) => {
  context.diagnostic(`${mutants.length} mutants`)
  assert.ok(mutants.length >= 25, `${mutants.length} filters were found`)
  const unnoticed: string[] = []
  for (const mutant of mutants) if (await stands(mutant)) unnoticed.push(mutant.name)
  assert.deepEqual(unnoticed, Object.keys(MAKES_NO_DIFFERENCE))
})

async function stands(mutant: Mutant): Promise<boolean> {
  const probe = PROBES[mutant.file.slice(SRC.length + 1)]
  if (!probe) return true
  return probe((file) => importMutated(join(SRC, file), mutant)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof SyntaxError || error instanceof ReferenceError) throw error
      return false
    },
  )
}

interface Step {
  readonly tenant: TenantId
  readonly source: string
  readonly passages: readonly Passage[]
}

/** The same steps on one index for all and on one for each: whatever is asked then, the answers are the same. */
async function sharedIsAsAlone(load: Load): Promise<void> {
  const { openFts5Index } = await load<typeof import('../../src/backends/search/fts5.ts')>('backends/search/fts5.ts')
  const { openFts5Index: openAlone } = await import('../../src/backends/search/fts5.ts')
  const shared = openFts5Index(':memory:')
  const alone = new Map(TENANTS.map((tenant) => [tenant, openAlone(':memory:')]))
  try {
    for (const [at, { tenant, source, passages }] of STEPS.entries()) {
      for (const index of [shared, alone.get(tenant)!])
        await index.replace(tenant, { name: source, hash: `${at}` }, passages)
      for (const [each, own] of alone)
        assert.deepEqual(await seen(shared, each), await seen(own, each), `step ${at}, ${each}`)
    }
  } finally {
    for (const index of [shared, ...alone.values()]) await index.close()
  }
}

async function seen(index: SearchIndex, tenant: TenantId): Promise<unknown> {
  const asked = QUESTIONS.flatMap((text) => [1, 9].map((limit) => ({ text, limit })))
  const hits = asked.map((ask) => index.search(tenant, { ...ask, collections: ['business_rules'], atMs: 0 }))
  return { sources: await index.sources(tenant), hits: await Promise.all(hits) }
}

/** Words of one tenant, of several, of nobody, and misspelled so that another's word is nearer than one's own. */
const QUESTIONS = [
  'aceita pix?',
  'qual o frete?',
  'tem zumbrilovak?',
  'tem zumbrlovk?',
  'troca de geladeira',
  'horário da loja',
]

const passage = (id: string, question: string | null, text: string): Passage => ({
  ...{ id, collection: 'business_rules', source: 'faq.md', titles: ['Regras'], question, text },
  ...{ validFromMs: null, validUntilMs: null },
})
const PIX = passage('pix', 'Aceita pix?', 'Aceitamos pix com desconto.')
const FREIGHT = passage('frete', 'Qual o frete?', 'O frete para a capital é grátis.')
const HOURS = passage('horas', 'Qual o horário?', 'A loja abre às nove.')
const OWN_WORD = passage('palavra', null, 'Vendemos zumbrilovak.')
const NEARER_WORD = passage('perto', null, 'Vendemos zumbrilovk e trocamos geladeira.')

/** The same names of sources at all of them; what one takes away, the others have. */
const STEPS: readonly Step[] = [
  { tenant: ONE, source: 'faq.md', passages: [PIX, OWN_WORD] },
  { tenant: TWO, source: 'faq.md', passages: [FREIGHT, NEARER_WORD, passage('pix 2', 'Pix?', 'Pix só na loja.')] },
  { tenant: THREE, source: 'faq.md', passages: [PIX, HOURS] },
  { tenant: TWO, source: 'more.md', passages: [HOURS, PIX] },
  { tenant: ONE, source: 'faq.md', passages: [PIX, OWN_WORD, HOURS] },
  { tenant: TWO, source: 'faq.md', passages: [OWN_WORD] },
  { tenant: THREE, source: 'faq.md', passages: [] },
  { tenant: TWO, source: 'more.md', passages: [] },
  { tenant: ONE, source: 'faq.md', passages: [FREIGHT] },
  { tenant: THREE, source: 'faq.md', passages: [FREIGHT, NEARER_WORD] },
]
