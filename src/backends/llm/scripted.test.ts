import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, modelContract, never, question } from './contract.ts'
import { call, ScriptedModel, type ScriptStep, UnexpectedModelCall } from './scripted.ts'

modelContract('ScriptedModel', async (answers) => {
  const asked = Promise.withResolvers<void>()
  const steps = answers.map(stepOf).map(
    (step): ScriptStep =>
      (_) => {
        asked.resolve()
        return step
      },
  )
  return { model: new ScriptedModel(steps), asked: () => asked.promise, close: async () => undefined }
})

function stepOf(answer: Answer): ScriptStep {
  if ('text' in answer) return answer.text
  if ('tool' in answer) return call(answer.tool, answer.args)
  if ('malformedTool' in answer) return { malformed: { tool: answer.malformedTool, problem: 'no JSON' } }
  return answer
}

test('a call that is not in the script is a mistake with a name', async () => {
  const model = new ScriptedModel(['one'])
  await model.ask(question(), { signal: never() })
  await assert.rejects(model.ask(question(), { signal: never() }), UnexpectedModelCall)
})

test('a script that was not played to its end is found', async () => {
  const model = new ScriptedModel(['one']).saysTo(/Intent/, 'two')
  await model.ask(question(), { signal: never() })
  assert.throws(() => model.assertFinished(), /1 steps/)
})

test('agents that ask in any order each get their own lines', async () => {
  const model = new ScriptedModel().saysTo(/Intent agent/, 'i').saysTo(/ERP agent/, 'e')
  const ask = async (instructions: string) => (await model.ask(question({ instructions }), { signal: never() })).text
  assert.deepEqual([await ask('the ERP agent'), await ask('the Intent agent')], ['e', 'i'])
  model.assertFinished()
})
