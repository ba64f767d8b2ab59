import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const SRC = join(import.meta.dirname, '..')
/** What decides how a text is read. */
const PLACES = ['tenants/**/*.ts', 'domain/*.ts']

let stamp: Promise<string> | undefined

/**
 * Differs whenever the code that reads configurations does, so that a release never serves what an older one put into
 * a shared cache. A number raised by hand would be forgotten once.
 */
export function codeStamp(): Promise<string> {
  stamp ??= hashed()
  return stamp
}

async function hashed(): Promise<string> {
  const files = (await Array.fromAsync(glob(PLACES, { cwd: SRC }))).filter((file) => !file.endsWith('.test.ts')).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(SRC, file), 'utf8')))
  return createHash('sha256')
    .update(JSON.stringify([files, texts]))
    .digest('hex')
}
