/**
 * `npm run docs` writes the pages under `docs/reference` that are made from code. `npm run docs -- --check` writes
 * nothing and fails when one of them is not what the code makes of it now.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { PAGES } from './docs/pages.ts'

const isCheck = process.argv.includes('--check')
const stale = PAGES.filter(({ path, text }) => text() !== read(path))

if (isCheck && stale.length > 0) {
  console.error(`${stale.map(({ path }) => path).join(', ')}: not what the code says now; run npm run docs`)
  process.exitCode = 1
} else
  for (const { path, text } of stale) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text())
    console.log(`wrote ${path}`)
  }

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
