import assert from 'node:assert/strict'
import { test } from 'node:test'
import { date, money, number, periodsText, time, unbroken, weekday, when } from './format.ts'

const saoPaulo = 'America/Sao_Paulo'

test('money reads as people there write it, and no line ends inside it', () => {
  assert.equal(money('pt-BR', 39.9, 'BRL'), 'R$\u00a039,90')
  assert.equal(money('pt-BR', 1_234.5, 'BRL'), 'R$\u00a01.234,50')
  assert.equal(money('es', 39.9, 'BRL'), 'R$\u00a039,90')
  assert.equal(money('en', 39.9, 'USD'), '$39.90')
  assert.equal(unbroken('de R$ 9,90 a R$ 34,90'), 'de R$\u00a09,90 a R$\u00a034,90')
  assert.equal(number('pt-BR', 2.5), '2,5')
})

test('a date is the shop’s day, and in English its month is a word', () => {
  assert.equal(date('pt-BR', '2026-11-27T01:30:00Z', saoPaulo), '26/11/2026')
  assert.equal(date('pt-BR', '2026-11-27', saoPaulo), '27/11/2026')
  assert.equal(date('en', '2026-11-27', saoPaulo), 'Nov 27, 2026')
})

test('a day’s periods are one phrase', () => {
  const periods = [
    { fromMin: 540, toMin: 720 },
    { fromMin: 780, toMin: 1_080 },
  ]
  assert.equal(periodsText('pt-BR', periods), 'das 9h às 12h e das 13h às 18h')
  assert.equal(periodsText('es', periods), 'de 9:00 a 12:00 y de 13:00 a 18:00')
  assert.equal(periodsText('en', periods), '9:00 to 12:00 and 13:00 to 18:00')
  assert.equal(periodsText('en', []), 'closed')
})

test('clock times and weekdays', () => {
  assert.equal(time('pt-BR', 570), '9h30')
  assert.equal(time('en', 0), '0:00')
  assert.equal(weekday('pt-BR', 0), 'segunda-feira')
  assert.equal(weekday('es', 6), 'domingo')
})

test('when a human is back is told as seen from now', () => {
  const now = { nowMs: Date.parse('2026-11-23T12:30:00-03:00'), timezone: saoPaulo }
  assert.equal(when('pt-BR', '2026-11-23T13:00:00-03:00', now), 'hoje às 13h')
  assert.equal(when('pt-BR', '2026-11-24T09:30:00-03:00', now), 'amanhã às 9h30')
  assert.equal(when('pt-BR', '2026-11-28T12:00:00Z', now), 'sábado às 9h')
  assert.equal(when('en', '2026-12-10T09:00:00-03:00', now), 'Dec 10, 2026 at 9:00')
})
