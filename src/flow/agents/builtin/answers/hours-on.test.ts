import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weekText } from '../../../../domain/hours-text.ts'
import { LANGUAGES } from '../../../../domain/language.ts'
import { hoursOn, periodsIn } from './hours-on.ts'

test('the line of one day is found however the week is written', () => {
  const written = [
    ['segunda a sexta 09:00–18:00; sábado 09:00–13:00; domingo fechado', '09:00–18:00', '09:00–13:00'],
    ['segunda a sexta 09:00–18:00, sábado 09:00–13:00, domingo fechado', '09:00–18:00', '09:00–13:00'],
    [
      'De segunda-feira a sexta-feira: das 9h às 18h. Aos sábados, das 9h às 13h. Domingo: fechado.',
      'das 9h às 18h',
      'das 9h às 13h',
    ],
    ['lunes a viernes de 9:00 a 18:00; sábado de 9:00 a 13:00; domingo cerrado', 'de 9:00 a 18:00', 'de 9:00 a 13:00'],
    ['Monday to Friday 9 AM to 6 PM; Saturday 9 AM to 1 PM; Sunday closed', '9 AM to 6 PM', '9 AM to 1 PM'],
  ] as const
  for (const [text, weekday, saturday] of written) {
    assert.equal(hoursOn(text, 0), weekday, text)
    assert.equal(hoursOn(text, 3), weekday, text)
    assert.equal(hoursOn(text, 5), saturday, text)
    assert.equal(hoursOn(text, 6), 'closed', text)
  }
})

test('a day that is not named has no line', () => {
  assert.equal(hoursOn('segunda a sexta 09:00–18:00', 6), null)
  assert.equal(hoursOn('ligue antes de vir', 2), null)
  assert.equal(hoursOn('', 2), null)
})

test('every day alike is every day', () => {
  assert.equal(hoursOn('todos os dias, 9h às 18h', 2), '9h às 18h')
  assert.equal(hoursOn('every day, 24 hours', 6), '24 hours')
  assert.equal(hoursOn('fechado todos os dias', 6), 'closed')
})

test('our own way of writing a week is read back, every day, in every language', () => {
  const morning = { fromMin: 540, toMin: 720 }
  const afternoon = { fromMin: 780, toMin: 1_080 }
  const week = [
    [morning, afternoon],
    [morning, afternoon],
    [afternoon],
    [afternoon],
    [morning, afternoon],
    [morning],
    [],
  ]
  for (const language of LANGUAGES) {
    const text = weekText(week, language)
    for (const [day, periods] of week.entries()) {
      const line = hoursOn(text, day)
      if (periods.length === 0) assert.equal(line, 'closed', `${language} ${day}`)
      else assert.deepEqual(periodsIn(line ?? ''), periods, `${language} ${day}: ${line}`)
    }
  }
})
