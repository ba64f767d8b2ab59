import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Style } from '../../../domain/crew-plan.ts'
import { weekText } from '../../../domain/hours-text.ts'
import type { Hit } from '../../../domain/passage.ts'
import type { Evidence, HoursNow } from '../../../domain/turn.ts'
import { type ComposedReply, type ComposeInput, composeReply } from './compose.ts'
import { understand } from './understand.ts'

/** A Monday afternoon in São Paulo. */
const nowMs = Date.parse('2026-11-23T14:00:00-03:00')
const day = [{ fromMin: 540, toMin: 1_080 }]
const hours: HoursNow = {
  isOpen: true,
  text: weekText([...Array(5).fill(day), [{ fromMin: 540, toMin: 780 }], []], 'pt-BR'),
  opensAt: null,
  timezone: 'America/Sao_Paulo',
}
const style = Style.parse({ greeting: 'Olá, que bom ter você na Casa Aurora!' })

const passage = (question: string, text: string, score = 0.8): Hit => ({
  score,
  passage: {
    ...{ id: question, collection: 'business_rules', source: 'loja.faq.md', titles: ['Loja'], question, text },
    ...{ validFromMs: null, validUntilMs: null },
  },
})
const PIX = passage('Vocês aceitam Pix? | Posso pagar no Pix?', 'Aceitamos, sim! No Pix você ganha 5% de desconto.')
const PARCELAS = passage('Dá para parcelar? | Em quantas vezes?', 'Dividimos em até 6 vezes sem juros.')
const ENDERECO = passage('Onde fica a loja? | Qual é o endereço?', 'Ficamos na Rua das Camélias, 214.')
const FRETE = passage('Quanto custa o frete?', 'Para a cidade de São Paulo o frete é R$ 9,90.')
const TROCA = passage('Como faço uma troca?', 'A troca pode ser feita em até 7 dias.')
const NOTA = passage('Vocês emitem nota fiscal?', 'Toda compra tem nota fiscal, enviada por e-mail.')
const HORARIO = passage(
  'Qual é o horário de funcionamento?',
  'De segunda a sexta, das 9h às 18h, e aos sábados das 9h às 13h.',
)
const SABADO = passage('Qual é o horário de sábado?', 'Aos sábados ficamos abertos das 9h às 13h, sem pausa.')
const FERIADO = passage('Vocês abrem nos feriados?', 'Nos feriados a loja não abre.')
const VALE = passage('Vocês têm vale-presente?', 'Temos, sim! O vale-presente começa em R$ 50,00.')
const CUIDADO = passage('Como conservar o batom?', 'Guarde o batom longe do sol.')

const RUBI = {
  id: 1,
  name: 'Batom Matte Vermelho Rubi',
  code: 'B1',
  price: 39.9,
  currency: 'BRL',
  freeStock: 12,
  inStock: true,
  description: 'Cor intensa e acabamento aveludado.',
}
const CEREJA = {
  id: 2,
  name: 'Batom Líquido Vermelho Cereja',
  code: 'B2',
  price: 44.9,
  currency: 'BRL',
  freeStock: 2,
  inStock: true,
  description: null,
}
const VINHO = {
  id: 3,
  name: 'Batom Cremoso Vinho',
  code: 'B3',
  price: 29.5,
  currency: 'BRL',
  freeStock: 0,
  inStock: false,
  description: null,
}
const SOB_MEDIDA = {
  id: 4,
  name: 'Kit sob medida',
  code: null,
  price: null,
  currency: null,
  freeStock: null,
  inStock: null,
  description: null,
}

type Tool = Evidence['tools'][number]
const tool = (name: string, data: Record<string, unknown>, images: Tool['result']['images'] = []): Tool => ({
  tool: name,
  result: { ok: true, data, problem: null, images },
})
const found = (products: readonly object[], match = 'all') =>
  tool('find_products', { query: 'batom vermelho', match, products }, [
    { name: 'Batom Líquido Vermelho Cereja.jpg', mimeType: 'image/jpeg', base64: 'Q2VyZWph' },
    { name: 'Batom Matte Vermelho Rubi.jpg', mimeType: 'image/jpeg', base64: 'UnViaQ==' },
  ])
