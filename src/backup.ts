import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { copyStore } from './backends/store/restored.ts'
import { copyDatabase } from './base/copy-database.ts'
import { Failure } from './base/failure.ts'
import type { Settings } from './settings.ts'
import type { BackupView } from './wire/backup-view.ts'

/**
 * In this order: what the hub takes out of the queue after the queue was copied is in the store's copy, and what is in
 * both is known by its name and taken once. The search index is not here: it is made anew from the documents.
 */
const QUEUE = 'queue.sqlite'
const STORE = 'store.sqlite'

/**
 * Copies what must survive, while the server runs, into a directory that is new or empty.
 * @throws {Failure} BAD_REQUEST for a directory that cannot be used
 */
export async function makeBackup(
  { DATA_DIR, CONFIG_DIR, KNOWLEDGE_DIR }: Pick<Settings, 'DATA_DIR' | 'CONFIG_DIR' | 'KNOWLEDGE_DIR'>,
  dir: string,
  nowMs: number,
): Promise<BackupView> {
  prepare(dir)
  await copyDatabase(join(DATA_DIR, QUEUE), join(dir, QUEUE))
  await copyStore({ from: join(DATA_DIR, STORE), to: join(dir, STORE), atMs: nowMs })
  const view: BackupView = {
    dir,
    madeAt: new Date(nowMs).toISOString(),
    files: [QUEUE, STORE].map((name) => ({ name, bytes: statSync(join(dir, name)).size })),
    notIncluded: [CONFIG_DIR, KNOWLEDGE_DIR],
  }
  writeFileSync(join(dir, 'backup.json'), `${JSON.stringify(view, null, 2)}\n`, { mode: 0o600 })
  return view
}

function prepare(dir: string): void {
  const refuse = (problem: string, cause?: unknown) => new Failure('BAD_REQUEST', { problem }, { cause })
  if (!isAbsolute(dir)) throw refuse('the directory of a backup is named by its whole path')
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    if (readdirSync(dir).length === 0) return
  } catch (cause) {
    throw refuse(`${dir} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
  throw refuse(`${dir} is not empty: a backup never overwrites anything`)
}
