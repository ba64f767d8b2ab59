import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A place in the source that keeps tenants apart, and the source without it. */
export interface Mutant {
  /** `tenant-store.ts:64 tenant: this.#tenant` */
  readonly name: string
  readonly file: string
  readonly source: string
}

/** Every way in which a statement of the store names its tenant, and what is left when it does not. */
const TENANT: readonly (readonly [pattern: RegExp, without: string])[] = [
  [/\.where\('tenant', '=', (?:this\.#tenant|tenant|lane\.tenant|row\.tenant)\)/g, ''],
  [/, tenant: this\.#tenant(?= \})/g, ''],
  [/(?<=keyOf\(ref\)), tenant(?= \}\))/g, ''],
  [/laneColumns\(lane\)(?=\)\)\n)/g, 'keyOf(lane)'],
  [/(?<=eb\.and\(\{ )\.\.\.laneColumns\(lane\)/g, '...(({ tenant: _, ...key }) => key)(laneColumns(lane))'],
  [/'tenant' in ref \? laneColumns\(ref\) : keyOf\(ref\)/g, 'keyOf(ref)'],
  [/this\.#mustOwn\([\w.]+\)\n/g, '\n'],
]

/** A statement that names no tenant: `undeliverable.ts selectFrom inbox where('connection', '=', lane.connection)`. */
export function statementsOfNobody(root: string, files: readonly string[]): string[] {
  return files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(STATEMENT)]
      .filter(([statement]) => !/tenant|laneColumns|\bmine\b/.test(statement))
      .map(([statement, verb, table]) => `${file} ${verb} ${table} ${/where\([\s\S]*/.exec(statement)?.[0] ?? ''}`)
      .map((name) => name.replace(/\s+/g, ' ').slice(0, 100).trim()),
  )
}

const STATEMENT = /\b(selectFrom|updateTable|deleteFrom)\(\s*'(\w+)'\)[\s\S]*?(?=\.execute|\n\n|\n\}|$)/g

/** The files below `root` that `file` is made of, itself first. */
export function madeOf(root: string, file: string, found: readonly string[] = []): string[] {
  const source = readFileSync(join(root, file), 'utf8')
  const imported = [...source.matchAll(/^import (?!type)[^;]*? from '\.\/([\w-]+\.ts)'$/gm)].map(
    ([, name = '']) => name,
  )
  return imported.reduce((all, name) => (all.includes(name) ? all : madeOf(root, name, all)), [...found, file])
}

/** Every mutant of the files below `root`: found in the source as it is now, so that none can be forgotten. */
export function mutantsOf(root: string, files: readonly string[]): Mutant[] {
  return files.flatMap((name) => {
    const file = join(root, name)
    const source = readFileSync(file, 'utf8')
    return TENANT.flatMap(([pattern, without]) =>
      [...source.matchAll(pattern)].map(({ 0: found, index }) => ({
        name: `${name}:${source.slice(0, index).split('\n').length} ${found.trim()}`,
        file,
        source: source.slice(0, index) + without + source.slice(index + found.length),
      })),
    )
  })
}

/**
 * Imports `entry` with one file mutated; null: as it is. Each import is a module graph of its own, of what lies in the
 * folders of the two; what lies elsewhere is shared.
 */
export async function importMutated<T>(entry: string, mutant: Mutant | null): Promise<T> {
  const folders = new Set([entry, mutant?.file ?? entry].map((file) => pathToFileURL(dirname(file)).href))
  // Digits alone: a URL may write anything else otherwise.
  const mark = `?mutant=${mutant ? hash('sha1', mutant.name) : 'none'}`
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const isInside = context.parentURL?.endsWith(mark) && folders.has(resolved.url.replace(/\/[^/]*$/, ''))
      return isInside && !resolved.url.includes('?') ? { ...resolved, url: `${resolved.url}${mark}` } : resolved
    },
    load(url, context, next) {
      if (!mutant || !url.endsWith(mark) || fileURLToPath(url.slice(0, -mark.length)) !== mutant.file)
        return next(url, context)
      return { format: 'module-typescript', source: mutant.source, shortCircuit: true }
    },
  })
  try {
    return (await import(`${pathToFileURL(entry).href}${mark}`)) as T
  } finally {
    hooks.deregister()
  }
}
