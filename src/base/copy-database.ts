import { backup, DatabaseSync } from 'node:sqlite'

/** All pages in one step: a copy in several begins anew whenever somebody writes meanwhile. */
const WHOLE = 2 ** 31 - 1

/**
 * Copies a SQLite file that others write to, as it is at one moment, to a file that is not there yet. Works on a thread
 * of its own; writers go on meanwhile. Resolves when the copy is on the disk.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 5_000 })
  try {
    await backup(source, to, { rate: WHOLE })
  } finally {
    source.close()
  }
}
