import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Failure } from '../../base/failure.ts'
import type { Model, ModelRequest } from './llm.ts'

/** What the thing behind an adapter is to do, in words every adapter's test can arrange. */
export type Answer =
  | { readonly text: string }
  | { readonly tool: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly malformedTool: string }
  | { readonly fails: 'MODEL_BUSY' | 'MODEL_REFUSED' }
  | { readonly hangs: true }

/**
 * What every Model promises. An adapter is done when this passes.
 * @param open a model that gives these answers, in this order; `asked` resolves once the first question is with it
 */
export function modelContract(
  name: string,
  open: (
    answers: readonly Answer[],
  ) => Promise<{ model: Model; asked: () => Promise<void>; close: () => Promise<void> }>,
): void {
  const promise = (title: string, answers: readonly Answer[], body: (opened: Opened) => Promise<void>) =>
    it(title, async () => {
      const opened = await open(answers)
      try {
        await body(opened)
      } finally {
        await opened.close()
      }
    })

  describe(`${name} keeps the Model contract`, () => {
    promise('a text is answered, with what it cost', [{ text: 'Olá!' }], async ({ model }) => {
      const answer = await model.ask(question(), { signal: never() })
      assert.equal(answer.text, 'Olá!')
      assert.deepEqual([answer.calls, answer.malformed], [[], []])
      assert.ok(answer.inputTokens > 0 && answer.outputTokens > 0)
    })

    promise(
      'a tool call comes with its arguments as an object',
      [{ tool: 'find', args: { q: 'batom' } }],
      async ({ model }) => {
        const [call] = (await model.ask(question(), { signal: never() })).calls
        assert.deepEqual([call?.tool, call?.args], ['find', { q: 'batom' }])
        assert.ok(call?.id)
      },
    )

    promise(
      'arguments that are no JSON object are named, not thrown',
      [{ malformedTool: 'find' }],
      async ({ model }) => {
        const { calls, malformed } = await model.ask(question(), { signal: never() })
        assert.deepEqual([calls, malformed[0]?.tool], [[], 'find'])
        assert.ok(malformed[0]?.problem)
      },
    )

    for (const code of ['MODEL_BUSY', 'MODEL_REFUSED'] as const)
      promise(`a server that fails is ${code}`, [{ fails: code }, { fails: code }], async ({ model }) => {
        await assert.rejects(model.ask(question(), { signal: never() }), (error) => failedWith(error, code))
      })

    promise(
      'an abort in mid-call rejects with the reason of the signal',
      [{ hangs: true }],
      async ({ model, asked }) => {
        const reason = new Error('a newer message came')
        const controller = new AbortController()
        const asking = model.ask(question(), { signal: controller.signal })
        asking.catch(() => undefined)
        await asked()
        controller.abort(reason)
        await assert.rejects(asking, reason)
      },
    )

    promise('a signal aborted before asks nobody', [{ text: 'never said' }], async ({ model }) => {
      const reason = new Error('too late')
      await assert.rejects(model.ask(question(), { signal: AbortSignal.abort(reason) }), reason)
    })
  })
}

interface Opened {
  readonly model: Model
  readonly asked: () => Promise<void>
}

export const question = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  instructions: 'You are the Response agent.',
  messages: [{ role: 'user', text: 'oi' }],
  tools: [],
  output: 'text',
  ...more,
})

export const never = (): AbortSignal => new AbortController().signal

export const failedWith = (error: unknown, code: string): boolean => error instanceof Failure && error.code === code
