import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hoursNow } from './hours.ts'
import type { BusinessHours, Period } from './tenant-config.ts'

const MINUTE_MS = 60_000
const at = (iso: string) => Date.parse(iso)
const p = (from: string, to: string): Period => ({ fromMin: min(from), toMin: min(to) })
const min = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const split = [p('09:00', '12:00'), p('13:00', '18:00')]
const shop: BusinessHours = {
  timezone: 'America/Sao_Paulo',
  week: [split, split, split, split, split, [p('08:00', '12:00')], []],
}

test('the week is said as a shop says it, in three languages', () => {
  const said = (['pt-BR', 'es', 'en'] as const).map((language) => hoursNow(shop, language, 0).text)
  assert.deepEqual(said, [
    'segunda a sexta, 9h às 12h e 13h às 18h; sábado, 8h às 12h; domingo fechado',
    'lunes a viernes, de 9:00 a 12:00 y de 13:00 a 18:00; sábado, de 8:00 a 12:00; domingo cerrado',
    'Monday to Friday, 9:00 to 12:00 and 13:00 to 18:00; Saturday, 8:00 to 12:00; Sunday closed',
  ])
})

test('equal days, whole days, closed weeks and long nights have their own words', () => {
  const week = (...days: Period[][]) => hoursNow({ timezone: 'UTC', week: days }, 'pt-BR', 0).text
  const same = (day: Period[]) => Array.from({ length: 7 }, () => day)
  assert.equal(week(...same([p('09:30', '18:00')])), 'todos os dias, 9h30 às 18h')
  assert.equal(week(...same([p('00:00', '24:00')])), 'todos os dias, 24 horas')
  assert.equal(week(...same([])), 'fechado todos os dias')
  const bar = [[], [], [], [], [p('18:00', '24:00')], [p('00:00', '02:00'), p('18:00', '24:00')], [p('00:00', '01:00')]]
  assert.equal(week(...bar), 'segunda a quinta fechado; sexta, 18h às 2h; sábado, 18h à 1h; domingo fechado')
})

test('open and closed follow the shop’s own clock, lunch and Saturday', () => {
  const isOpen = (iso: string) => hoursNow(shop, 'pt-BR', at(iso)).isOpen
  assert.equal(isOpen('2026-11-02T09:00:00-03:00'), true)
  assert.equal(isOpen('2026-11-02T08:59:59-03:00'), false)
  assert.equal(isOpen('2026-11-02T12:00:00-03:00'), false)
  assert.equal(isOpen('2026-11-02T17:59:59-03:00'), true)
  assert.equal(isOpen('2026-11-02T18:00:00-03:00'), false)
  assert.equal(isOpen('2026-11-07T11:00:00-03:00'), true)
  assert.equal(isOpen('2026-11-07T13:00:00-03:00'), false)
})

test('when closed, the next opening is told with its offset', () => {
  const opensAt = (iso: string) => hoursNow(shop, 'pt-BR', at(iso)).opensAt
  assert.equal(opensAt('2026-11-02T12:30:00-03:00'), '2026-11-02T13:00:00-03:00')
  assert.equal(opensAt('2026-11-07T12:00:00-03:00'), '2026-11-09T09:00:00-03:00')
  assert.equal(opensAt('2026-11-02T10:00:00-03:00'), null)
})

test('across the start of summer time it opens at the shop’s own hour', () => {
  const lisbon = { ...shop, timezone: 'Europe/Lisbon' }
  assert.equal(hoursNow(lisbon, 'pt-BR', at('2026-03-28T20:00:00Z')).opensAt, '2026-03-30T09:00:00+01:00')
  assert.equal(hoursNow(lisbon, 'pt-BR', at('2026-10-24T20:00:00Z')).opensAt, '2026-10-26T09:00:00+00:00')
})

test('an hour that the clock skips opens when the clock has jumped over it', () => {
  const early = { timezone: 'Europe/Lisbon', week: Array.from({ length: 7 }, () => [p('01:30', '08:00')]) }
  assert.equal(hoursNow(early, 'pt-BR', at('2026-03-29T00:00:00Z')).opensAt, '2026-03-29T02:00:00+01:00')
})

test('without hours nobody says that the shop is closed', () => {
  assert.deepEqual(hoursNow(null, 'pt-BR', 0), { isOpen: true, text: '', opensAt: null, timezone: 'America/Sao_Paulo' })
  const never = { timezone: 'UTC', week: Array.from({ length: 7 }, () => []) }
  assert.deepEqual([hoursNow(never, 'en', 0).isOpen, hoursNow(never, 'en', 0).opensAt], [false, null])
})

const period = fc
  .tuple(fc.nat(95), fc.integer({ min: 1, max: 96 }))
  .filter(([from, to]) => from < to)
  .map(([from, to]) => ({ fromMin: from * 15, toMin: to * 15 }))
const week = fc.array(fc.array(period, { maxLength: 2 }), { minLength: 7, maxLength: 7 })
const timezone = fc.constantFrom(
  'America/Sao_Paulo',
  'Europe/Lisbon',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
)
const moment = fc.integer({ min: at('2015-01-01T00:00:00Z') / MINUTE_MS, max: at('2027-01-01T00:00:00Z') / MINUTE_MS })

/** What the shop's wall clock shows, asked of Intl in another way than the code does. */
function wallClock(zone: string, ms: number): { day: number; minute: number } {
  const text = new Date(ms).toLocaleString('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(text.slice(0, 3))
  const [hour = 0, minute = 0] = /(\d\d):(\d\d)/.exec(text)?.slice(1).map(Number) ?? []
  return { day, minute: hour * 60 + minute }
}

const isOpenByClock = (hours: BusinessHours, ms: number): boolean => {
  const { day, minute } = wallClock(hours.timezone, ms)
  return hours.week[day]!.some(({ fromMin, toMin }) => fromMin <= minute && minute < toMin)
}

test('for any week, zone and minute: open means that the wall clock says so', () => {
  fc.assert(
    fc.property(timezone, week, moment, (zone, days, minute) => {
      const hours = { timezone: zone, week: days }
      assert.equal(hoursNow(hours, 'en', minute * MINUTE_MS).isOpen, isOpenByClock(hours, minute * MINUTE_MS))
    }),
    { numRuns: 300 },
  )
})

test('for any week, zone and minute: it is closed from now until opensAt, and open then', () => {
  fc.assert(
    fc.property(timezone, week, moment, fc.double({ min: 0, max: 1, noNaN: true }), (zone, days, minute, share) => {
      const hours = { timezone: zone, week: days }
      const nowMs = minute * MINUTE_MS
      const { isOpen, opensAt } = hoursNow(hours, 'en', nowMs)
      if (isOpen || opensAt === null) return assert.ok(isOpen || days.every((day) => day.length === 0))
      const opensMs = Date.parse(opensAt)
      assert.equal(isOpenByClock(hours, opensMs), true)
      const between = nowMs + Math.floor(((opensMs - nowMs - 1) * share) / MINUTE_MS) * MINUTE_MS
      assert.equal(isOpenByClock(hours, between), false)
    }),
    { numRuns: 300 },
  )
})
