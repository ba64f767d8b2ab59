import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config, found, hit, modelPlan, never, ports, toolServer, turnInput } from '../../../test/support/turn-kit.ts'
import { call, ScriptedModel } from '../../backends/llm/scripted.ts'
import { Failure } from '../../base/failure.ts'
import type { OutboundAction } from '../../domain/outbound.ts'
import type { CrewResult, Step } from '../../domain/turn.ts'
import { handoverActions, runCrew } from './crews.ts'
import { standardPlan } from './standard-plan.ts'

const standard = standardPlan(config(), 'whatsapp')
const QUESTION = 'vocês conseguem entregar na sexta de manhã no interior de Minas, e com embrulho de presente?'

// requirement: fast.one-call
test('the model answers out of passages, tool results and facts, in one call', async () => {
  const model = new ScriptedModel(['O pedido S00042 chega em 26/11.'])
  const tools = toolServer(() =>
    found({ order: { number: 'S00042' }, delivery: { scheduledDate: '2026-11-26T15:00:00Z' } }),
  )
  const result = await runCrew(standard, turnInput('onde está meu pedido S00042?'), ports({ model, tools }), {
    signal: never(),
  })
  assert.deepEqual(
    [result.outcome, result.engine, textsOf(result)],
    ['answered', model.name, ['O pedido S00042 chega em 26/11.']],
  )
  assert.deepEqual(result.usage, { modelCalls: 1, inputTokens: 100, outputTokens: 20 })
  const [asked] = model.requests
  const prompt = asked?.messages[0]?.text ?? ''
  assert.match(prompt, /<tool_results>\norder_status: .*2026-11-26 12:00/)
  assert.match(prompt, /<customer_message>\nonde está meu pedido S00042\?\n<\/customer_message>/)
  assert.deepEqual(
    tools.calls.map(({ tool, args }) => [tool, args]),
    [['order_status', { orderNumber: 'S00042' }]],
  )
})

test('every step is in the trace, and told as it happens', async () => {
  const told: Step[] = []
  const model = new ScriptedModel(['Sim, entregamos.'])
  const search = async () => [hit('Entregamos em Minas.')]
  const result = await runCrew(standard, turnInput(QUESTION), ports({ model, search }), {
    signal: never(),
    onStep: (step) => told.push(step),
  })
  assert.deepEqual(told, result.steps)
  assert.deepEqual(kindsOf(result).toSorted(), ['check', 'classify', 'memory', 'model', 'search'])
  assert.ok(result.steps.every(({ ms, startMs }) => ms >= 0 && startMs >= 0))
})

// requirement: true.engine
test('without a model the built-in engine answers and is not passed off as one', async () => {
  const result = await runCrew(standard, turnInput('oi'), ports(), { signal: never() })
  assert.deepEqual([result.outcome, result.engine, result.usage.modelCalls], ['answered', 'built-in', 0])
  assert.ok(textsOf(result)[0])
})

// requirement: fast.no-call
test('small talk and a question the shop has answered ask no model', async () => {
  const search = async () => [hit('Sim, aceitamos Pix, com 5% de desconto.', { question: 'Aceita Pix?', score: 0.95 })]
  for (const text of ['oi, bom dia', 'aceita pix?']) {
    const model = new ScriptedModel()
    const result = await runCrew(standard, turnInput(text), ports({ model, search }), { signal: never() })
    assert.deepEqual([result.outcome, result.engine], ['answered', 'built-in'], text)
  }
})

// requirement: human.asks
test('a customer who asks for a human gets one: told, noted, labelled, and opened last', async () => {
  const model = new ScriptedModel()
  const result = await runCrew(standard, turnInput('quero falar com um atendente'), ports({ model }), {
    signal: never(),
  })
  assert.deepEqual([result.outcome, result.reason], ['handed-over', 'asked-for-human'])
  assert.deepEqual(actionKinds(result.actions), ['message', 'note', 'labels', 'status'])
  assert.deepEqual(result.actions.slice(-2), [
    { kind: 'labels', add: ['asked-for-human'] },
    { kind: 'status', status: 'open' },
  ])
})

// requirement: human.doubt
test('a model that calls a human is obeyed, and its reason is in the note', async () => {
  const model = new ScriptedModel([call('call_human', { reason: 'quer embrulho e não sabemos' })])
  const result = await runCrew(standard, turnInput(QUESTION), ports({ model }), { signal: never() })
  assert.deepEqual([result.outcome, result.reason, result.engine], ['handed-over', 'low-confidence', 'built-in'])
  assert.match(noteOf(result), /quer embrulho e não sabemos/)
})