const broken = (name: string): Tool => ({ tool: name, result: { ok: false, data: {}, problem: 'down', images: [] } })

const sent = {
  number: 'WH/OUT/00007',
  state: 'ready',
  scheduledDate: null,
  doneDate: null,
  carrier: 'Correios',
  trackingCode: 'BR123456789BR',
  trackingUrl: 'https://rastreio.example/BR123456789BR',
}
const ORDER = {
  number: 'S00042',
  state: 'confirmed',
  date: '2026-11-20T13:00:00Z',
  total: 84.8,
  currency: 'BRL',
  expectedDate: '2026-11-26T12:00:00Z',
  lines: [{ product: 'Batom Matte Vermelho Rubi', quantity: 2, delivered: 0, total: 79.8 }],
  deliveryState: 'not_delivered',
  deliveries: [sent],
  invoiceState: 'invoiced',
  invoices: [],
}
const order = (more: object = {}) => tool('order_status', { found: true, order: { ...ORDER, ...more } })
const NO_ORDER = tool('order_status', { found: false })
const NO_IDENTITY = tool('order_status', { found: false, needsIdentity: true })

function ask(text: string, evidence: readonly (Hit | Tool)[] = [], more: Partial<ComposeInput> = {}): ComposedReply {
  const passages = evidence.filter((piece): piece is Hit => 'passage' in piece)
  const tools = evidence.filter((piece): piece is Tool => 'tool' in piece)
  const history = more.history ?? []
  return composeReply({
    understanding: understand(text, { nowMs, timezone: hours.timezone, language: 'pt-BR', history }),
    ...{ text, evidence: { passages, tools }, hours, style, shop: 'Casa Aurora', isFirstTurn: false, history, nowMs },
    ...more,
  })
}
/** With plain spaces in money, so that a test can be read. */
const textOf = ({ messages }: ComposedReply) => messages.map(({ text }) => text.replaceAll('\u00a0', ' ')).join('\n\n')
const titles = (reply: ComposedReply) => reply.messages.flatMap(({ buttons }) => buttons.map(({ title }) => title))

test('the five questions of the demo are answered', () => {
  assert.equal(
    textOf(ask('oi, vocês têm batom vermelho?', [found([RUBI, CEREJA])], { isFirstTurn: true })),
    [
      'Olá, que bom ter você na Casa Aurora!',
      '',
      'Temos, sim! Encontrei estas opções de **batom vermelho**:',
      '',
      '- **Batom Matte Vermelho Rubi**: R$ 39,90 (em estoque)',
      '- **Batom Líquido Vermelho Cereja**: R$ 44,90 (últimas 2 unidades)',
      '',
      'Quer saber mais sobre algum deles?',
    ].join('\n'),
  )
  assert.equal(
    textOf(ask('onde está meu pedido S00042?', [order()])),
    [
      'Aqui está o seu pedido **S00042**:',
      'Já saiu para entrega.',
      'Previsão de entrega: 26/11/2026',
      'Transportadora: Correios',
      'Código de rastreio: BR123456789BR',
      'Acompanhe aqui: https://rastreio.example/BR123456789BR',
      '',
      'Itens:',
      '- 2 × Batom Matte Vermelho Rubi',
      '',
      'Total: R$ 84,80',
    ].join('\n'),
  )
  assert.equal(textOf(ask('qual o horário de sábado?', [HORARIO, SABADO])), SABADO.passage.text)
  assert.equal(textOf(ask('aceita pix?', [PIX])), PIX.passage.text)
  const human = ask('quero falar com um atendente')
  assert.deepEqual([human.outcome, human.reason], ['handed-over', 'asked-for-human'])
})

/** Question, evidence, what the answer must hold, and what it must not. */
type Case = readonly [text: string, evidence: readonly (Hit | Tool)[], has: RegExp, hasNot?: RegExp]

