import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StepView } from '../../../src/wire/turn-view.ts'
import { modelsOf } from './models-of.ts'
import { toolArgs } from './tool-args.ts'

const step = (kind: StepView['kind'], request: unknown, task = ''): StepView => ({
  ...{ agent: 'operations', task, kind, startMs: 0, ms: 1, request, response: null, error: null },
})
const call = (tool: string) => ({ tool, ok: true, data: {}, problem: null })

test('each call of a tool gets the arguments of its own step', () => {
  const steps = [
    step('tool', { tool: 'a', args: { n: 1 } }),
    step('search', {}),
    step('tool', { tool: 'b', args: { n: 2 } }),
    step('tool', { tool: 'a', args: { n: 3 } }),
  ]
  const turn = { steps, tools: [call('a'), call('b'), call('a'), call('c')] }
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => toolArgs(turn, index)),
    [{ n: 1 }, { n: 2 }, { n: 3 }, undefined],
  )
  assert.deepEqual(toolArgs({ steps: [step('tool', { q: 'x' }, 'a')], tools: [call('a')] }, 0), { q: 'x' })
})

test('a model is named as its steps recorded it, never guessed', () => {
  assert.deepEqual(
    modelsOf({
      steps: [step('model', { model: 'small' }), step('model', { model: 'small' }), step('tool', { model: 'x' })],
    }),
    ['small'],
  )
  assert.deepEqual(modelsOf({ steps: [step('model', { messages: [] })] }), [])
})
