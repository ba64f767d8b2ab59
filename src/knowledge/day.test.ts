import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayEndMs, dayStartMs } from './day.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

test('a day begins and ends by the shop’s own clock', () => {
  assert.equal(iso(dayStartMs('2026-11-16', 'America/Sao_Paulo')), '2026-11-16T03:00:00.000Z')
  assert.equal(iso(dayEndMs('2026-12-24', 'America/Sao_Paulo')), '2026-12-25T02:59:59.999Z')
  assert.equal(iso(dayStartMs('2026-11-16', 'America/Manaus')), '2026-11-16T04:00:00.000Z')
})

test('a day on which the clocks change has 23 or 25 hours', () => {
  const hours = (day: string) => (dayEndMs(day, 'Europe/Lisbon') + 1 - dayStartMs(day, 'Europe/Lisbon')) / 3_600_000
  assert.deepEqual([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')], [23, 25, 24])
})

test('a moment with its offset is itself', () => {
  assert.equal(iso(dayEndMs('2026-11-30T18:00:00-03:00', 'America/Manaus')), '2026-11-30T21:00:00.000Z')
})
