import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { messageAt, signed } from '../../bench/load/payload.ts'
import { pause, resume } from '../../src/cli/pause.ts'
import { openOffice } from '../pushes/push-kit.ts'
import { openFakeModelServer } from '../support/fake-model-server.ts'
import { type NotingChatwoot, openNotingChatwoot } from '../support/noting-chatwoot.ts'
import { eventually, isNote, isReply, type World } from '../support/world.ts'

// requirement: human.stop-all
test('a paused tenant is silent within two seconds, its conversations are the humans’, and another is not touched', async () => {
  await using office = await openOffice()
  const { world } = office
  const dataDir = join(world.dir, 'data')
  const before = await world.writes('oi, bom dia! tudo bem?')
  await world.until(before, (lines) => lines.some(isReply))
  const startedAt = Date.now()
  assert.match((await pause(dataDir, ['cosmetics/account_1'])).text, /paused; 1 conversations/)
  const during = await world.writes('aceita pix?', { contact: 'bruno' })
  const shown = await world.until(during, (lines, status) => status === 'open' && lines.some(isNote))
  assert.ok(Date.now() - startedAt < 2_000)
  assert.equal(shown.filter(isReply).length, 0)
  assert.match(shown.find(isNote)?.content ?? '', /pausado/)
  const other = await world.writes('oi, bom dia! tudo bem?', { tenant: 'furniture/account_2' })
  await world.until(other, (lines) => lines.some(isReply))
  // Where nobody waits there is time.
  await world.until(before, (_lines, status) => status === 'open')
})

// requirement: human.stop-all
test('ninety customers who wait are opened to humans within two seconds of a stop of all, by one request each', async () => {
  await using chatwoot = await openNotingChatwoot()
  await using models = await openModels()
  const settings = { CHATWOOT_URL: chatwoot.url, MODEL: 'compatible:fake', MODEL_URL: models.url }
  await using office = await openOffice({ settings, sweepEveryMs: null })
  const { world } = office
  await deliver(world, 90)
  // Ninety turns are under way: each has asked the model.
  await models.asked(90)
  const [startedAtMs, before] = [performance.now(), chatwoot.noted.length]
  await pause(join(world.dir, 'data'), ['--all'])
  await eventually(async () => (openings(chatwoot).length >= 90 ? true : null))
  models.answer()
  await eventually(async () => ((await world.app.store.counts()).openRows === 0 ? true : null))
  const noted = chatwoot.noted.slice(before)
  assert.deepEqual(
    noted.filter((each) => !openings(chatwoot).includes(each)),
    [],
    'nothing is said or read',
  )
  assert.equal(new Set(noted.map(({ what, account }) => `${account} ${what}`)).size, 90)
  const lastMs = Math.max(...noted.map(({ atMs }) => atMs))
  assert.ok(lastMs - startedAtMs < 2_000, `${lastMs - startedAtMs} ms`)
})

/** So many customers, each in a conversation of their own, over the three shops. */
async function deliver(world: World, customers: number): Promise<void> {
  for (let i = 0; i < customers; i += 1) {
    const text = () => 'Me conta a história da loja de vocês, por favor, com detalhes?'
    const { body } = messageAt(i, { tenants: 3, text })
    const lines = signed('demo-webhook-secret', body).trim().split('\r\n')
    const headers = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]))
    const { status } = await fetch(`${world.app.url}/webhooks/demo`, { method: 'POST', headers, body })
    assert.equal(status, 200)
  }
}

const openings = ({ noted }: NotingChatwoot) =>
  noted.filter(({ what, body }) => /^POST .*toggle_status$/.test(what) && body.status === 'open')

test('a turn that runs when the pause comes is not said', async () => {
  await using models = await openModels()
  await using office = await openOffice({ settings: { MODEL: 'compatible:fake', MODEL_URL: models.url } })
  const conversation = await office.world.writes('me conta a história da loja de vocês, por favor, com detalhes?')
  await models.asked(1)
  await office.cli('POST', '/pauses/cosmetics/account_1')
  models.answer()
  await office.world.until(conversation, (_lines, status) => status === 'open')
  await office.world.chatwoot.settled()
  assert.deepEqual(await office.world.replies(conversation), [])
})

// requirement: human.stop-one
for (const [what, stop] of [
  ['the label bot-off', (world: World, conversation: number) => putLabel(world, conversation)],
  [
    'the note /bot off',
    (world: World, conversation: number) =>
      world.ask(`/simulator/conversations/${conversation}/human`, { text: '/bot off', private: true }),
  ],
] as const)
  test(`a turn that runs when ${what} comes is not said`, async () => {
    await using models = await openModels()
    await using office = await openOffice({ settings: { MODEL: 'compatible:fake', MODEL_URL: models.url } })
    const { world } = office
    const conversation = await world.writes('me conta a história da loja de vocês, por favor, com detalhes?')
    await models.asked(1)
    await stop(world, conversation)
    await models.abandoned(1)
    models.answer()
    await world.until(conversation, (_lines, status) => status === 'open')
    await world.chatwoot.settled()
    assert.deepEqual(await world.replies(conversation), [])
  })

// requirement: human.stop-all
test('a pause of all outlives a restart, and ends when somebody says so', async () => {
  await using office = await openOffice()
  const dataDir = join(office.world.dir, 'data')
  await pause(dataDir, ['--all'])
  await office.world.reopen()
  assert.match((await pause(dataDir, [])).text, /^--all\tsince .*\tby cli$/)
  const silent = await office.world.writes('oi, bom dia! tudo bem?')
  await office.world.until(silent, (_lines, status) => status === 'open')
  assert.deepEqual(await office.world.replies(silent), [])
  assert.match((await resume(dataDir, ['--all'])).text, /answered again/)
  const answered = await office.world.writes('oi, bom dia! tudo bem?', { contact: 'carla' })
  await office.world.until(answered, (lines) => lines.some(isReply))
  await assert.rejects(resume(dataDir, ['--all']), /there is no pause of all/)
  await assert.rejects(pause(dataDir, ['nonsense']), /<domain>\/<account>/)
  const { entries } = (await office.cli('GET', '/audit')).body
  assert.deepEqual(
    entries.map(({ what }: { what: string }) => what),
    ['pause.ended', 'pause.begun'],
  )
})

async function openModels() {
  const gate = Promise.withResolvers<void>()
  const step = { after: gate.promise, says: 'Não era para ser dito.' }
  const server = await openFakeModelServer(...Array.from({ length: 400 }, () => step))
  return {
    url: server.url,
    asked: server.asked,
    abandoned: server.abandoned,
    answer: () => gate.resolve(),
    async [Symbol.asyncDispose]() {
      gate.resolve()
      await server[Symbol.asyncDispose]()
    },
  }
}

async function putLabel(world: World, conversation: number): Promise<void> {
  const headers = { 'api-access-token': 'demo-user-token', 'content-type': 'application/json' }
  const body = JSON.stringify({ labels: ['bot-off'] })
  const path = `/api/v1/accounts/1/conversations/${conversation}/labels`
  await fetch(`${world.chatwoot.url}${path}`, { method: 'POST', headers, body })
}
