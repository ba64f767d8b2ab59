import { execFile } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type App, openApp } from '../../src/app.ts'
import { silentLog } from '../../src/base/log.ts'
import { askServer } from '../../src/cli/control-client.ts'
import { readSettings } from '../../src/settings.ts'
import type { World } from './world.ts'

const run = promisify(execFile)

/** As an operator makes it; returns where it lies. */
export async function backedUp(world: World): Promise<string> {
  const dir = join(world.dir, 'backup')
  await run(process.execPath, ['src/cli/cli.ts', 'backup', dir], { env: { ...process.env, ...world.env } })
  return dir
}

/** The same without a process of its own, before time goes on. */
export async function backedUpNow(world: World): Promise<string> {
  const dir = join(world.dir, 'backup')
  await askServer(world.env.DATA_DIR ?? '', 'POST', `/backup?${new URLSearchParams({ dir })}`)
  return dir
}

/** Another machine: a new data directory with the backup's files in it. */
export function restored(world: World, backup: string): Promise<App> {
  const dataDir = join(world.dir, 'restored')
  mkdirSync(dataDir)
  for (const name of ['store.sqlite', 'queue.sqlite']) cpSync(join(backup, name), join(dataDir, name))
  const settings = readSettings({ ...world.env, DATA_DIR: dataDir })
  return openApp(settings, { log: silentLog(), sweepEveryMs: null })
}
