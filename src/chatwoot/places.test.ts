import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Places } from './places.ts'

test('whoever waits gets the place in turn, and one who gives up is passed over', async () => {
  const places = new Places(1)
  const { signal } = new AbortController()
  const gone = new AbortController()
  const first = await places.take(signal)
  const given = places.take(gone.signal)
  const third = places.take(signal)
  gone.abort(new Error('gone'))
  await assert.rejects(given, /gone/)
  first()
  first()
  const leave = await third
  leave()
  const again = await places.take(signal)
  again()
})
