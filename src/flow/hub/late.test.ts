import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxRow } from '../../domain/lane.ts'
import { isLate } from './late.ts'

const NOON = 1_795_417_544_000
const MINUTE = 60_000

interface Given {
  /** When Chatwoot had it, we had it, and it was ready, in minutes before noon. */
  readonly written?: number
  readonly came?: number
  readonly ready?: number | null
  readonly event?: object
}

function row({ written = 0, came = written, ready = null, event = {} }: Given): InboxRow {
  const message = { kind: 'customer-message', skip: null, createdAtMs: NOON - written * MINUTE, ...event }
  const readyAtMs = ready === null ? 0 : NOON - ready * MINUTE
  return { event: message, receivedAtMs: NOON - came * MINUTE, readyAtMs } as unknown as InboxRow
}

const late = (...given: readonly Given[]) => isLate(given.map(row), { afterMs: 30 * MINUTE, nowMs: NOON })

test('a message that came half an hour after it was written is late', () => {
  assert.equal(late({ written: 40, came: 5 }), true)
  assert.equal(late({ written: 20, came: 5 }), false)
})

test('a message that waited half an hour here is late, an answered button too', () => {
  assert.equal(late({ written: 31 }), true)
  assert.equal(late({ came: 120, event: { kind: 'customer-answered' } }), true)
})

test('what a person runs again, and what is tried again, waits from then on', () => {
  assert.equal(late({ written: 600, ready: 1 }), false)
})

test('as long as one of the messages is fresh, nothing is late', () => {
  assert.equal(late({ written: 50 }, { written: 1 }), false)
  assert.equal(late(), false)
})

test('a clock that was set back makes nothing late', () => {
  assert.equal(late({ written: -60 }), false)
})
