import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROMISES, REQUIREMENTS } from './requirements.ts'

interface Citation {
  readonly id: string
  readonly at: string
  /** Whether a test, or a loop that makes tests, stands right below. */
  readonly isAboveTest: boolean
}

const CITES = /^\s*\/\/ requirement: (.+)$/
const TEST = /^\s*(test|it|promise|describe|for|requires?Redis|withRedis)\b|^\s*\/\/ requirement: /

/** Every `// requirement: <id>, <id>` of the tests. */
function citationsIn(file: string, code: string): Citation[] {
  const lines = code.split('\n')
  return lines.flatMap((line, index) => {
    const ids = CITES.exec(line)?.[1]?.split(',') ?? []
    const isAboveTest = TEST.test(lines[index + 1] ?? '')
    return ids.map((id) => ({ id: id.trim(), at: `${file}:${index + 1}`, isAboveTest }))
  })
}

const files = ['src', 'odoo-mcp/src', 'simulator', 'console/src', 'bench', 'test'].flatMap((root) =>
  globSync([`${root}/**/*.test.ts`, `${root}/**/*.scenario.ts`, `${root}/**/contract.ts`]),
)
const citations = files.flatMap((file) => citationsIn(file, readFileSync(file, 'utf8')))
const cited = new Set(citations.map(({ id }) => id))

test('every promise that is said to be kept is cited by a test', (context) => {
  const uncited = REQUIREMENTS.filter(({ id, status }) => status === 'kept' && !cited.has(id))
  assert.deepEqual(
    uncited.map(({ id }) => id),
    [],
  )
  const open = REQUIREMENTS.filter(({ status }) => status === 'open')
  context.diagnostic(`${REQUIREMENTS.length - open.length} of ${REQUIREMENTS.length} promised behaviours are kept`)
  process.once('exit', () => {
    console.log(`open promises (${open.length}):`)
    for (const { id, behaviour, issue } of open)
      console.log(`  ${id}: ${behaviour}${issue === undefined ? '' : ` (issue ${issue})`}`)
  })
})

test('a test cites only what is promised, and stands right below its citation', () => {
  const known = new Set(REQUIREMENTS.map(({ id }) => id))
  const wrong = citations.filter(({ id, isAboveTest }) => !known.has(id) || !isAboveTest)
  assert.deepEqual(
    wrong.map(({ id, at }) => `${at}: ${id}`),
    [],
  )
})

test('an open promise that a test proves is said to be kept', () => {
  const proven = REQUIREMENTS.filter(({ id, status }) => status === 'open' && cited.has(id))
  assert.deepEqual(
    proven.map(({ id }) => id),
    [],
  )
})

test('every promise of the design has its behaviours, each once', () => {
  const design = readFileSync('docs/design/promises.md', 'utf8')
  const promised = [...design.matchAll(/^## ([a-z]+)$/gm)].map(([, name]) => name)
  assert.deepEqual(promised, [...PROMISES])
  for (const promise of PROMISES)
    assert.ok(
      REQUIREMENTS.some(({ id }) => id.startsWith(`${promise}.`)),
      promise,
    )
  for (const { id, behaviour } of REQUIREMENTS) {
    assert.match(id, /^[a-z]+\.[a-z][a-z0-9-]*$/)
    assert.ok((PROMISES as readonly string[]).includes(id.split('.', 1)[0] ?? ''), id)
    assert.ok(behaviour.length > 20 && !behaviour.endsWith('.'), id)
  }
  assert.equal(new Set(REQUIREMENTS.map(({ id }) => id)).size, REQUIREMENTS.length)
})

test('a citation is found, and one without a test below is told', () => {
  const code = "// requirement: once.duplicate, once.order\ntest('x', () => {})\n// requirement: once.fence\n\n"
  assert.deepEqual(citationsIn('x.test.ts', code), [
    { id: 'once.duplicate', at: 'x.test.ts:1', isAboveTest: true },
    { id: 'once.order', at: 'x.test.ts:1', isAboveTest: true },
    { id: 'once.fence', at: 'x.test.ts:3', isAboveTest: false },
  ])
})