const ANSWERED: readonly Case[] = [
  ['tem batom?', [found([RUBI])], /Temos \*\*batom\*\*, sim! Veja:[\s\S]*R\$ 39,90[\s\S]*Cor intensa/],
  ['tem batom?', [found([RUBI, CEREJA])], /Rubi[\s\S]*Cereja/, /Cor intensa/],
  ['batom vermelho', [found([RUBI, CEREJA])], /R\$ 44,90/],
  ['qnto custa o batom rubi', [found([RUBI])], /R\$ 39,90/],
  ['tem batom vinho?', [found([VINHO])], /esgotado no momento/, /em estoque/],
  ['quero 5 batons cereja', [found([CEREJA])], /só 2 em estoque agora/],
  ['tem kit sob medida?', [found([SOB_MEDIDA])], /preço sob consulta/, /R\$|\(/],
  ['tem batom roxo?', [found([RUBI], 'some')], /Não encontrei exatamente \*\*batom roxo\*\*/],
  ['tem sofá?', [found([], 'none')], /Não encontrei \*\*sofá\*\* no nosso catálogo/],
  ['vocês têm vale-presente?', [found([], 'none'), VALE], /R\$ 50,00/],
  ['vocês têm vale-presente?', [found([RUBI], 'some'), VALE], /R\$ 50,00/, /Rubi/],
  ['o que vocês vendem?', [], /Qual produto você procura\?/],
  [
    'do you have red lipstick?',
    [found([RUBI, CEREJA])],
    /Yes, we do!.*\*\*red lipstick\*\*[\s\S]*R\$39\.90 \(in stock\)/,
  ],
  ['tienen labial rojo?', [found([RUBI, CEREJA])], /¡Sí! Encontré estas opciones de \*\*labial rojo\*\*/],
  ['onde está meu pedido?', [], /Qual é o número do pedido\?/],
  ['where is my order?', [], /What is the order number\?/],
  ['dónde está mi pedido?', [], /¿Cuál es el número del pedido\?/],
  ['cadê o pedido S00042', [NO_ORDER], /Não encontrei o pedido \*\*S00042\*\*/],
  ['cadê o pedido S00042', [NO_IDENTITY], /Por segurança, só mostro pedidos a quem comprou/, /S00042/],
  [
    'pedido 42',
    [order({ deliveries: [{ ...sent, trackingCode: null, trackingUrl: null }] })],
    /Está pronto para sair/,
    /rastreio/,
  ],
  ['pedido 42', [order({ deliveries: [{ ...sent, state: 'waiting', trackingCode: null }] })], /em preparação/],
  [
    'pedido 42',
    [order({ deliveries: [{ ...sent, state: 'done', doneDate: '2026-11-22T01:00:00Z' }] })],
    /Foi entregue em 21\/11\/2026/,
    /Previsão|Acompanhe/,
  ],
  ['pedido 42', [order({ deliveryState: 'partly_delivered' })], /Uma parte já foi entregue[\s\S]*BR123456789BR/],
  ['pedido 42', [order({ state: 'cancelled' })], /foi cancelado/, /Previsão|Acompanhe/],
  ['pedido 42', [order({ state: 'draft' })], /orçamento/],
  ['pedido 42', [order({ deliveries: null, expectedDate: null, total: null })], /Está confirmado\./, /Total|Previsão/],
  ['order S00042', [order()], /on its way[\s\S]*Nov 26, 2026/],
  ['abre amanhã?', [], /^Amanhã \(terça-feira\): das 9h às 18h\.$/],
  ['abre sábado?', [], /^Sábado: das 9h às 13h\.$/],
  ['are you open tomorrow?', [], /^Tomorrow \(Tuesday\): 9:00 to 18:00\.$/],
  ['abren el sábado?', [], /^Sábado: de 9:00 a 13:00\.$/],
  ['abre domingo?', [], /^Domingo: fechado\.$/],
  ['vocês estão abertos agora?', [], /^Estamos abertos agora\. Hoje \(segunda-feira\): das 9h às 18h\.$/],
  ['qual o horário de vocês?', [HORARIO], /^De segunda a sexta/],
  ['qual o horário de vocês?', [], /Nosso horário de atendimento: segunda a sexta, 9h às 18h; sábado/],
  ['abre no feriado?', [FERIADO], /^Nos feriados a loja não abre\.$/],
  ['qual o endereço?', [ENDERECO], /Camélias, 214/],
  ['onde fica a loja', [ENDERECO], /Camélias/],
  ['parcela em quantas vezes?', [PARCELAS, PIX], /6 vezes/, /Pix/],
  ['quanto fica o frete?', [FRETE], /R\$ 9,90/],
  ['como faço pra trocar?', [TROCA], /7 dias/],
  ['vcs emitem nota fiscal?', [NOTA], /nota fiscal/],
  ['como conservo o batom?', [CUIDADO], /longe do sol/],
  ['aceita pix?', [{ ...PIX, score: 0.35 }], /5% de desconto/],
  ['obrigada!', [], /^Por nada!/],
  ['valeu, tchau', [], /agradece a conversa/],
  ['ok', [], /^Certo! Se precisar/],
  ['oi', [], /^Como posso ajudar você\?$/],
  ['hi, good morning', [], /^How can I help you\?$/],
  ['puf', [], /Não entendi bem/],
  ['puf', [found([], 'none')], /Não entendi bem/],
  ['xampu', [found([RUBI])], /Rubi/],
  ['hum', [], /Não entendi bem/],
  ['vocês têm batom vermelho? e aceita pix?', [found([RUBI, CEREJA]), PIX], /Rubi[\s\S]*5% de desconto/],
  ['tem batom? qual o endereço?', [found([RUBI]), ENDERECO, PIX], /Rubi[\s\S]*Camélias/, /5%/],
  ['aceita pix? e abre sábado?', [PIX, SABADO], /5% de desconto[\s\S]*Aos sábados/],
  ['qual o frete? e parcela?', [FRETE, PARCELAS], /R\$ 9,90[\s\S]*6 vezes/],
  ['oi, tudo bem? cadê meu pedido S00042? vocês aceitam pix?', [order(), PIX], /BR123456789BR[\s\S]*5%/],
]

test('each question is answered out of its evidence and nothing else', () => {
  for (const [text, evidence, has, hasNot] of ANSWERED) {
    const reply = ask(text, evidence)
    assert.equal(reply.outcome, 'answered', `${text}: ${reply.reason}`)
    assert.match(textOf(reply), has, text)
    if (hasNot) assert.doesNotMatch(textOf(reply), hasNot, text)
  }
})

const HANDED_OVER: readonly (readonly [string, readonly (Hit | Tool)[], ComposedReply['reason']])[] = [
  ['me passa pra uma pessoa', [], 'asked-for-human'],
  ['não quero falar com robô', [], 'asked-for-human'],
  ['i want to talk to a human', [], 'asked-for-human'],
  ['tem batom? quero falar com um vendedor', [found([RUBI])], 'asked-for-human'],
  ['que absurdo, chegou tudo quebrado', [], 'complaint'],
  ['péssimo atendimento, vou no procon', [TROCA], 'complaint'],
  ['meu pedido S00042 veio todo quebrado, que vergonha', [order()], 'complaint'],
  ['aceita pix?', [], 'low-confidence'],
  ['aceita pix?', [{ ...ENDERECO, score: 0.2 }], 'low-confidence'],
  ['abre no natal?', [], 'low-confidence'],
  ['vocês fazem entrega em manaus?', [{ ...PIX, score: 0.2 }], 'low-confidence'],
  ['tem batom?', [broken('find_products')], 'tool-failed'],
  ['tem batom?', [], 'low-confidence'],
  ['cadê o pedido S00042', [broken('order_status')], 'tool-failed'],
  ['cadê o pedido S00042', [], 'low-confidence'],
  ['tem batom?', [tool('find_products', { nonsense: true })], 'tool-failed'],
  ['quero propor uma parceria com a marca de vocês', [], 'low-confidence'],
]

// requirement: human.doubt
test('what has no sure answer goes to a person, with the reason', () => {
  for (const [text, evidence, reason] of HANDED_OVER) {
    const reply = ask(text, evidence)
    assert.deepEqual([reply.outcome, reply.reason], ['handed-over', reason], text)
    assert.ok(textOf(reply).length > 20)
  }
})

test('of two wishes the known one is answered before the other goes to a person', () => {
  const reply = ask('tem batom? e vocês aceitam boleto?', [found([RUBI])])
  assert.equal(reply.reason, 'low-confidence')
  assert.equal(reply.messages.length, 2)
  assert.match(reply.messages[0]?.text ?? '', /Rubi/)
  assert.match(reply.messages[1]?.text ?? '', /Para não responder errado/)
})

test('the picture shown is the first product’s', () => {
  assert.equal(ask('tem batom?', [found([CEREJA, RUBI])]).messages[0]?.image?.base64, 'Q2VyZWph')
  assert.equal(ask('tem batom?', [found([VINHO])]).messages[0]?.image, null)
})

test('the greeting is said once, the shop’s own in its own language, ours in another', () => {
  const first = { isFirstTurn: true }
  assert.match(textOf(ask('aceita pix?', [PIX], first)), /^Olá, que bom ter você na Casa Aurora!\n\nAceitamos/)
  assert.match(
    textOf(ask('hello, where is my order?', [], first)),
    /^Hello! It's good to have you at Casa Aurora\. 👋\n\nWhat is/,
  )
  assert.doesNotMatch(textOf(ask('aceita pix?', [PIX])), /Olá/)
  assert.doesNotMatch(textOf(ask('que absurdo, veio quebrado', [], first)), /que bom/)
})

test('style decides the words and the emoji', () => {
  const said = (more: object) => textOf(ask('obrigada', [], { style: Style.parse(more) }))
  assert.equal(said({ communication: 'formal', emoji: 'none' }), 'Por nada. Permanecemos à disposição.')
  assert.equal(said({ communication: 'casual' }), 'Imagina! Qualquer coisa, chama aqui. 😊')
  const products = (emoji: string) => textOf(ask('tem batom?', [found([RUBI])], { style: Style.parse({ emoji }) }))
  assert.match(products('moderate'), /Veja: ✨/)
  assert.doesNotMatch(products('minimal'), /\p{Extended_Pictographic}/u)
  assert.match(
    textOf(ask('tchau', [], { style: Style.parse({ farewell: 'Até logo, volte sempre!' }) })),
    /^Até logo, volte sempre!$/,
  )
})

test('buttons are offered where they help, at most three', () => {
  assert.deepEqual(titles(ask('oi')), ['Ver produtos', 'Meu pedido', 'Falar com atendente'])
  assert.deepEqual(titles(ask('onde está meu pedido?')), ['Falar com atendente'])
  assert.deepEqual(titles(ask('aceita pix?', [PIX])), [])
})

test('we ask once what is meant; what stays unclear goes to a person', () => {
  const first = ask('hum')
  assert.equal(first.outcome, 'answered')
  const history = [{ by: 'crew', text: textOf(first), atMs: 0 }] as const
  assert.equal(ask('puf', [], { history }).reason, 'low-confidence')
})

test('a bare yes or no is about what we said last', () => {
  const after = (reply: ComposedReply, text: string) =>
    ask(text, [], { history: [{ by: 'crew', text: textOf(reply), atMs: 0 }] })
  const listed = ask('tem batom?', [found([RUBI, CEREJA])])
  assert.equal(textOf(after(listed, 'sim')), 'De qual deles? Mande o nome, por favor.')
  assert.match(textOf(after(listed, 'não')), /^Certo!/)
  const unknown = ask('cadê o pedido S00042', [NO_ORDER])
  assert.equal(after(unknown, 'sim, por favor').reason, 'asked-for-human')
  assert.equal(after(unknown, 'não').outcome, 'answered')
  assert.match(textOf(ask('sim')), /Sobre o que você quer falar/)
})

test('a document answers for the catalogue only when it names the thing', () => {
  const racao = passage('E se meu cachorro não gostar da ração?', 'Traga em até 10 dias.', 0.9)
  assert.match(textOf(ask('tem coleira?', [found([], 'none'), racao])), /Não encontrei \*\*coleira\*\*/)
  assert.match(textOf(ask('tem vale-presente?', [found([], 'none'), VALE])), /R\$ 50,00/)
})

test('a passage about something else of the same words does not answer', () => {
  assert.equal(ask('entrega no sábado?', [{ ...SABADO, score: 0.6 }]).reason, 'low-confidence')
  assert.match(
    textOf(
      ask('entrega no sábado?', [
        { ...SABADO, score: 0.6 },
        { ...FRETE, score: 0.4 },
      ]),
    ),
    /frete/,
  )
})

test('a file alone is for a person; one beside a question only when the question hangs on it', () => {
  const attachments = ['image: foto.png']
  assert.equal(ask('', [], { attachments }).reason, 'attachment')
  assert.equal(ask('tem esse?', [], { attachments }).reason, 'attachment')
  assert.equal(ask('aceita pix?', [PIX], { attachments }).outcome, 'answered')
})

// requirement: human.hours
test('outside business hours the customer is told when somebody is back', () => {
  const closed = { ...hours, isOpen: false, opensAt: '2026-11-24T09:00:00-03:00' }
  assert.match(textOf(ask('quero um atendente', [], { hours: closed })), /a equipe volta amanhã às 9h/)
  assert.match(
    textOf(ask('tão abertos agora?', [], { hours: closed })),
    /^Agora estamos fechados; voltamos amanhã às 9h\./,
  )
})

/** Every figure of a text, without separators, so that "R$ 1.234,50" and 1234.5 are one. */
const figures = (text: string) =>
  (text.match(/\d+(?:[.,/:]\d+)*/g) ?? []).map((f) => f.replace(/\D/g, '').replace(/^0+|0+$/g, ''))

// requirement: true.built-in
test('whatever the evidence, no figure is in the answer that is not in evidence, hours or question', () => {
  const product = fc.record({
    id: fc.integer({ min: 1, max: 9_999 }),
    name: fc.constantFrom('Mesa Jatobá 6 lugares', 'Ração Premium 10 kg', 'Batom Rubi', 'Sofá'),
    price: fc.option(fc.integer({ min: 1, max: 999_999 }).map((cents) => cents / 100)),
    currency: fc.constant('BRL'),
    freeStock: fc.option(fc.integer({ min: -5, max: 500 })),
    inStock: fc.option(fc.boolean()),
    description: fc.option(fc.constantFrom('Peso 10 kg.', 'Madeira maciça.')),
  })
  const lines = fc.array(
    fc.record({ product: fc.constantFrom('Batom Rubi', 'Mesa 6 lugares'), quantity: fc.integer({ min: 1, max: 90 }) }),
  )
  const placed = fc.record({
    number: fc.constant('S00042'),
    state: fc.constantFrom('draft', 'sent', 'confirmed', 'done', 'cancelled', 'other'),
    total: fc.option(fc.integer({ min: 0, max: 999_999 }).map((cents) => cents / 100)),
    currency: fc.constantFrom('BRL', null),
    expectedDate: fc.option(fc.constantFrom('2026-11-26', '2026-12-02')),
    lines,
    deliveryState: fc.option(fc.constantFrom('not_delivered', 'started', 'partly_delivered', 'delivered')),
    deliveries: fc.option(
      fc.array(
        fc.record({
          state: fc.constantFrom('draft', 'waiting', 'ready', 'done', 'cancelled'),
          doneDate: fc.option(fc.constantFrom('2026-11-21', '2026-11-22')),
          carrier: fc.option(fc.constant('Correios')),
          trackingCode: fc.option(fc.constant('BR123456789BR')),
          trackingUrl: fc.option(fc.constant('https://rastreio.example/BR123456789BR')),
        }),
      ),
    ),
  })
  const texts = [
    'tem mesa jatobá?',
    'quero 3 batons',
    'cadê o pedido S00042?',
    'abre sábado?',
    'where is my order S00042?',
    'tem sofá? e o pedido S00042?',
  ]
  const tones = fc.constantFrom('formal', 'friendly', 'casual')
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(product, { maxLength: 7 }),
      placed,
      tones,
      (text, products, its, communication) => {
        const evidence = [
          found(products, products.length > 0 ? 'all' : 'none'),
          tool('order_status', { found: true, order: its }),
        ]
        const reply = ask(text, evidence, { style: Style.parse({ communication }), isFirstTurn: true })
        const days =
          JSON.stringify(its)
            .match(/\d{4}-\d\d-\d\d/g)
            ?.map((iso) => iso.split('-').toReversed().join('/')) ?? []
        const known = new Set(
          figures([JSON.stringify(evidence), text, hours.text, ...days].join(' ')).concat(figuresOfDays(days)),
        )
        for (const figure of figures(textOf(reply))) assert.ok(known.has(figure), `${figure} in: ${textOf(reply)}`)
      },
    ),
  )
})

/** "Nov 26, 2026" is two figures of a day. */
const figuresOfDays = (days: readonly string[]): string[] => days.flatMap((iso) => iso.split('/')).flatMap(figures)
