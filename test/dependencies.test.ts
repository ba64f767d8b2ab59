import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { test } from 'node:test'

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const PAGE = 'docs/design/dependencies.md'
const manifests = ['package.json', 'console/package.json', 'odoo-mcp/package.json'].map(
  (path) => JSON.parse(readFileSync(path, 'utf8')) as Manifest,
)
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { version?: string; link?: boolean; resolved?: string }>
}
const named = [...new Set(manifests.flatMap((m) => Object.keys({ ...m.dependencies, ...m.devDependencies })))].sort()
const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([^`]+)` \| (\S+) \| (.+) \| (.+) \|$/gm)]

/** The version that is installed; of a workspace, its own. */
function lockedVersion(name: string): string | undefined {
  const entry = lock.packages[`node_modules/${name}`]
  return entry?.link ? lock.packages[entry.resolved ?? '']?.version : entry?.version
}

// requirement: plain.docs
test('every dependency says what it saves us and how we would leave it, and no other does', () => {
  assert.deepEqual(rows.map(([, name]) => name).sort(), named)
  for (const [, name, , saves = ''] of rows) assert.ok(saves.length > 3, name)
})

// requirement: plain.docs
test('the versions on the page are those of the lock file', () => {
  const said = rows.map(([, name = '', version]) => `${name} ${version}`)
  assert.deepEqual(
    said,
    rows.map(([, name = '']) => `${name} ${lockedVersion(name)}`),
  )
})

/** The packages that the files import. */
function importsOf(patterns: readonly string[]): Set<string> {
  const files = globSync([...patterns]).filter((file) => !/\.test\.ts$|contract\.ts$|\/dist\/|node_modules/.test(file))
  const specifiers = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from |import\(|^import )'([^'.][^']*)'/gm)].map(
      ([, name = '']) => name,
    ),
  )
  return new Set(specifiers.filter((name) => !isBuiltin(name)).map(packageOf))
}
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

test('the server runs on its dependencies alone, without those of development', () => {
  const [root, , odooMcp] = manifests
  const beyond = (imported: Set<string>, { name, dependencies = {} }: Manifest = { name: '' }) =>
    [...imported].filter((each) => !(each in dependencies)).map((each) => `${name}: ${each}`)
  assert.deepEqual(
    [...beyond(importsOf(['src/**/*.ts']), root), ...beyond(importsOf(['odoo-mcp/src/**/*.ts']), odooMcp)],
    [],
  )
})

/** Used as a command or by a tool's configuration, not by import. */
const COMMANDS = [
  'node',
  'typescript',
  '@biomejs/biome',
  '@types/node',
  '@types/react',
  '@types/react-dom',
  'playwright-core',
]

test('every dependency is used', () => {
  const everything = ['src', 'odoo-mcp/src', 'simulator', 'console', 'scripts', 'bench', 'test'].flatMap((root) => [
    ...globSync([`${root}/**/*.ts`, `${root}/**/*.tsx`], { exclude: ['**/node_modules/**', '**/dist/**'] }),
  ])
  const text = everything.map((file) => readFileSync(file, 'utf8')).join('\n')
  const unused = named.filter((name) => !COMMANDS.includes(name) && !new RegExp(`'${name}(/[^']*)?'`).test(text))
  assert.deepEqual(unused, [])
})

test('the lock file names no machine of ours', () => {
  const foreign = Object.values(lock.packages).flatMap(({ resolved }) =>
    resolved && !/^(https:\/\/registry\.npmjs\.org\/|console$|odoo-mcp$)/.test(resolved) ? [resolved] : [],
  )
  assert.deepEqual(foreign, [])
})

test('the lockfile names the packages of every platform: npm ci refuses one that is left out', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  )
  assert.deepEqual(missing, [])
})
