import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DiskFlush } from './disk-flush.ts'

test('a flush that has not begun serves everybody who asks, and one under way serves none of them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'flush-'))
  writeFileSync(join(dir, 'file'), 'x')
  const flush = new DiskFlush(join(dir, 'file'))
  const [first, second, third] = [flush.flushed(), flush.flushed(), flush.flushed()]
  assert.notEqual(first, second)
  assert.equal(second, third)
  await Promise.all([first, second])
  await flush.flushed()
  await flush.close()
  rmSync(dir, { recursive: true })
})

test('a file that is not there is told to the one who asks, and the next one is tried anew', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'flush-'))
  const flush = new DiskFlush(join(dir, 'file'))
  await assert.rejects(flush.flushed(), /ENOENT/)
  writeFileSync(join(dir, 'file'), 'x')
  await flush.flushed()
  await flush.close()
  rmSync(dir, { recursive: true })
})
