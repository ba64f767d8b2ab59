import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '../../../domain/language.ts'
import { HANDOVER_REASONS, type HoursNow } from '../../../domain/turn.ts'
import { handoverNote, handoverSentence, type NoteInput } from './hand-over.ts'
import { understand } from './understand.ts'

const nowMs = Date.parse('2026-11-23T20:00:00-03:00')
const open: HoursNow = { isOpen: true, text: '', opensAt: null, timezone: 'America/Sao_Paulo' }
const closed: HoursNow = { ...open, isOpen: false, opensAt: '2026-11-24T09:00:00-03:00' }

const noteOf = (text: string, more: Partial<NoteInput> = {}) =>
  handoverNote({
    language: 'pt-BR',
    reason: 'asked-for-human',
    understanding: understand(text, { nowMs, timezone: 'America/Sao_Paulo', language: 'pt-BR' }),
    text,
    history: [],
    customer: { strength: 'proven', phone: '+5511955550101', email: null, name: 'Ana Souza' },
    evidence: { passages: [], tools: [] },
    attachments: [],
    ...more,
  })

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

// requirement: human.summary
test('the note tells who, what, why and what was tried, one line a fact', () => {
  const history = [
    { by: 'customer', text: 'oi, comprei um batom', atMs: 0 },
    { by: 'crew', text: 'Qual é o número?', atMs: 1 },
  ] as const
  const evidence = {
    passages: [],
    tools: [{ tool: 'order_status', result: { ok: true, data: { found: false }, problem: null, images: [] } }],
  }
  assert.equal(
    noteOf('pedido S00042, quero falar com alguém', { history, evidence }),
    [
      '**Atendimento passado para uma pessoa**',
      '**Motivo:** O cliente pediu para falar com uma pessoa.',
      '**Resumo:** "oi, comprei um batom" → "pedido S00042, quero falar com alguém"',
      '**Intenção:** falar com uma pessoa',
      '**Pedido:** S00042',
      '**O que foi tentado:** procurou o pedido S00042 e não achou no cadastro deste contato',
      '**Contato:** Ana Souza, +5511955550101 (identidade comprovada pelo canal)',
    ].join('\n'),
  )
})

test('the note names mood, attachments, failed tools and the passage that came closest', () => {
  const note = noteOf('que absurdo, veio tudo quebrado', {
    reason: 'complaint',
    attachments: ['foto.jpg'],
    customer: { strength: 'none', phone: null, email: null, name: null },
    evidence: {
      passages: [
        {
          score: 0.3,
          passage: {
            id: 'trocas#1',
            collection: 'business_rules',
            source: 'trocas.faq.md',
            titles: ['Trocas'],
            question: 'Veio quebrado, e agora? | Chegou com defeito',
            text: '…',
            validFromMs: null,
            validUntilMs: null,
          },
        },
      ],
      tools: [{ tool: 'find_products', result: { ok: false, data: {}, problem: 'down', images: [] } }],
    },
  })
  assert.match(note, /\*\*Humor do cliente:\*\* irritado ou insatisfeito/)
  assert.match(
    note,
    /tentou usar find_products, que não respondeu; encontrou "Veio quebrado, e agora\?" em trocas.faq.md/,
  )
  assert.match(note, /\*\*Anexos:\*\* foto.jpg/)
  assert.match(note, /\*\*Contato:\*\* \(identidade desconhecida\)/)
})

test('attendants read the note in the shop’s language, whatever the customer speaks', () => {
  assert.match(noteOf('can i talk to a person?', { language: 'es' }), /\*\*Motivo:\*\* El cliente pidió hablar/)
  assert.match(noteOf('quero um atendente', { language: 'en' }), /\*\*Reason:\*\* The customer asked/)
})
