import type { StepView, TurnView } from '../../src/wire/turn-view.ts'

export interface MockAnswer {
  readonly intent: string
  readonly confidence: number
  readonly outcome: TurnView['outcome']
  readonly reason: string | null
  readonly reply: readonly string[]
  readonly items: readonly { title: string; value: string }[]
  readonly picture: string | null
  readonly note: string | null
  readonly slots: TurnView['slots']
  readonly passages: TurnView['passages']
  readonly tools: TurnView['tools']
  readonly args: unknown
}

const passage = (titles: string[], text: string, score: number): TurnView['passages'][number] => ({
  ...{ id: `${titles.join('/')}#${text.length}`, source: 'politicas.md', titles, text, score },
})

const PLAIN: MockAnswer = {
  ...{ intent: 'other', confidence: 0.91, outcome: 'answered', reason: null, reply: [], items: [], picture: null },
  ...{ note: null, slots: {}, passages: [], tools: [], args: undefined },
}

const PAYMENT = passage(
  ['Pagamento', 'Formas aceitas'],
  'Aceitamos Pix com 5% de desconto, cartão em até 6x sem juros e boleto à vista.',
  0.93,
)
const HOURS = passage(
  ['Atendimento', 'Horários'],
  'De segunda a sexta, das 9h às 18h. Sábado das 9h às 14h. Domingo e feriados: fechado.',
  0.95,
)
const SHADES = passage(['Produtos', 'Batons'], 'A linha Matte dura até 8 horas e não transfere.', 0.58)

const LIPSTICKS = {
  count: 2,
  products: [
    { id: 412, name: 'Batom Matte Vermelho Rubi', price: 39.9, currency: 'BRL', stock: 14 },
    { id: 415, name: 'Batom Líquido Vermelho Cereja', price: 44.9, currency: 'BRL', stock: 3 },
  ],
}
const ORDER = {
  order: 'S00042',
  state: 'sale',
  delivery: { carrier: 'Correios', tracking: 'BR123456789BR', expected: '2026-01-12 18:00:00' },
  total: 84.8,
}

/** What the mock crew says to the demo's questions; anything else it does not know and hands over. */
const ANSWERS: readonly (readonly [RegExp, MockAnswer])[] = [
  [
    /batom|mesa|raç/i,
    {
      ...{ ...PLAIN, intent: 'product_search', confidence: 0.97, slots: { product: 'batom vermelho' } },
      reply: [
        'Oi, Ana! Temos sim 💄\n\n- **Batom Matte Vermelho Rubi**: R$ 39,90\n- **Batom Líquido Vermelho Cereja**: R$ 44,90',
        'A linha Matte dura até 8 horas. Qual deles combina mais com você?',
      ],
      items: ['Rubi', 'Cereja', 'Ver mais'].map((title) => ({ title, value: title })),
      picture: 'Batom Matte Vermelho Rubi',
      passages: [SHADES, PAYMENT],
      tools: [{ tool: 'find_products', ok: true, data: LIPSTICKS, problem: null }],
      args: { query: 'batom vermelho', limit: 3 },
    },
  ],
  [
    /pedido|S000/i,
    {
      ...{ ...PLAIN, intent: 'order_status', confidence: 0.99, slots: { orderNumber: 'S00042' } },
      reply: [
        'Seu pedido **S00042** já saiu para entrega 📦\n\nCódigo de rastreio: BR123456789BR\nPrevisão: 12/01\nTotal: R$ 84,80\n\nAcompanhe em https://rastreio.example/BR123456789BR',
      ],
      tools: [{ tool: 'order_status', ok: true, data: ORDER, problem: null }],
      args: { order: 'S00042' },
    },
  ],
  [
    /hor[aá]rio|s[aá]bado|abre/i,
    {
      ...{ ...PLAIN, intent: 'store_hours', confidence: 0.98 },
      reply: ['No sábado abrimos das 9h às 14h. Durante a semana, das 9h às 18h.'],
      passages: [HOURS, PAYMENT, SHADES],
    },
  ],
  [
    /pix|cart[aã]o/i,
    {
      ...{ ...PLAIN, intent: 'payment', confidence: 0.96 },
      reply: ['Aceitamos Pix com 5% de desconto ✨\n\nTambém cartão em até 6x sem juros e boleto.'],
      passages: [PAYMENT, HOURS],
      items: ['Pix', 'Cartão', 'Boleto', 'Outra forma'].map((title) => ({ title, value: title })),
    },
  ],
  [/^(oi|ol[aá]|bom dia)\b/i, { ...PLAIN, intent: 'greeting', reply: ['Oi! Como posso ajudar hoje?', '👋'] }],
]

const HANDOVER: MockAnswer = {
  ...{ ...PLAIN, intent: 'human', confidence: 0.99, outcome: 'handed-over', reason: 'asked-for-human' },
  reply: ['Claro! Já chamei uma pessoa da nossa equipe, ela continua por aqui.'],
  note: '**Resumo para quem assume**\n\n- Cliente: Ana Souza (+55 11 95555-0101)\n- Intenção: falar com uma pessoa\n- Já visto: batons vermelhos, pedido S00042\n- O que falta: _não disse o motivo_',
}

export const mockAnswer = (text: string): MockAnswer => ANSWERS.find(([asked]) => asked.test(text))?.[1] ?? HANDOVER

export function mockSteps(text: string, answer: MockAnswer): StepView[] {
  const step = (agent: string, kind: StepView['kind'], [startMs, ms]: [number, number], data: unknown[]): StepView => ({
    ...{
      agent,
      task: `${agent} ${kind}`,
      kind,
      startMs,
      ms,
      request: data[0] ?? null,
      response: data[1] ?? null,
      error: null,
    },
  })
  const understood = { intent: answer.intent, confidence: answer.confidence, slots: answer.slots, wantsHuman: false }
  const tools = answer.tools.map(({ tool, data }) =>
    step(
      'operations',
      'tool',
      [2.6, 9.4],
      [
        { tool, args: answer.args },
        { ok: true, data },
      ],
    ),
  )
  return [
    step('intent', 'classify', [0.1, 0.8], [{ text }, understood]),
    step('memory', 'memory', [0.1, 0.5], [{ window: 12 }, { messages: [] }]),
    step('knowledge', 'search', [1, 2.4], [{ query: text, collections: ['support_documents'] }, answer.passages]),
    ...tools,
    step('response', 'compose', [12.1, 0.6], [{ intent: answer.intent }, { reply: answer.reply }]),
    step('check', 'check', [12.8, 0.2], [{ claims: 3 }, { unsupported: [] }]),
  ]
}
