import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  found,
  hit,
  modelPlan,
  never,
  type Ports,
  ports,
  toolServer,
  turnInput,
} from '../../../test/support/turn-kit.ts'
import { ScriptedModel } from '../../backends/llm/scripted.ts'
import type { SearchQuery } from '../../backends/search/search.ts'
import type { AgentKind, AgentPlan } from '../../domain/crew-plan.ts'
import type { TurnInput } from '../../domain/turn.ts'
import type { AgentOutput } from './agent-turn.ts'
import { TurnAgents } from './agents.ts'

test('operations looks up what was named, side by side, and nothing that is not allowed', async () => {
  const tools = toolServer(() => found({ order: 'x' }))
  const text = 'onde está meu pedido S00042?'
  const output = await run('operations', text, { ports: { tools }, agent: { tools: ['order_status'] } })
  assert.deepEqual(output.kind === 'tools' && output.tools.map(({ tool }) => tool), ['order_status'])
  await run('operations', text, { ports: { tools }, agent: { tools: ['find_products'] } })
  assert.equal(tools.calls.length, 1)
})

test('operations binds the customer beside the arguments', async () => {
  const bound: unknown[] = []
  const tools = toolServer(() => found({}))
  const call: typeof tools.call = async (asked, options) => {
    bound.push(options.customer.phone, Object.keys(asked.args))
    return found({})
  }
  await run('operations', 'pedido S00042', { ports: { tools: { ...tools, call } }, agent: { tools: ['order_status'] } })
  assert.deepEqual(bound, ['+5511955550101', ['orderNumber']])
})

test('knowledge does not search for a greeting, and searches each wish apart', async () => {
  const asked: string[] = []
  const search = async ({ text }: SearchQuery) => {
    asked.push(text)
    return [hit('x', { id: text, score: asked.length / 10 })]
  }
  await run('knowledge', 'oi, bom dia!', { ports: { search } })
  assert.deepEqual(asked, [])
  const output = await run('knowledge', 'aceita pix? e qual o horário de sábado?', { ports: { search } })
  assert.equal(asked.length, 2)
  assert.deepEqual(output.kind === 'passages' && output.passages.map(({ score }) => score), [0.2, 0.1])
})

test('a short follow-up is searched with the words before it, too', async () => {
  const asked: string[] = []
  const search = async ({ text }: SearchQuery) => {
    asked.push(text)
    return []
  }
  const history = [{ by: 'customer', text: 'qual o horário de vocês?', atMs: 0 }] as const
  await run('knowledge', 'e no sábado?', { ports: { search }, input: { history } })
  assert.deepEqual(
    asked.map((text) => text.includes('horário de vocês')),
    [false, true],
  )
})

test('memory hands on the last lines, as many as a prompt should carry', async () => {
  const lines = (length: number, text: string) =>
    Array.from({ length }, (_, i) => ({ by: 'customer' as const, text: `${i} ${text}`, atMs: i }))
  const many = await run('memory', 'oi', { input: { history: lines(30, 'x') } })
  const long = await run('memory', 'oi', { input: { history: lines(5, 'x'.repeat(1_500)) } })
  assert.deepEqual(many.kind === 'memory' && [many.history.length, many.history[0]?.text], [12, '18 x'])
  assert.deepEqual(long.kind === 'memory' && long.history.map(({ atMs }) => atMs), [3, 4])
})

test('intent asks a small model only when it is unsure and the plan names one', async () => {
  const answer = '{"intent":"invoice","language":"pt-BR","wants_human":false}'
  const unsure = 'xyzzy plugh'
  const sure = await run('intent', 'oi, bom dia!', {
    ports: { model: new ScriptedModel() },
    agent: { model: 'compatible:small' },
  })
  const none = await run('intent', unsure, { ports: { model: new ScriptedModel() } })
  const asked = await run('intent', unsure, {
    ports: { model: new ScriptedModel([answer]) },
    agent: { model: 'compatible:small' },
  })
  const intents = [sure, none, asked].map((output) => output.kind === 'understanding' && output.understanding.intent)
  assert.deepEqual([intents[0], intents[2]], ['greeting', 'invoice'])
  assert.notEqual(intents[1], 'invoice')
})

test('what the small model reads is what the agents after it work with', async () => {
  const crew = modelPlan([{ id: 'a' }], { kind: 'intent', model: 'compatible:small', maxSteps: 2 })
  const model = new ScriptedModel(['{"intent":"payment"}'])
  const agents = new TurnAgents({ crew, input: turnInput('xyzzy plugh'), ports: ports({ model }) })
  await agents.run({ agent: crew.agents[0]!, task: crew.tasks[0]!, inputs: [], signal: never() })
  assert.equal(agents.understanding.intent, 'payment')
})

interface Given {
  readonly ports?: Ports
  readonly agent?: Partial<AgentPlan>
  readonly input?: Partial<TurnInput>
}

function run(kind: AgentKind, text: string, given: Given = {}): Promise<AgentOutput> {
  const crew = modelPlan([{ id: 'a' }], { kind, ...given.agent }, { collections: ['business_rules'] })
  const agents = new TurnAgents({ crew, input: turnInput(text, given.input), ports: ports(given.ports) })
  return agents.run({ agent: crew.agents[0]!, task: crew.tasks[0]!, inputs: [], signal: never() })
}