// requirement: true.rewrite
test('what is not proven is told to the model, and the rewritten reply is sent', async () => {
  const model = new ScriptedModel(['Custa R$ 10,00.', 'Não sei o preço; um momento.'])
  const result = await runCrew(standard, turnInput(QUESTION), ports({ model }), { signal: never() })
  assert.deepEqual([result.outcome, textsOf(result)], ['answered', ['Não sei o preço; um momento.']])
  assert.match(model.requests[1]?.messages.at(-1)?.text ?? '', /R\$ 10,00/)
})

// requirement: true.rewrite
test('what stays unproven is not sent: a human gets it', async () => {
  const model = new ScriptedModel(['Custa R$ 10,00.', 'Custa R$ 11,00.'])
  const result = await runCrew(standard, turnInput(QUESTION), ports({ model }), { signal: never() })
  assert.deepEqual([result.outcome, result.reason], ['handed-over', 'claim-check'])
  assert.ok(!textsOf(result).join().includes('R$'))
  assert.equal(result.usage.modelCalls, 2)
})

// requirement: alone.model
for (const fails of ['MODEL_BUSY', 'MODEL_REFUSED'] as const)
  test(`a model that fails (${fails}) leaves the answer to the built-in engine, or to a human`, async () => {
    const search = async () => [
      hit('Entregamos em todo o país.', { question: 'Qual o prazo de entrega?', score: 0.75 }),
    ]
    const order = toolServer(() => found({ found: false, reason: 'not_found' }))
    const model = () => new ScriptedModel([{ fails }])
    const known = await runCrew(
      standard,
      turnInput('qual o prazo de entrega para o interior?'),
      ports({ model: model(), search }),
      { signal: never() },
    )
    const unknown = await runCrew(
      standard,
      turnInput('xyzzy plugh foo bar?'),
      ports({ model: model(), tools: order }),
      { signal: never() },
    )
    assert.equal(known.engine, 'built-in')
    assert.deepEqual([unknown.outcome, unknown.reason], ['handed-over', 'model-failed'])
    assert.ok(textsOf(unknown)[0])
  })

// requirement: alone.model
test('a model that does not answer in its time leaves the answer to the built-in engine', async () => {
  const plan = {
    ...standard,
    agents: standard.agents.map((agent) => ({
      ...agent,
      deadlineMs: agent.kind === 'response' ? 100 : agent.deadlineMs,
    })),
  }
  const model = new ScriptedModel([{ hangs: true }])
  const result = await runCrew(plan, turnInput(QUESTION), ports({ model }), { signal: never() })
  assert.deepEqual([result.outcome, result.engine, result.usage.modelCalls], ['handed-over', 'built-in', 0])
})

test('a turn that is aborted rejects with the reason, and the model is aborted with it', async () => {
  const asked = Promise.withResolvers<void>()
  const model = new ScriptedModel([
    () => {
      asked.resolve()
      return { hangs: true }
    },
  ])
  const controller = new AbortController()
  const running = runCrew(standard, turnInput(QUESTION), ports({ model }), { signal: controller.signal })
  await asked.promise
  const reason = new DOMException('work', 'AbortError')
  controller.abort(reason)
  await assert.rejects(running, reason)
})

// requirement: fast.parallel
test('tasks that do not wait for each other run at the same time', async () => {
  const both = Promise.withResolvers<void>()
  let inside = 0
  const meet = async () => {
    if (++inside === 2) both.resolve()
    await both.promise // neither answers before the other was asked
    return 'found'
  }
  const model = new ScriptedModel()
    .saysTo(/the a agent/, meet)
    .saysTo(/the b agent/, meet)
    .saysTo(/the c agent/, 'Pronto.')
  const plan = modelPlan([{ id: 'a' }, { id: 'b' }, { id: 'c', context: ['a', 'b'] }])
  const result = await runCrew(plan, turnInput('me ajuda com uma coisa'), ports({ model }), { signal: never() })
  assert.deepEqual(textsOf(result), ['Pronto.'])
  assert.match(model.requests[2]?.messages[0]?.text ?? '', /<work of="a agent">\nfound\n<\/work>\n<work of="b agent">/)
  model.assertFinished()
})

test('a task that is only for other intents is left out', async () => {
  const model = new ScriptedModel().saysTo(/the b agent/, 'Olá!')
  const plan = modelPlan([
    { id: 'a', intents: ['invoice'] },
    { id: 'b', context: ['a'] },
  ])
  const result = await runCrew(plan, turnInput('oi, tudo bem?'), ports({ model }), { signal: never() })
  assert.deepEqual([textsOf(result), result.usage.modelCalls], [['Olá!'], 1])
})

