import assert from 'node:assert/strict'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { type App, openApp } from '../src/app.ts'
import { silentLog } from '../src/base/log.ts'
import { readSettings } from '../src/settings.ts'
import { backedUpNow } from './support/restored.ts'
import { atRest, eventually, isNote, isReply, openWorld, type World } from './support/world.ts'

const DAY_MS = 24 * 60 * 60_000

/** A world with a backup in which "oi" waits to be answered, its server dead; the clock of all goes by hand. */
async function unanswered() {
  const clock = { aheadMs: 0 }
  const now = () => Date.now() + clock.aheadMs
  const world = await openWorld({ sweepEveryMs: null, now, simulator: { now } })
  const conversation = await world.writes('oi', { channel: 'web' })
  await eventually(async () => ((await world.app.store.counts()).openRows > 0 ? true : null))
  const backup = await backedUpNow(world)
  await world.ask('/simulator/faults', { down: true })
  await world.app[Symbol.asyncDispose]()
  await world.ask('/simulator/faults', { down: false })
  return { clock, now, world, conversation, backup }
}

interface Given {
  readonly backup: string
  readonly now: () => number
  readonly settings?: Readonly<Record<string, string>>
  /** What is done to the restored file before the start. */
  readonly sql?: string
}

function openRestored(world: World, { backup, now, settings = {}, sql }: Given): Promise<App> {
  const dataDir = join(world.dir, 'restored')
  mkdirSync(dataDir)
  for (const name of ['store.sqlite', 'queue.sqlite']) cpSync(join(backup, name), join(dataDir, name))
  if (sql) {
    using database = new DatabaseSync(join(dataDir, 'store.sqlite'))
    database.exec(sql)
  }
  const env = { ...world.env, DATA_DIR: dataDir, ...settings }
  return openApp(readSettings(env), { log: silentLog(), sweepEveryMs: null, now })
}

// requirement: once.backup
test('what waited in a backup that is restored ten days later is apologised for and given to a human, once', async () => {
  const { clock, now, world, conversation, backup } = await unanswered()
  await using _ = world
  clock.aheadMs += 10 * DAY_MS
  await using app = await openRestored(world, { backup, now })
  await app.sweeper.sweep()
  const shown = await world.until(conversation, (lines, status) => status === 'open' && lines.some(isNote))
  assert.match(shown.find(isReply)?.content ?? '', /demora/i)
  await app.sweeper.sweep()
  await atRest(world, app)
  assert.equal((await world.replies(conversation)).length, 1)
})

test('what waited in a backup is looked up even where a sweep would not look: written before its account was met', async () => {
  const { now, world, conversation, backup } = await unanswered()
  await using _ = world
  const later = Date.now() + DAY_MS
  const sql = `insert or replace into marks (key, at) values ('met:default/1', ${later}), ('since:default/1', ${later})`
  await using app = await openRestored(world, { backup, now, sql })
  await app.sweeper.sweep()
  await world.until(conversation, (lines) => lines.some(isReply))
})

test('a message that came to nobody, after the backup was made, is found beside those that waited in it', async () => {
  const { now, world, conversation, backup } = await unanswered()
  await using _ = world
  await world.ask('/simulator/faults', { loss: 1 })
  const stranger = await world.writes('aceitam pix?', { contact: 'bruno' })
  await world.ask('/simulator/faults', { loss: 0 })
  await using app = await openRestored(world, { backup, now })
  assert.equal((await app.sweeper.sweep()).found, 2)
  for (const each of [conversation, stranger]) await world.until(each, (lines) => lines.some(isReply))
})

for (const [why, settings] of [
  ['there is no user token', { CHATWOOT_USER_TOKEN: '' }],
  ['the user token may not read', { CHATWOOT_USER_TOKEN: 'revoked' }],
] as const)
  test(`what waited in a backup and cannot be looked up, because ${why}, stays parked, and a human is called`, async () => {
    const { now, world, conversation, backup } = await unanswered()
    await using _ = world
    await using app = await openRestored(world, { backup, now, settings })
    await app.sweeper.sweep()
    await world.until(conversation, (_lines, status) => status === 'open')
    assert.deepEqual(await world.replies(conversation), [])
    const [parked, ...others] = await app.store.listParked()
    assert.match(parked?.cause ?? '', /restored from a backup.*a human was called/)
    assert.deepEqual(others, [])
  })

test('while Chatwoot is down what waited in a backup waits on, and is answered once it is back', async () => {
  const { now, world, conversation, backup } = await unanswered()
  await using _ = world
  await using app = await openRestored(world, { backup, now })
  await world.ask('/simulator/faults', { down: true })
  await app.sweeper.sweep()
  assert.equal((await app.store.listParked()).length, 1)
  await world.ask('/simulator/faults', { down: false })
  await app.sweeper.sweep()
  await world.until(conversation, (lines) => lines.some(isReply))
  assert.deepEqual(await app.store.listParked(), [])
})

test('what a human took over after the backup was made is left to the human', async () => {
  const { now, world, conversation, backup } = await unanswered()
  await using _ = world
  await world.ask(`/simulator/conversations/${conversation}/human`, { text: 'Oi, sou a Marina!' })
  await using app = await openRestored(world, { backup, now })
  await app.sweeper.sweep()
  await atRest(world, app)
  assert.deepEqual(await world.replies(conversation), [])
  assert.deepEqual(await app.store.listParked(), [])
})
