import assert from 'node:assert/strict'
import { test } from 'node:test'
import { date, hoursText, money, number, time, weekday, when } from './format.ts'

const week = [
  ...Array(5).fill([
    { fromMin: 540, toMin: 720 },
    { fromMin: 780, toMin: 1_080 },
  ]),
  [{ fromMin: 540, toMin: 780 }],
  [],
]
const saoPaulo = 'America/Sao_Paulo'

test('money reads as people there write it, with a plain space', () => {
  assert.equal(money('pt-BR', 39.9, 'BRL'), 'R$ 39,90')
  assert.equal(money('pt-BR', 1_234.5, 'BRL'), 'R$ 1.234,50')
  assert.equal(money('en', 39.9, 'USD'), '$39.90')
  assert.equal(number('pt-BR', 2.5), '2,5')
})

test('a date is the shop’s day, and in English its month is a word', () => {
  assert.equal(date('pt-BR', '2026-11-27T01:30:00Z', saoPaulo), '26/11/2026')
  assert.equal(date('pt-BR', '2026-11-27', saoPaulo), '27/11/2026')
  assert.equal(date('en', '2026-11-27', saoPaulo), 'Nov 27, 2026')
})

test('a week is one line, equal neighbours joined', () => {
  assert.equal(
    hoursText('pt-BR', week),
    'segunda-feira a sexta-feira das 9h às 12h e das 13h às 18h; sábado das 9h às 13h; domingo fechado',
  )
  assert.match(hoursText('es', week), /^lunes a viernes de 9:00 a 12:00 y de 13:00 a 18:00; sábado /)
  assert.match(hoursText('en', week), /^Monday to Friday 9:00 AM to 12:00 PM and 1:00 PM to 6:00 PM; Saturday /)
})

test('clock times and weekdays', () => {
  assert.equal(time('pt-BR', 570), '9h30')
  assert.equal(time('en', 0), '12:00 AM')
  assert.equal(weekday('pt-BR', 0), 'segunda-feira')
  assert.equal(weekday('es', 6), 'domingo')
})

test('when a human is back is told as seen from now', () => {
  const now = { nowMs: Date.parse('2026-11-23T12:30:00-03:00'), timezone: saoPaulo }
  assert.equal(when('pt-BR', '2026-11-23T13:00:00-03:00', now), 'hoje às 13h')
  assert.equal(when('pt-BR', '2026-11-24T09:30:00-03:00', now), 'amanhã às 9h30')
  assert.equal(when('pt-BR', '2026-11-28T12:00:00Z', now), 'sábado às 9h')
  assert.equal(when('en', '2026-12-10T09:00:00-03:00', now), 'Dec 10, 2026 at 9:00 AM')
})
