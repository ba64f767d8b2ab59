import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FaultSwitch } from './faults.ts'
import { BOT_TOKEN, playScene, type Scene } from './played-scene.ts'
import type { Json } from './records.ts'

const faults = (scene: Scene, body: Json) => scene.call('/simulator/faults', { body })
const botSays = (scene: Scene, conversation: number) =>
  scene.call(`/api/v1/accounts/1/conversations/${conversation}/messages`, { body: { content: 'Hi' }, token: BOT_TOKEN })
const contents = async (scene: Scene, conversation: number) =>
  ((await scene.call(`/simulator/conversations/${conversation}/messages`)).json.payload as Json[]).map(
    ({ content }) => content,
  )

test('one seed gives one course of events, kind by kind', () => {
  const course = (seed: number) => {
    const box = new FaultSwitch({ seed, loss: 0.5, duplicate: 0.5 })
    return Array.from({ length: 32 }, (_, index) => box.happens(index % 2 ? 'loss' : 'duplicate'))
  }
  assert.deepEqual(course(7), course(7))
  assert.notDeepEqual(course(7), course(8))
})

test('faults are merged, told and checked', async () => {
  await using scene = await playScene()
  await faults(scene, { loss: 0.5 })
  const { json } = await faults(scene, { duplicate: 1 })
  assert.deepEqual([json.loss, json.duplicate], [0.5, 1])
  assert.equal((await faults(scene, { los: 1 })).status, 400)
  assert.equal((await faults(scene, { loss: 2 })).status, 400)
})

test('lost webhooks are never sent, duplicates twice', async () => {
  await using scene = await playScene({ faults: { loss: 1 } })
  await scene.say('Hello')
  assert.equal(scene.bot.received.length, 0)
  await faults(scene, { loss: 0, duplicate: 1 })
  await scene.say('More')
  assert.equal(scene.bot.events().filter((event) => event === 'message_created').length, 2)
})

test('webhooks overtake one another', async () => {
  await using scene = await playScene({ faults: { reorderMs: 40 } })
  const { url } = scene.simulator
  for (let count = 1; count <= 20; count++) {
    const body = JSON.stringify({ account: 1, contact: 'dana', text: String(count) })
    await fetch(`${url}/simulator/messages`, { method: 'POST', body })
  }
  await scene.simulator.settled()
  const ids = scene.bot.received
    .filter(({ body }) => body.event === 'message_created')
    .map(({ body }) => Number(body.id))
  assert.equal(ids.length, 20)
  assert.notDeepEqual(
    ids,
    ids.toSorted((one, other) => one - other),
  )
})

test('a lost answer is committed, a late commit comes after the connection was cut', async () => {
  await using scene = await playScene({ faults: { lostAnswer: 1, lateCommitMs: [1, 5] } })
  const conversation = await scene.say('Hello')
  await assert.rejects(botSays(scene, conversation))
  assert.deepEqual(await contents(scene, conversation), ['Hello', 'Hi'])
  await faults(scene, { lostAnswer: 0, lateCommit: 1 })
  await assert.rejects(botSays(scene, conversation))
  await scene.simulator.settled()
  assert.deepEqual(await contents(scene, conversation), ['Hello', 'Hi', 'Hi'])
})

test('a failed delivery is answered 200 and updated with its error', async () => {
  await using scene = await playScene({ faults: { failedDelivery: 1 } })
  const conversation = await scene.say('Hello')
  assert.equal((await botSays(scene, conversation)).status, 200)
  const { content_attributes } = scene.bot.last('message_updated') as { content_attributes: Json }
  assert.equal(content_attributes.external_error, 'Message undeliverable')
})

test('a call that is answered 500, 429 or with a page is not executed', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  for (const [fault, status] of [
    ['err500', 500],
    ['err429', 429],
    ['html200', 200],
  ] as const) {
    await faults(scene, { err500: 0, err429: 0, html200: 0, [fault]: 1 })
    assert.equal((await botSays(scene, conversation)).status, status)
  }
  assert.deepEqual(await contents(scene, conversation), ['Hello'])
})

test('down closes every REST connection; the own API goes on', async () => {
  await using scene = await playScene({ faults: { down: true } })
  const conversation = await scene.say('Hello')
  await assert.rejects(botSays(scene, conversation))
  await faults(scene, { down: false, unauthorizedBot: true })
  assert.deepEqual((await botSays(scene, conversation)).json, { error: 'Invalid Access Token' })
})

test('one route can lose its answers, or refuse, while the others go on', async () => {
  await using scene = await playScene()
  const conversation = await scene.say('Hello')
  const path = `/api/v1/accounts/1/conversations/${conversation}`
  const label = (name: string) => scene.call(`${path}/labels`, { body: { labels: [name] }, token: BOT_TOKEN })
  const labels = async () => (await scene.call(`/simulator/conversations/${conversation}`)).json.labels
  const answer = (kind: string) => faults(scene, { answers: { 'POST conversations/:id/labels': kind } })
  await answer('lost')
  await assert.rejects(label('a'))
  assert.deepEqual(await labels(), ['a'])
  for (const status of [401, 404, 422]) {
    await answer(String(status))
    assert.equal((await label('b')).status, status)
  }
  assert.deepEqual(await labels(), ['a'])
  assert.equal((await botSays(scene, conversation)).status, 200)
})
