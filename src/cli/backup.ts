import { resolve } from 'node:path'
import { BackupView } from '../wire/backup-view.ts'
import { askServer } from './control-client.ts'

/** `backup <dir>`: copies what must survive, while the server runs. Returns what to print. */
export async function backup(dataDir: string, [dir]: readonly string[]): Promise<string> {
  if (!dir) throw new Error('backup needs a directory that is new or empty, on the machine of the server')
  const path = `/backup?${new URLSearchParams({ dir: resolve(dir) })}`
  const made = BackupView.parse(await askServer(dataDir, 'POST', path))
  return [
    `${made.dir}, as of ${made.madeAt}`,
    ...made.files.map(({ name, bytes }) => `${name}\t${bytes} bytes`),
    `not included: ${made.notIncluded.join(', ')}`,
    'It holds what customers wrote: keep it where nobody else reads.',
  ].join('\n')
}
