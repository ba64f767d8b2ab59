import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backedUp, restored } from './support/restored.ts'
import { atRest, eventually, openWorld } from './support/world.ts'

test('what was not sent yet in a backup is sent once where its server died, a minute later', async () => {
  await using world = await openWorld({ sweepEveryMs: null })
  await world.app.sweeper.sweep()
  await world.ask('/simulator/faults', { down: true })
  const conversation = await world.writes('aceitam pix?')
  await eventually(async () => ((await world.app.store.counts()).unsentRows > 0 ? true : null))
  const backup = await backedUp(world)
  await world.app[Symbol.asyncDispose]()
  await world.ask('/simulator/faults', { down: false })
  await using app = await restored(world, backup)
  await app.sweeper.sweep()
  await eventually(async () => ((await world.replies(conversation)).length > 0 ? true : null))
  await atRest(world, app)
  const said = await world.replies(conversation)
  assert.equal(new Set(said).size, said.length)
})
