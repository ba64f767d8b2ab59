import type { ConfigProblem } from '../../domain/tenant-config.ts'
import type { Place, Sourced } from './sourced.ts'

/** What a person is told of one value: `expected` and `got` where they help to mend it. */
export interface Note {
  readonly message: string
  readonly expected?: string
  readonly got?: string
}

/** What does not load or cannot be used, and what is odd. */
export interface Found {
  readonly errors: readonly ConfigProblem[]
  readonly warnings: readonly ConfigProblem[]
}

/** Collects what is wrong (the configuration does not load) and what is odd (it does) while files are read. */
export class Notes {
  readonly errors: ConfigProblem[] = []
  readonly warnings: ConfigProblem[] = []

  error(at: Place, note: Note): void {
    this.errors.push(problemAt(at, note))
  }

  warn(at: Place, note: Note): void {
    this.warnings.push(problemAt(at, note))
  }
}

/** `file:line:column path: message`, as compilers say it, so that an editor can jump there. */
export function problemLine({ file, line, column, path, message }: ConfigProblem): string {
  const where = [file, line, column].filter((part) => part !== null).join(':')
  return path ? `${where} ${path}: ${message}` : `${where}: ${message}`
}

/** A problem of a whole file. */
export const fileProblem = (file: string, message: string): ConfigProblem => ({
  file,
  line: null,
  column: null,
  path: '',
  message,
})

export const placed = (at: Place, message: string): ConfigProblem => problemAt(at, { message })

const MAX_SHOWN = 60 // characters: enough to recognise the value, too little to fill a log

/** A value as an error shows it, cut. Never call it for a secret. */
export function shown(node: Sourced): string {
  if (node.kind === 'list') return `a list of ${node.items.length}`
  if (node.kind === 'map') return 'a mapping'
  const text = typeof node.value === 'string' ? `"${node.value}"` : node.text || 'nothing'
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

function problemAt({ file, line, column, path }: Place, { message, expected, got }: Note): ConfigProblem {
  const told = [message, expected && `expected ${expected}`, got && `got ${got}`].filter(Boolean).join(', ')
  const known = { ...(expected ? { expected } : {}), ...(got ? { got } : {}) }
  return { file, line, column, path, message: told, ...known }
}
