import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from './problem.ts'

const MAX_BYTES = 1024 * 1024

/** A Markdown file of a tenant's folder: its text, or why it cannot be read. */
export type Found = { readonly source: string } & ({ readonly text: string } | { readonly problem: Problem })

/**
 * Every `*.md` below `dir`, by path; `source` is the path below it, with `/`. Hidden files, README.md and links are left out:
 * a link could lead to another tenant's folder. A folder that is not there has none.
 */
export async function* documentsIn(dir: string, below = ''): AsyncGenerator<Found> {
  const entries = await readdir(join(dir, below), { withFileTypes: true }).catch(emptyIfMissing)
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const source = below ? `${below}/${entry.name}` : entry.name
    if (entry.name.startsWith('.') || entry.name === 'README.md') continue
    if (entry.isDirectory()) yield* documentsIn(dir, source)
    else if (entry.isFile() && entry.name.endsWith('.md')) yield { source, ...(await read(join(dir, source))) }
  }
}

async function read(path: string): Promise<{ text: string } | { problem: Problem }> {
  const size = await stat(path).then((found) => found.size, problemOf)
  if (typeof size !== 'number') return { problem: size }
  if (size > MAX_BYTES) return { problem: { line: 1, message: 'the file is over 1 MiB: part it' } }
  const bytes = await readFile(path).catch(problemOf)
  if ('message' in bytes) return { problem: bytes }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { problem: { line: firstBadLine(bytes), message: 'the file is not UTF-8 text: save it as UTF-8' } }
  }
}

function firstBadLine(bytes: Buffer): number {
  const lines = bytes.toString('utf8').split('\n')
  return lines.findIndex((line) => line.includes('\ufffd')) + 1
}

const problemOf = (error: NodeJS.ErrnoException): Problem => ({ line: 1, message: `cannot be read: ${error.code}` })

const emptyIfMissing = (error: NodeJS.ErrnoException): [] => {
  if (error.code === 'ENOENT') return []
  throw error
}
