import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '../../../domain/language.ts'
import { HANDOVER_REASONS, type HoursNow } from '../../../domain/turn.ts'
import { handoverSentence } from './hand-over.ts'

const nowMs = Date.parse('2026-11-23T20:00:00-03:00')
const open: HoursNow = { isOpen: true, text: '', opensAt: null, timezone: 'America/Sao_Paulo' }
const closed: HoursNow = { ...open, isOpen: false, opensAt: '2026-11-24T09:00:00-03:00' }

// requirement: human.hours
test('the customer is told that a person comes, and from when', () => {
  const given = { language: 'pt-BR', tone: 'friendly', reason: 'asked-for-human', nowMs } as const
  assert.equal(
    handoverSentence({ ...given, hours: open }),
    'Claro! Vou chamar uma pessoa da equipe para falar com você. Já já respondem por aqui.',
  )
  assert.match(handoverSentence({ ...given, hours: closed }), /a equipe volta amanhã às 9h/)
  assert.match(handoverSentence({ ...given, hours: { ...closed, opensAt: null } }), /assim que a equipe voltar/)
})

// requirement: human.no-error-text
test('a complaint is met with an apology, and no reason shows an error', () => {
  for (const language of LANGUAGES)
    for (const tone of ['formal', 'friendly', 'casual'] as const)
      for (const reason of HANDOVER_REASONS) {
        const text = handoverSentence({ language, tone, reason, hours: closed, nowMs })
        assert.ok(text.length > 20 && !/erro|error|modelo|model|bug/i.test(text), text)
      }
  assert.match(
    handoverSentence({ language: 'pt-BR', tone: 'formal', reason: 'complaint', hours: open, nowMs }),
    /peço desculpas/,
  )
})
