import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import type { ConfigProblem } from '../../domain/tenant-config.ts'
import { fileProblem, placed } from './notes.ts'

const MIB = 1_048_576

export type ReadText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unreadable'
      readonly problem: ConfigProblem
      /** What is UTF-8 of it, to show it to a person; absent: it was not read. */
      readonly lossyText?: string
    }

/**
 * The text of `file` (a path below `root`, in forward slashes). Refused with a problem: what is no plain file, over
 * `maxMiB`, not UTF-8, or leads out of `root` by a link. Never throws.
 */
export async function readText(root: string, file: string, { maxMiB = 1 } = {}): Promise<ReadText> {
  const refuse = (message: string): ReadText => ({ kind: 'unreadable', problem: fileProblem(file, message) })
  try {
    const real = await realpath(resolve(root, file))
    if (!isInside(await realpath(root), real))
      return refuse('a link out of the configuration directory is not followed')
    // Non-blocking, or a FIFO put here would hold the open for ever.
    const handle = await open(real, NON_BLOCKING)
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) return refuse('expected a file, got a directory or device')
      if (stat.size > maxMiB * MIB) return refuse(`over ${maxMiB} MiB (${stat.size} bytes)`)
      return decode(file, await handle.readFile())
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' }
    return refuse(`cannot be read (${code ?? 'unknown cause'})`)
  }
}

const NON_BLOCKING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) // Windows has none

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`)
}

/** UTF-8 with or without a byte order mark. */
function decode(file: string, bytes: Buffer): ReadText {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const before = bytes.subarray(0, firstBadByte(bytes)).toString('utf8')
    const line = before.split('\n').length
    const column = before.length - before.lastIndexOf('\n')
    const message = 'a byte that is not UTF-8 (Latin-1?): save the file as UTF-8'
    return {
      ...{ kind: 'unreadable', problem: placed({ file, line, column, path: '' }, message) },
      lossyText: bytes.toString('utf8'),
    }
  }
}

/** How many bytes from the start are good UTF-8. */
function firstBadByte(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  let good = 0
  for (const character of text) {
    const size = Buffer.byteLength(character)
    if (character === '\uFFFD' && bytes.toString('latin1', good, good + 3) !== 'ï¿½') return good
    good += size
  }
  return good
}
