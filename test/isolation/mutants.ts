import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
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
  [/'tenant' in ref \? laneColumns\(ref\) : keyOf\(ref\)/g, 'keyOf(ref)'],
  [/this\.#mustOwn\([\w.]+\)\n/g, '\n'],
]

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
 * Imports `entry` with one file of its folder mutated; null: as it is. Each import is a module graph of its own; what
 * lies outside the folder is shared.
 */
export async function importMutated<T>(entry: string, mutant: Mutant | null): Promise<T> {
  const folder = pathToFileURL(join(entry, '..')).href
  // Digits alone: a URL may write anything else otherwise.
  const mark = `?mutant=${mutant ? hash('sha1', mutant.name) : 'none'}`
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const isInside = context.parentURL?.endsWith(mark) && resolved.url.startsWith(`${folder}/`)
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
