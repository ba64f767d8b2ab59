import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Places } from './places.ts'
import type { Asker } from './rate-bucket.ts'

const reply: Asker = { account: 1, priority: 'reply' }

test('whoever waits gets the place in turn, and one who gives up is passed over', async () => {
  const places = new Places(1)
  const { signal } = new AbortController()
  const gone = new AbortController()
  const first = await places.take(reply, signal)
  const given = places.take(reply, gone.signal)
  const third = places.take(reply, signal)
  gone.abort(new Error('gone'))
  await assert.rejects(given, /gone/)
  first()
  first()
  const leave = await third
  leave()
  const again = await places.take(reply, signal)
  again()
})

test('a place that is given back goes to a reply first, and to the accounts in turn', async () => {
  const places = new Places(1)
  const { signal } = new AbortController()
  const order: string[] = []
  const first = await places.take(reply, signal)
  const asks: readonly Asker[] = [
    { account: 1, priority: 'housekeeping' },
    ...[1, 1, 1, 2].map((account): Asker => ({ account, priority: 'reply' })),
  ]
  const waiting = asks.map(async (asker) => {
    const leave = await places.take(asker, signal)
    order.push(asker.priority === 'reply' ? String(asker.account) : 'h')
    leave()
  })
  first()
  await Promise.all(waiting)
  assert.equal(order.join(''), '1211h')
})
