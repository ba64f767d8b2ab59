import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pause, resume } from '../../src/cli/pause.ts'
import { openOffice } from '../pushes/push-kit.ts'
import { openFakeModelServer } from '../support/fake-model-server.ts'
import { isNote, isReply } from '../support/world.ts'

// requirement: human.stop-all
test('a paused tenant is silent within two seconds, its conversations are the humans’, and another is not touched', async () => {
  await using office = await openOffice()
  const { world } = office
  const dataDir = join(world.dir, 'data')
  const before = await world.writes('oi, bom dia! tudo bem?')
  await world.until(before, (lines) => lines.some(isReply))
  const startedAt = Date.now()
  assert.match((await pause(dataDir, ['cosmetics/account_1'])).text, /paused; 1 conversations/)
  await world.until(before, (_lines, status) => status === 'open')
  const during = await world.writes('aceita pix?', { contact: 'bruno' })
  const shown = await world.until(during, (lines, status) => status === 'open' && lines.some(isNote))
  assert.ok(Date.now() - startedAt < 2_000)
  assert.equal(shown.filter(isReply).length, 0)
  assert.match(shown.find(isNote)?.content ?? '', /pausado/)
  const other = await world.writes('oi, bom dia! tudo bem?', { tenant: 'furniture/account_2' })
  await world.until(other, (lines) => lines.some(isReply))
})

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
  const server = await openFakeModelServer(...Array.from({ length: 20 }, () => step))
  return {
    url: server.url,
    asked: server.asked,
    answer: () => gate.resolve(),
    async [Symbol.asyncDispose]() {
      gate.resolve()
      await server.close()
    },
  }
}
