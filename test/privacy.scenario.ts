import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { NOT_PERSONAL, PERSONAL_DATA } from '../src/backends/store/personal-data.ts'
import { parked } from '../src/cli/parked.ts'
import { privacy } from '../src/cli/privacy.ts'
import { eventually, isReply, openWorld } from './support/world.ts'

const CANARY = 'ornitorrinco-azul-7731'

// requirement: private.export, private.erase
test('a person is exported and erased, and no byte of what they wrote is left', async () => {
  await using world = await openWorld()
  const conversation = await world.writes(`vocês têm ${CANARY}?`, { contact: 'bruno' })
  await world.until(conversation, (lines) => lines.some(isReply))
  const kept = await world.writes('aceita pix?', { contact: 'ana' })
  await world.until(kept, (lines) => lines.some(isReply))
  await world.chatwoot.settled()
  await eventually(async () => ((await world.app.store.counts()).unsentRows === 0 ? true : null))
  const dataDir = join(world.dir, 'data')
  const bytes = () =>
    globSync(join(dataDir, '*'))
      .filter((file) => !file.endsWith('.sock'))
      .map((file) => readFileSync(file, 'latin1'))
      .join('')
  const contact = world.app.store.for('cosmetics/account_1' as never)
  const bruno = await contact.lane({ connection: 'default' as never, account: 1, conversation })
  const who = ['cosmetics/account_1', '1', String(bruno?.seen.contact?.id)]
  assert.match(await privacy(dataDir, ['export', ...who]), new RegExp(CANARY))
  assert.ok(bytes().includes(CANARY))
  assert.match(await privacy(dataDir, ['erase', ...who]), /rows of that contact are gone/)
  assert.ok(!bytes().includes(CANARY), 'not in any file')
  assert.ok(
    (await contact.turns({ connection: 'default' as never, account: 1, conversation: kept }, 5)).length > 0,
    'others are kept',
  )
  assert.equal(await privacy(dataDir, ['erase', ...who]), 'nothing was kept of that contact')
})

// requirement: private.listed
test('every table is in the list of personal data, or said to hold none', async () => {
  await using world = await openWorld()
  const database = new DatabaseSync(join(world.dir, 'data/store.sqlite'), { readOnly: true })
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all()
  database.close()
  assert.deepEqual(
    tables.map(({ name }) => name).sort(),
    [...Object.keys(PERSONAL_DATA), ...Object.keys(NOT_PERSONAL)].sort(),
  )
})

test('the CLI reaches the running server for parked messages, and says so when there is none', async () => {
  await using world = await openWorld()
  const dataDir = join(world.dir, 'data')
  assert.equal(await parked(dataDir, ['list']), 'nothing is parked')
  await assert.rejects(parked(dataDir, ['show', '7']), /there is no parked message 7/)
  await assert.rejects(parked(dataDir, ['rerun']), /needs the number/)
  await assert.rejects(parked(join(world.dir, 'nowhere'), ['list']), /no server runs/)
})
