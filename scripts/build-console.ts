import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the page is made of: a change to any of it makes the built page stale. */
const SOURCES = [
  'console/index.html',
  'console/vite.config.ts',
  'console/public/**/*',
  'console/src/**/*',
  'src/wire/*.ts',
  'package-lock.json',
]

/** Builds the console into `console/dist` when it is missing or older than its sources. */
export async function buildConsole(root: string): Promise<void> {
  const builtAt = modifiedAt(join(root, 'console/dist/index.html'))
  const newest = Math.max(
    ...SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).map((file) => modifiedAt(join(root, file))),
  )
  if (builtAt >= newest) return
  const { build } = await import('vite')
  await build({ root: join(root, 'console'), logLevel: 'error' })
}

function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
