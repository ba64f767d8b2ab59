import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './mutants.ts'

/** Every way in which the index and who asks it say whose passages they mean, and what is left when they do not. */
const FILTERS: readonly (readonly [pattern: RegExp, without: string])[] = [
  // Conditions of statements; the parameter stays.
  [/(?:\btenant|\bt\.name|(?<=from tenant where )name|(?<=update tenant set [^']*where )no) = \?/g, '? is not null'],
  [/t\.no = s\.tenant/g, 'true'],
  // What is bound.
  [/(?<=(?:\)|\badd)\.(?:run|all|get)\()tenant\b/g, '1'],
  // Terms of the index, and what it asks of them.
  [/(?<=`t)\$\{tenant\}/g, ''],
  [/scope : \(\$\{scopes\}\) AND /g, ''],
  // Uniqueness.
  [/(?<=unique \(|primary key \()tenant, /g, ''],
  // Who asks.
  [/(?<=\b(?:index|knowledge|library)\.\w+\()tenant\b/g, "'retail/account_1'"],
]

const STATEMENT = /(['`])\s*((?:select|insert|update|delete)\b(?:(?!\1)[\s\S])*)\1/g

export interface Filtered {
  readonly mutants: readonly Mutant[]
  /** Statements with no filter in them: `fts5.ts insert or ignore into tenant (name) values (?)`. */
  readonly unfiltered: readonly string[]
}

/** The filters of every file below `root` that `pattern` names. */
export function filtersOf(root: string, pattern: readonly string[]): Filtered {
  const files = globSync([...pattern], { cwd: root })
    .filter((file) => !/\.test\.ts$|contract\.ts$/.test(file))
    .sort()
  const read = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)
  return {
    mutants: read.flatMap(([file, source]) => mutantsIn({ root, file, source })),
    unfiltered: read.flatMap(([file, source]) => unfilteredIn(file, source)),
  }
}

function mutantsIn({ root, file, source }: { root: string; file: string; source: string }): Mutant[] {
  return FILTERS.flatMap(([pattern, without]) =>
    [...source.matchAll(pattern)].map(({ 0: found, index }) => ({
      name: `${file} ${found} of ${lineAt(source, index)}`,
      file: join(root, file),
      source: source.slice(0, index) + without + source.slice(index + found.length),
    })),
  )
}

const lineAt = (source: string, index: number): string =>
  source.slice(source.lastIndexOf('\n', index) + 1, source.indexOf('\n', index)).trim()

function unfilteredIn(file: string, source: string): string[] {
  return [...source.matchAll(STATEMENT)]
    .map(([, , statement = '']) => statement)
    .filter((statement) => !FILTERS.some(([pattern]) => statement.search(pattern) >= 0))
    .map((statement) => `${file} ${statement.replace(/\s+/g, ' ').slice(0, 70)}`)
}
