import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { App } from '../src/app.ts'
import { backedUp, backedUpNow, restored } from './support/restored.ts'
import { atRest, eventually, isReply, openWorld } from './support/world.ts'

const turnsOf = (app: App, conversation: number) =>
  app.store.for('cosmetics/account_1' as never).turns({ connection: 'default', account: 1, conversation } as never, 50)

// requirement: once.backup
test('a backup made while the server runs has the same turns in a new directory, and names what it does not hold', async () => {
  await using world = await openWorld({ sweepEveryMs: null })
  const conversation = await world.writes('aceitam pix?')
  await world.until(conversation, (lines) => lines.some(isReply))
  await world.chatwoot.settled()
  await atRest(world)
  const backup = await backedUp(world)
  const turns = await turnsOf(world.app, conversation)
  await world.app[Symbol.asyncDispose]()
  await using app = await restored(world, backup)
  assert.deepEqual(await turnsOf(app, conversation), turns)
  const { notIncluded } = JSON.parse(readFileSync(join(backup, 'backup.json'), 'utf8'))
  assert.ok(notIncluded.includes(world.env.CONFIG_DIR))
  await assert.rejects(
    backedUp({ ...world, env: { ...world.env, DATA_DIR: join(world.dir, 'restored') } }),
    /not empty/,
  )
})

test('what was not answered yet in a backup is answered once where its server died', async () => {
  await using world = await openWorld({ sweepEveryMs: null })
  const conversation = await world.writes('oi')
  await eventually(async () => ((await world.app.store.counts()).openRows > 0 ? true : null))
  const backup = await backedUpNow(world)
  await world.ask('/simulator/faults', { down: true })
  await world.app[Symbol.asyncDispose]()
  await world.ask('/simulator/faults', { down: false })
  assert.deepEqual(await world.replies(conversation), [])
  await using app = await restored(world, backup)
  await app.sweeper.sweep()
  await world.until(conversation, (lines) => lines.some(isReply))
  await atRest(world, app)
  assert.equal((await turnsOf(app, conversation)).length, 1)
})

test('what its server finished after the backup is not done again by the restored one', async () => {
  await using world = await openWorld({ sweepEveryMs: null })
  const waiting = await world.writes('oi')
  await eventually(async () => ((await world.app.store.counts()).openRows > 0 ? true : null))
  await world.ask('/simulator/faults', { err429: 1 })
  const unsent = await world.writes('aceitam pix?', { contact: 'bruno' })
  await eventually(async () => ((await world.app.store.counts()).unsentRows > 0 ? true : null))
  const backup = await backedUpNow(world)
  await world.ask('/simulator/faults', { err429: 0 })
  for (const conversation of [waiting, unsent]) await world.until(conversation, (lines) => lines.some(isReply))
  await atRest(world)
  await world.chatwoot.settled()
  await world.app[Symbol.asyncDispose]()
  const before = [await world.replies(waiting), await world.replies(unsent)]
  await using app = await restored(world, backup)
  await app.sweeper.sweep()
  await atRest(world, app)
  assert.deepEqual([await world.replies(waiting), await world.replies(unsent)], before)
})
