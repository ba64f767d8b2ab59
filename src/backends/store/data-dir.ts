import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '../../base/failure.ts'

/**
 * Holds the data directory for this process. The lock is the operating system's (SQLite's exclusive lock on a file of
 * its own), so it is gone with the process, however that ends.
 * @throws {Failure} DATA_DIR_IN_USE, DATA_DIR_UNUSABLE
 */
export function lockDataDir(dir: string): Disposable {
  const pidFile = join(dir, 'pid')
  const lock = openLock(dir)
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive; commit')
  } catch {
    lock.close()
    throw new Failure('DATA_DIR_IN_USE', { dir, pid: readPid(pidFile) })
  }
  writeFileSync(pidFile, String(process.pid))
  return { [Symbol.dispose]: () => lock.close() }
}

function openLock(dir: string): DatabaseSync {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    return new DatabaseSync(join(dir, 'lock'), { timeout: 0 })
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw new Failure('DATA_DIR_UNUSABLE', { dir, problem }, { cause })
  }
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return 'unknown'
  }
}
