import { type FileHandle, lstat, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pause } from '../base/deadline.ts'
import type { ConfigProblem } from '../domain/tenant-config.ts'
import { fileProblem } from './tree/notes.ts'
import { readText } from './tree/read-text.ts'

const MAX_MIB = 8 // the largest that any of our readers takes
const BUSY_MS = 5_000
const ABANDONED_MS = 30_000 // no writer of ours takes a second

export type Change =
  | {
      readonly kind: 'text'
      readonly text: string
      /** Called when the new text lies whole on the disk, not yet in the old one's place. When it throws, the old one stays. */
      readonly beforeSwap?: () => Promise<void>
    }
  | { readonly kind: 'problem'; readonly problem: string }
export type Rewritten = { readonly kind: 'written' } | { readonly kind: 'refused'; readonly problem: ConfigProblem }

/**
 * Writes `file` (below `root`) anew from what stands there (null: nothing), for its owner's eyes only. One writer at a
 * time, across processes; readers see the old text or the new one, also after a power cut. A link is not written through.
 */
export async function rewriteFile(
  root: string,
  file: string,
  change: (text: string | null) => Change,
): Promise<Rewritten> {
  const refuse = (problem: string): Rewritten => ({ kind: 'refused', problem: fileProblem(file, problem) })
  const path = join(root, file)
  // The new text's file is the lock too: who could make it is the one writer.
  const draft = `${path}.new`
  const lock = await exclusively(draft)
  if ('code' in lock)
    return refuse(
      lock.code === 'EEXIST'
        ? `another process is writing it (${file}.new is there)`
        : `cannot be written (${lock.code})`,
    )
  let isOurs = true
  try {
    const before = await lstat(path).catch(() => null)
    if (before?.isSymbolicLink()) return refuse('it is a link: write to what it leads to')
    const read = await readText(root, file, { maxMiB: MAX_MIB })
    if (read.kind === 'unreadable') return { kind: 'refused', problem: read.problem }
    const old = read.kind === 'text' ? read.text : null
    const changed = change(old)
    if (changed.kind === 'problem') return refuse(changed.problem)
    await lock.handle.writeFile(changed.text)
    await lock.handle.sync()
    await changed.beforeSwap?.()
    if (changed.text === old) return { kind: 'written' }
    await rename(draft, path)
    isOurs = false // the name is free: what stands there from now on is another writer's
    await synced(dirname(path))
    return { kind: 'written' }
  } finally {
    await lock.handle.close()
    if (isOurs) await rm(draft, { force: true })
  }
}

async function exclusively(draft: string): Promise<{ readonly handle: FileHandle } | { readonly code: string }> {
  const untilMs = performance.now() + BUSY_MS
  for (;;) {
    try {
      return { handle: await open(draft, 'wx', 0o600) }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown cause'
      if (code !== 'EEXIST' || performance.now() > untilMs) return { code }
    }
    const ageMs = Date.now() - ((await stat(draft).catch(() => null))?.mtimeMs ?? Date.now())
    if (ageMs > ABANDONED_MS) await rm(draft, { force: true })
    else await pause(10)
  }
}

/** The rename itself is on the disk. */
async function synced(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  await handle.sync().finally(() => handle.close())
}
