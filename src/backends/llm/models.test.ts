import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFakeModelServer } from '../../../test/support/fake-model-server.ts'
import { failedWith, never, question } from './contract.ts'
import { openModels } from './models.ts'

test('without MODEL there is no model, whatever a plan names', async () => {
  const models = openModels({ model: null, url: null, key: null })
  assert.deepEqual([models.resolve(null), models.resolve('compatible:big')], [null, null])
  await models.close()
})

test('a plan gets the model it names, and the default when it names none', async (t) => {
  await using server = await openFakeModelServer('a', 'b')
  const models = openModels({ model: 'compatible:small', url: server.url, key: null })
  t.after(() => models.close())
  await models.resolve(null)?.ask(question(), { signal: never() })
  await models.resolve('compatible:qwen3:8b')?.ask(question(), { signal: never() })
  assert.deepEqual(
    server.questions.map(({ body }) => body.model),
    ['small', 'qwen3:8b'],
  )
  assert.equal(models.resolve(null), models.resolve('compatible:small'))
})

test('a model of another kind is refused rather than sent to where nobody said', () => {
  const models = openModels({ model: 'compatible:small', url: 'http://127.0.0.1:9/v1', key: null })
  assert.throws(
    () => models.resolve('openai:gpt-5'),
    (error) => failedWith(error, 'MODEL_REFUSED'),
  )
})

test('a MODEL that cannot be understood, or has no address, stops the start', () => {
  for (const model of ['gpt-5', 'compatible:x'])
    assert.throws(
      () => openModels({ model, url: null, key: null }),
      (error) => failedWith(error, 'BAD_SETTING'),
    )
})
