import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'

/** Who may know whom, below `src/`. The files in `src/` itself may import everything. */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  base: [],
  domain: [],
  wire: ['domain'],
  chatwoot: ['base', 'domain'],
  tenants: ['base', 'domain', 'backends/store', 'backends/cache'],
  knowledge: ['base', 'domain', 'backends/store', 'backends/search', 'backends/llm'],
  'flow/intake': ['base', 'domain', 'chatwoot', 'tenants', 'backends/cache', 'flow/queue'],
  'flow/queue': ['base', 'domain'],
  'flow/hub': [
    ...['base', 'domain', 'chatwoot', 'tenants', 'backends/store', 'backends/cache'],
    ...['flow/queue', 'flow/crews', 'flow/reply'],
  ],
  'flow/crews': ['base', 'domain', 'flow/agents'],
  'flow/agents': ['base', 'domain', 'backends/llm', 'backends/mcp', 'backends/search'],
  'flow/reply': ['base', 'domain', 'chatwoot', 'backends/store'],
  'backends/store': ['base', 'domain', 'wire'],
  'backends/cache': ['base', 'domain'],
  'backends/search': ['base', 'domain'],
  'backends/llm': ['base', 'domain'],
  'backends/mcp': ['base', 'domain'],
  admin: [
    ...['base', 'domain', 'wire', 'tenants', 'knowledge', 'backends/store', 'backends/mcp'],
    ...['flow/queue', 'flow/crews'],
  ],
  cli: ['base', 'domain', 'wire', '.'],
}

/** Every file of these is public. Elsewhere only the door is: the file with the folder's name, `queue/queue.ts`. */
const OPEN = ['base', 'domain', 'wire', 'chatwoot', '.']
const folderOf = (file: string) =>
  Object.keys(MAY_IMPORT).find((folder) => file.startsWith(`${folder}/`)) ?? dirname(file)

export function breaches(file: string, code: string): string[] {
  const from = folderOf(file)
  return [...code.matchAll(/(?:from |import |import\()'(\.[^']+)'/g)].flatMap(([, path = '']) => {
    const to = normalize(join(dirname(file), path))
    const folder = folderOf(to)
    if (from === '.' || folder === from) return []
    if (!MAY_IMPORT[from]?.includes(folder)) return [`${file}: ${from} may not know ${folder}`]
    const isDoor = OPEN.includes(folder) || to === `${folder}/${folder.split('/').at(-1)}.ts`
    return isDoor ? [] : [`${file}: ${to} is private to ${folder}`]
  })
}

const isProduct = (file: string) => !/\.test\.ts$|contract\.ts$/.test(file)

test('every import follows the map', () => {
  const files = globSync('**/*.ts', { cwd: 'src' }).filter(isProduct)
  assert.deepEqual(
    files.flatMap((file) => breaches(file, readFileSync(join('src', file), 'utf8'))),
    [],
  )
})

test('the map itself has no circle', () => {
  const done = new Set<string>()
  const visit = (folder: string, path: readonly string[]): void => {
    assert.ok(!path.includes(folder), `circle: ${[...path, folder].join(' → ')}`)
    for (const next of done.has(folder) ? [] : (MAY_IMPORT[folder] ?? [])) visit(next, [...path, folder])
    done.add(folder)
  }
  for (const folder of Object.keys(MAY_IMPORT)) visit(folder, [])
})

test('the simulator shares no code with the server, and odoo-mcp none with anybody', () => {
  const outside = (root: string) =>
    globSync(`${root}/**/*.ts`).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from |import |import\()'(\.[^']+)'/g)]
        .map(([, path = '']) => normalize(join(dirname(file), path)))
        .filter((to) => !to.startsWith(`${root}/`))
        .map((to) => `${file}: ${to}`),
    )
  assert.deepEqual([...outside('simulator'), ...outside('odoo-mcp/src')], [])
})

test('a breach is named', () => {
  assert.deepEqual(breaches('flow/queue/sqlite.ts', "import { x } from '../intake/intake.ts'"), [
    'flow/queue/sqlite.ts: flow/queue may not know flow/intake',
  ])
  assert.deepEqual(breaches('flow/intake/intake.ts', "import { x } from '../queue/sqlite.ts'"), [
    'flow/intake/intake.ts: flow/queue/sqlite.ts is private to flow/queue',
  ])
  assert.equal(breaches('flow/hub/hub.ts', "const x = await import('../../app.ts')").length, 1)
  assert.deepEqual(breaches('app.ts', "import { x } from './flow/queue/sqlite.ts'"), [])
})
