import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FakeStep, openFakeModelServer } from '../../../test/support/fake-model-server.ts'
import { Secret } from '../../base/secret.ts'
import { type Answer, failedWith, modelContract, never, question } from './contract.ts'
import type { Model } from './llm.ts'
import { type CompatibleOptions, openCompatibleModel } from './openai-compatible.ts'

modelContract('openai-compatible', async (answers) => {
  const server = await openFakeModelServer(...answers.map(stepOf))
  const model = open(server.url)
  return {
    model,
    asked: () => server.asked(1),
    close: async () => {
      await model.close()
      await server[Symbol.asyncDispose]()
    },
  }
})

function stepOf(answer: Answer): FakeStep {
  if ('text' in answer) return answer.text
  if ('tool' in answer) return { calls: [{ tool: answer.tool, args: answer.args }] }
  if ('malformedTool' in answer) return { calls: [{ tool: answer.malformedTool, args: '{"q": ' }] }
  if ('fails' in answer) return { status: answer.fails === 'MODEL_BUSY' ? 500 : 400 }
  return answer
}

test('the request is what OpenAI documents, and the key travels in its header only', async () => {
  await withServer(['ok'], async ({ server, model }) => {
    const find = { name: 'find', description: 'finds', inputSchema: { type: 'object' }, isWrite: false }
    await model.ask(
      question({
        messages: [
          { role: 'user', text: 'tem "batom"?' },
          { role: 'assistant-tools', text: '', calls: [{ id: 'c1', tool: 'find', args: { q: 'batom' } }] },
          { role: 'tool', callId: 'c1', tool: 'find', text: '{"found":1}' },
        ],
        tools: [find],
        toolChoice: 'none',
        output: 'json',
        temperature: 0.2,
        maxOutputTokens: 50,
      }),
      { signal: never() },
    )
    const [asked] = server.questions
    assert.equal(asked?.path, '/v1/chat/completions')
    assert.equal(asked?.headers.authorization, 'Bearer sk-test')
    assert.deepEqual(asked?.body, {
      model: 'small',
      messages: [
        { role: 'system', content: 'You are the Response agent.' },
        { role: 'user', content: 'tem "batom"?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":"batom"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '{"found":1}' },
      ],
      tools: [{ type: 'function', function: { name: 'find', description: 'finds', parameters: { type: 'object' } } }],
      tool_choice: 'none',
      response_format: { type: 'json_object' },
      temperature: 0.2,
      max_tokens: 50,
    })
  })
})

const completion = (message: object, more: object = {}) => ({ completion: { choices: [{ message }], ...more } })

const DIFFERENT: readonly [title: string, step: FakeStep, text: string][] = [
  [
    'content as a list of parts',
    completion({
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    }),
    'ab',
  ],
  ['no usage and a null finish', completion({ content: 'a', tool_calls: null }), 'a'],
  ['thinking before the answer', completion({ content: '<think>hm\nhm</think>\n\na' }), 'a'],
  ['null usage', completion({ content: 'a' }, { usage: null }), 'a'],
]
for (const [title, step, text] of DIFFERENT)
  test(`a server that differs is understood: ${title}`, async () => {
    await withServer([step], async ({ model }) => {
      assert.equal((await model.ask(question(), { signal: never() })).text, text)
    })
  })

test('arguments sent as an object, or left out, are understood', async () => {
  const tool_calls = [{ function: { name: 'find', arguments: { q: 1 } } }, { id: '', function: { name: 'hours' } }]
  await withServer([completion({ content: null, tool_calls })], async ({ model }) => {
    const { calls } = await model.ask(question(), { signal: never() })
    assert.deepEqual(calls, [
      { id: 'call_0', tool: 'find', args: { q: 1 } },
      { id: 'call_1', tool: 'hours', args: {} },
    ])
  })
})

const UNUSABLE: readonly [title: string, step: FakeStep][] = [
  ['nothing in it', completion({ content: '' })],
  ['no choices', { completion: { choices: [] } }],
  ['a list', { completion: [] }],
  [
    'cut at the token limit',
    { completion: { choices: [{ message: { content: 'half a' }, finish_reason: 'length' }] } },
  ],
  ['a refusal', completion({ content: null, refusal: 'I cannot' })],
  ['a wrong key', { status: 401 }],
  ['an unknown model', { status: 404 }],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1/' } }],
]
for (const [title, step] of UNUSABLE)
  test(`an answer that cannot be used is refused, and not asked for again: ${title}`, async () => {
    await withServer([step], async ({ server, model }) => {
      await assert.rejects(model.ask(question(), { signal: never() }), (error) => failedWith(error, 'MODEL_REFUSED'))
      assert.equal(server.questions.length, 1)
    })
  })

const PASSING: readonly [title: string, step: FakeStep][] = [
  ['429', { status: 429 }],
  ['503', { status: 503 }],
  ['a cut answer', { cuts: true }],
  ['a proxy page', { html: true }],
]
for (const [title, step] of PASSING) {
  test(`what passes is tried once more: ${title}`, async () => {
    await withServer([step, 'there'], async ({ model }) => {
      assert.equal((await model.ask(question(), { signal: never() })).text, 'there')
    })
  })
  test(`what does not pass is busy after the second try: ${title}`, async () => {
    await withServer([step, step, 'never'], async ({ server, model }) => {
      await assert.rejects(model.ask(question(), { signal: never() }), (error) => failedWith(error, 'MODEL_BUSY'))
      assert.equal(server.questions.length, 2)
    })
  })
}

test('the wait that the server asks for is kept', async () => {
  const busy: FakeStep = { status: 429, headers: { 'retry-after': '2' } }
  await withServer([busy, 'there'], async ({ model, waits }) => {
    assert.equal((await model.ask(question(), { signal: never(), withinMs: 10_000 })).text, 'there')
    assert.deepEqual(waits, [2_000])
  })
})

test('a wait that does not fit the time left is not begun', async () => {
  const busy: FakeStep = { status: 429, headers: { 'retry-after': '20' } }
  await withServer([busy, 'never'], async ({ model, waits }) => {
    await assert.rejects(model.ask(question(), { signal: never(), withinMs: 8_000 }), (error) =>
      failedWith(error, 'MODEL_BUSY'),
    )
    assert.deepEqual(waits, [])
  })
})

test('a server that takes the question and says nothing is busy, and is not asked again', async () => {
  const hung = { hangs: true } as const
  await withServer([hung, hung], { silenceMs: 20 }, async ({ server, model }) => {
    await assert.rejects(model.ask(question(), { signal: never() }), (error) => failedWith(error, 'MODEL_BUSY'))
    assert.equal(server.questions.length, 1)
  })
})

test('an abort closes the connection, so that the server can stop working', async () => {
  await withServer([{ hangs: true }], async ({ server, model }) => {
    const controller = new AbortController()
    const asking = model.ask(question(), { signal: controller.signal })
    asking.catch(() => undefined)
    await server.asked(1)
    controller.abort()
    await server.abandoned(1)
    await assert.rejects(asking, { name: 'AbortError' })
  })
})

test('a slow answer is waited for', async () => {
  const gate = Promise.withResolvers<void>()
  await withServer([{ after: gate.promise, says: 'late' }], async ({ server, model }) => {
    const asking = model.ask(question(), { signal: never() })
    await server.asked(1)
    gate.resolve()
    assert.equal((await asking).text, 'late')
  })
})

// requirement: alone.breaker
test('a server that failed five times in a row is left alone for ten seconds, then one asks for all', async () => {
  let nowMs = 0
  const failing = Array.from({ length: 6 }, (): FakeStep => ({ status: 500 }))
  await withServer([...failing, 'well again'], { now: () => nowMs }, async ({ server, model }) => {
    const ask = () => model.ask(question(), { signal: never() })
    for (let turn = 0; turn < 4; turn++) await assert.rejects(ask())
    assert.equal(server.questions.length, 5)
    nowMs = 10_000
    await assert.rejects(ask())
    assert.equal(server.questions.length, 6)
    nowMs = 20_000
    assert.equal((await ask()).text, 'well again')
  })
})

// requirement: private.secrets-never-print
test('neither the key nor what the server says about it is in an error', async () => {
  const step: FakeStep = { status: 401, body: '{"error":{"message":"bad key sk-te**","code":"invalid_api_key"}}' }
  await withServer([step], async ({ model }) => {
    await assert.rejects(model.ask(question(), { signal: never() }), (error: Error) => {
      assert.match(error.message, /401 invalid_api_key: it does not take the key in MODEL_KEY/)
      return !error.message.includes('sk-te')
    })
  })
})

test('a server that is not there is busy', async (t) => {
  const server = await openFakeModelServer()
  await server[Symbol.asyncDispose]()
  const model = open(server.url)
  t.after(() => model.close())
  await assert.rejects(model.ask(question(), { signal: never() }), (error) => failedWith(error, 'MODEL_BUSY'))
})

interface Given {
  readonly server: Awaited<ReturnType<typeof openFakeModelServer>>
  readonly model: Model
  readonly waits: readonly number[]
}
type Body = (given: Given) => Promise<void>

async function withServer(
  steps: readonly FakeStep[],
  ...rest: [Body] | [Partial<CompatibleOptions>, Body]
): Promise<void> {
  const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest
  await using server = await openFakeModelServer(...steps)
  const waits: number[] = []
  const model = open(server.url, { wait: async (ms) => void waits.push(ms), ...options })
  try {
    await body({ server, model, waits })
  } finally {
    await model.close()
  }
}

const open = (url: string, more: Partial<CompatibleOptions> = {}): Model =>
  openCompatibleModel({
    name: 'compatible:small',
    model: 'small',
    url,
    key: new Secret('sk-test'),
    random: () => 0,
    wait: async () => undefined,
    ...more,
  })
