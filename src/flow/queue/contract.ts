import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConnectionId, TenantId } from '../../domain/ids.ts'
import type { Inbound } from '../../domain/inbound.ts'
import type { Queue } from './queue.ts'

export interface QueueUnderTest {
  /** What intake puts into. */
  readonly door: Queue
  /** What the hub takes from; the same queue, perhaps over another connection. */
  readonly hub: Queue
  close(): Promise<void>
}

/** What every Queue promises. An adapter is done when this passes. */
export function queueContract(name: string, open: () => Promise<QueueUnderTest>): void {
  const promise = (title: string, body: (queue: QueueUnderTest) => Promise<void>) =>
    test(title, async () => {
      const queue = await open()
      try {
        await body(queue)
      } finally {
        await queue.close()
      }
    })

  describe(`${name} keeps the Queue contract`, () => {
    promise('what was put is taken, whole', async (queue) => {
      await queue.door.put(message(1), TENANT)
      assert.deepEqual(await takeAll(queue, 1), [message(1)])
    })

    // requirement: ack.durable
    promise('what came before the hub did is taken', async (queue) => {
      await Promise.all([1, 2, 3].map((id) => queue.door.put(message(id), TENANT)))
      assert.deepEqual(new Set((await takeAll(queue, 3)).map(idOf)), new Set([1, 2, 3]))
    })

    promise('what is put while the hub waits is taken', async (queue) => {
      const taken = takeAll(queue, 1)
      await queue.door.put(message(1), TENANT)
      assert.deepEqual((await taken).map(idOf), [1])
    })

    // requirement: ack.durable
    promise('what the hub could not keep comes again', async (queue) => {
      await queue.door.put(message(1), TENANT)
      let attempts = 0
      const seen = await takeAll(queue, 1, async () => {
        attempts += 1
        if (attempts === 1) throw new Error('the store is shut')
      })
      assert.deepEqual([attempts, seen.map(idOf)], [2, [1]])
    })

    promise('a message that nobody can take holds up none of the others', async (queue) => {
      await Promise.all([1, 2, 3].map((id) => queue.door.put(message(id), TENANT)))
      const taken: number[] = []
      const enough = new AbortController()
      const refused: unknown[] = []
      await queue.hub.consume(
        async (batch) => {
          if (batch.some((inbound) => idOf(inbound) === 2)) throw new TypeError('no such event')
          taken.push(...batch.map(idOf))
          if (taken.length === 2) enough.abort()
        },
        { signal: enough.signal, onRefused: (each) => refused.push(each.error) },
      )
      assert.deepEqual([taken, refused.length], [[1, 3], 1])
    })

    promise('what was kept does not come again', async (queue) => {
      await queue.door.put(message(1), TENANT)
      await takeAll(queue, 1)
      await queue.door.put(message(2), TENANT)
      assert.deepEqual((await takeAll(queue, 1)).map(idOf), [2])
    })
  })
}

const TENANT = TenantId.parse('retail/account_1')
const idOf = (inbound: Inbound): number => ('messageId' in inbound.event ? inbound.event.messageId : 0)

function message(messageId: number): Inbound {
  return {
    connection: ConnectionId.parse('default'),
    account: 1,
    inbox: 101,
    conversation: 10_001,
    signed: true,
    receivedAtMs: 1_795_417_544_000,
    dedupe: `m:${messageId}`,
    seen: {
      channel: 'web',
      status: 'pending',
      assignee: 'none',
      labels: [],
      canReply: true,
      updatedAtMs: 1_795_417_544_000,
      contact: null,
    },
    event: {
      kind: 'customer-message',
      messageId,
      text: 'Olá',
      attachments: [],
      createdAtMs: 1_795_417_544_000,
      inReplyTo: null,
      skip: null,
    },
  }
}

/** Takes until `count` messages were kept. */
async function takeAll(
  queue: QueueUnderTest,
  count: number,
  keep: () => Promise<void> = async () => {},
): Promise<Inbound[]> {
  const seen: Inbound[] = []
  const enough = new AbortController()
  await queue.hub.consume(
    async (batch) => {
      await keep()
      seen.push(...batch)
      if (seen.length >= count) enough.abort()
    },
    { signal: enough.signal },
  )
  return seen
}
