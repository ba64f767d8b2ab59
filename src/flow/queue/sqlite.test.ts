import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from '../../base/failure.ts'
import type { Inbound } from '../../domain/inbound.ts'
import { queueContract } from './contract.ts'
import { SqliteQueue } from './sqlite.ts'

function openPair(maxWaiting = 1_000) {
  const dir = mkdtempSync(join(tmpdir(), 'queue-'))
  const door = new SqliteQueue({ dir, maxWaiting })
  const hub = new SqliteQueue({ dir, maxWaiting })
  return {
    door,
    hub,
    close: async () => {
      await door.close()
      await hub.close()
      rmSync(dir, { recursive: true })
    },
  }
}

queueContract('SqliteQueue', async () => openPair())

// requirement: ack.queue-full
test('a full queue says so and takes nothing', async () => {
  const queue = openPair(2)
  try {
    const puts = await Promise.allSettled([1, 2, 3].map(() => queue.door.put({} as Inbound)))
    assert.ok(puts.every(({ status }) => status === 'rejected'))
    await queue.door.put({} as Inbound)
    await queue.door.put({} as Inbound)
    await assert.rejects(
      queue.door.put({} as Inbound),
      (error) => error instanceof Failure && error.code === 'QUEUE_FULL',
    )
  } finally {
    await queue.close()
  }
})