// requirement: alone.model
test('in a crew of models, one that fails ends the others and the customer gets a human', async () => {
  const aborted = Promise.withResolvers<void>()
  const model = new ScriptedModel()
    .saysTo(/the a agent/, { fails: 'MODEL_BUSY' })
    .saysTo(/the b agent/, { hangs: true })
  const listening = {
    ...model,
    name: model.name,
    close: async () => undefined,
    ask: (...[request, options]: Parameters<typeof model.ask>) => {
      options.signal.addEventListener('abort', () => aborted.resolve())
      return model.ask(request, options)
    },
  }
  const plan = modelPlan([{ id: 'a' }, { id: 'b' }, { id: 'c', context: ['a', 'b'] }])
  const models = { resolve: () => listening, close: async () => undefined }
  const result = await runCrew(plan, turnInput('me explica a garantia de vocês?'), ports({ models }), {
    signal: never(),
  })
  await aborted.promise
  assert.deepEqual([result.outcome, result.reason], ['handed-over', 'model-failed'])
})

// requirement: true.claims
test("a crew of models is held to the same truth: another agent's words are no evidence", async () => {
  const model = new ScriptedModel()
    .saysTo(/the a agent/, 'o preço é R$ 5,00')
    .saysTo(/the b agent/, 'Custa R$ 5,00.', 'Custa R$ 5,00!')
  const plan = modelPlan([{ id: 'a' }, { id: 'b', context: ['a'] }])
  const result = await runCrew(plan, turnInput('quanto custa o frete para cá?'), ports({ model }), { signal: never() })
  assert.equal(result.reason, 'claim-check')
})

// requirement: alone.search
test('a search that fails is a reply without passages', async () => {
  const search = async () => {
    throw new Failure('STORE_UNWRITABLE', { problem: 'locked' })
  }
  const model = new ScriptedModel(['Não tenho essa informação.'])
  const result = await runCrew(standard, turnInput(QUESTION), ports({ model, search }), { signal: never() })
  assert.equal(result.outcome, 'answered')
  assert.ok(result.steps.find(({ kind }) => kind === 'search')?.error)
})

// requirement: alone.odoo
test('a tool server that is down is told to the model as such, and never waited for beyond its time', async () => {
  const tools = toolServer(() => {
    throw new Failure('TOOL_FAILED', { tool: 'order_status', problem: 'down' })
  })
  const model = new ScriptedModel(['Não consegui consultar agora.'])
  const result = await runCrew(standard, turnInput('onde está meu pedido S00042?'), ports({ model, tools }), {
    signal: never(),
  })
  assert.equal(result.outcome, 'answered')
  assert.match(model.requests[0]?.messages[0]?.text ?? '', /"ok":false,"problem":"the tool did not answer/)
})

test('the picture of the product that the reply names goes with it', async () => {
  const image = { name: 'Batom Rubi.png', mimeType: 'image/png', base64: 'iVBOR' }
  const tools = toolServer(() => found({ products: [{ name: 'Batom Rubi', price: 39.9 }] }, { images: [image] }))
  const model = new ScriptedModel(['Temos o **Batom Rubi** por R$ 39,90.'])
  const result = await runCrew(standard, turnInput('tem batom rubi vermelho?'), ports({ model, tools }), {
    signal: never(),
  })
  const [message] = result.actions
  assert.ok(message?.kind === 'message' && message.image?.name === 'Batom Rubi.png')
  assert.ok(!JSON.stringify(result.steps).includes('iVBOR'))
})

test('nothing to read: an attachment alone is for a human, and emptiness is silence', async () => {
  const picture = await runCrew(standard, turnInput('', { attachments: ['image: foto.jpg'] }), ports(), {
    signal: never(),
  })
  const nothing = await runCrew(standard, turnInput('  '), ports(), { signal: never() })
  assert.deepEqual([picture.reason, nothing.outcome, nothing.actions], ['attachment', 'silent', []])
})

test('without a crew, a conversation is given to a human all the same', () => {
  const { hours } = turnInput('oi')
  const ask = { reason: 'config-invalid', language: 'pt-BR', hours, text: 'oi' } as const
  assert.deepEqual(actionKinds(handoverActions({ ...ask, says: true })), ['message', 'note', 'labels', 'status'])
  assert.deepEqual(actionKinds(handoverActions({ ...ask, says: false })), ['note', 'labels', 'status'])
})

const textsOf = ({ actions }: CrewResult): string[] =>
  actions.flatMap((each) => (each.kind === 'message' ? [each.text] : []))
const noteOf = ({ actions }: CrewResult): string =>
  actions.flatMap((each) => (each.kind === 'note' ? [each.text] : [])).join()
const kindsOf = ({ steps }: CrewResult): string[] => steps.map(({ kind }) => kind)
const actionKinds = (actions: readonly OutboundAction[]): string[] => actions.map(({ kind }) => kind)
