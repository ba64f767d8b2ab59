import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '../../../domain/language.ts'
import type { Passage } from '../../../domain/passage.ts'
import type { Evidence, HandoverReason, Said } from '../../../domain/turn.ts'
import { handoverNote, type NoteInput } from './hand-over-note.ts'
import { understand } from './understand.ts'

const nowMs = Date.parse('2026-11-23T20:00:00-03:00')

const noteOf = (text: string, more: Partial<NoteInput> = {}) =>
  handoverNote({
    ...{ language: 'pt-BR', reason: 'asked-for-human', text, history: [], attachments: [] },
    understanding: understand(text, {
      ...{ nowMs, timezone: 'America/Sao_Paulo', language: 'pt-BR', history: more.history ?? [] },
    }),
    customer: { strength: 'proven', phone: '+5511955550101', email: null, name: 'Ana Souza' },
    evidence: { passages: [], tools: [] },
    ...more,
  }).replaceAll('\u00a0', ' ')

const said = (by: Said['by'], text: string): Said => ({ by, text, atMs: 0 })
const tool = (name: string, data: Record<string, unknown>): Evidence['tools'][number] => ({
  tool: name,
  result: { ok: true, data, problem: null, images: [] },
})
const NOBODY = { strength: 'none', phone: null, email: null, name: null } as const
const RUBI = { id: 1, name: 'Batom Matte Vermelho Rubi', price: 39.9, currency: 'BRL', freeStock: 8, inStock: true }

// requirement: human.summary
test('the note tells the case in a sentence, then one line a fact', () => {
  const history = [said('customer', 'oi, comprei um batom'), said('crew', 'Qual é o número?')]
  const evidence = { passages: [], tools: [tool('order_status', { found: false })] }
  assert.equal(
    noteOf('pedido S00042, quero falar com alguém', { history, evidence }),
    [
      '**Atendimento passado para uma pessoa**',
      '**Resumo:** Ana Souza pediu para falar com uma pessoa. O assunto é andamento de pedido (pedido S00042).',
      '**Motivo:** O cliente pediu para falar com uma pessoa.',
      '**O cliente escreveu:** "oi, comprei um batom" → "pedido S00042, quero falar com alguém"',
      '**Já respondemos:** Qual é o número?',
      '**Pedido:** S00042',
      '**Consultado agora:** procurou o pedido S00042 e não achou no cadastro deste contato',
      '**Contato:** Ana Souza, +5511955550101 (identidade comprovada pelo canal)',
    ].join('\n'),
  )
})

test('an order that was found is told whole, with the link to follow it', () => {
  const order = {
    ...{ number: 'S00042', state: 'confirmed', total: 79.8, currency: 'BRL', expectedDate: '2026-11-26T12:00:00Z' },
    lines: [{ product: 'Batom Matte Vermelho Rubi', quantity: 2 }],
    deliveries: [{ state: 'ready', trackingCode: 'BR1', trackingUrl: 'https://rastreio.example/BR1' }],
  }
  const note = noteOf('meu pedido S00042 veio quebrado', {
    reason: 'complaint',
    evidence: { passages: [], tools: [tool('order_status', { found: true, order })] },
  })
  assert.match(note, /Resumo:\*\* Ana Souza tem uma reclamação \(pedido S00042\)\./)
  assert.match(
    note,
    /S00042: Já saiu para entrega\. Previsão de entrega: 26\/11\/2026\. 2 × Batom .*Total: R\$ 79,80\./,
  )
  assert.match(note, /Rastreio:\*\* https:\/\/rastreio\.example\/BR1/)
})

test('a purchase names what and how many, its price, and what was shown before', () => {
  const list = 'Temos *batom*, sim!\n\n- *Batom Matte Vermelho Rubi*: R$ 39,90 (em estoque)\n\nQuer comprar?'
  const note = noteOf('quero 3 unidades', {
    reason: 'purchase',
    history: [said('customer', 'tem batom?'), said('crew', list)],
    evidence: { passages: [], tools: [tool('find_products', { query: RUBI.name, match: 'all', products: [RUBI] })] },
  })
  assert.match(note, /Resumo:\*\* Ana Souza quer comprar 3 × Batom Matte Vermelho Rubi\./)
  assert.match(note, /Já respondemos:\*\* Batom Matte Vermelho Rubi\n/)
  assert.match(note, /Produtos:\*\* Batom Matte Vermelho Rubi \(R\$ 39,90\)/)
})

test('a first message is quoted once, and a file is named for what it is', () => {
  const note = noteOf('vocês fazem maquiagem para noiva?', { reason: 'low-confidence' })
  assert.equal(note.match(/noiva/g)?.length, 1)
  const audio = noteOf('', { reason: 'attachment', attachments: ['audio: voz.ogg', 'image: foto.png'] })
  assert.match(audio, /Ana Souza enviou um áudio e uma imagem/)
  assert.match(audio, /Anexos:\*\* voz\.ogg; foto\.png/)
})

test('the note names mood, failed tools and the document that came closest', () => {
  const passage: Passage = {
    ...{ id: 'trocas#1', collection: 'business_rules', source: 'trocas.faq.md', titles: ['Trocas'], text: '…' },
    ...{ question: 'Veio quebrado, e agora? | Chegou com defeito', validFromMs: null, validUntilMs: null },
  }
  const note = noteOf('que absurdo, veio tudo quebrado', {
    reason: 'complaint',
    customer: NOBODY,
    evidence: {
      passages: [{ score: 0.6, passage }],
      tools: [{ tool: 'find_products', result: { ok: false, data: {}, problem: 'down', images: [] } }],
    },
  })
  assert.match(note, /Resumo:\*\* O cliente tem uma reclamação\./)
  assert.match(note, /\*\*Humor do cliente:\*\* irritado ou insatisfeito/)
  assert.match(note, /find_products, que não respondeu; encontrou "Veio quebrado, e agora\?" em trocas.faq.md/)
  assert.match(note, /\*\*Contato:\*\* \(identidade desconhecida\)/)
})

const REASONS: readonly HandoverReason[] = ['asked-for-human', 'low-confidence', 'purchase', 'complaint', 'attachment']

test('no line is empty, in any language, whatever is known', () => {
  for (const language of LANGUAGES)
    for (const reason of REASONS)
      for (const text of ['', 'oi', 'tem batom?']) {
        const note = noteOf(text, {
          language,
          reason,
          customer: NOBODY,
          attachments: text === '' ? ['file: a.pdf'] : [],
        })
        for (const line of note.split('\n'))
          assert.match(line, /^\*\*[^*]+(\*\*$|:\*\* \S)/, `${language} ${reason}: ${line}`)
        assert.doesNotMatch(note, /undefined|null|"\s*"/)
      }
})

test('attendants read the note in the shop’s language, whatever the customer speaks', () => {
  assert.match(noteOf('can i talk to a person?', { language: 'es' }), /\*\*Motivo:\*\* El cliente pidió hablar/)
  assert.match(noteOf('quero um atendente', { language: 'en' }), /\*\*Reason:\*\* The customer asked/)
})
