import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { keys } from '../../src/cli/keys.ts'
import { pause } from '../../src/cli/pause.ts'
import { openOffice } from '../pushes/push-kit.ts'

test('no tenant that is not there is paused or given a key, and the one that was meant is named', async () => {
  await using office = await openOffice()
  const dataDir = join(office.world.dir, 'data')
  await assert.rejects(pause(dataDir, ['nope/x']), /there is no tenant nope\/x; there are /)
  await assert.rejects(pause(dataDir, ['cosmetic/account_1']), /did you mean cosmetics\/account_1\?/)
  assert.match((await pause(dataDir, [])).text, /^nothing is paused/)
  await assert.rejects(keys(dataDir, ['add', 'nope/xx']), /there is no tenant nope\/xx.*\n.*--new/s)
  assert.match((await keys(dataDir, ['list'])).text, /there are no keys/)
  await assert.rejects(pause(dataDir, ['Retail/account_1']), /the domain in lower-case letters/)
})

test('a shop that its Odoo will push first is given its key by --new', async () => {
  await using office = await openOffice()
  const { text } = await keys(join(office.world.dir, 'data'), ['add', 'papelaria/account_7', 'odoo', '--new'])
  const [, key = ''] = /shown this once: (\S+)/.exec(text) ?? []
  const sync = { event_type: 'credentials_sync', account_id: 'account_7', domain: 'papelaria', name: 'Girassol' }
  assert.equal((await office.call('POST', '/odoo-webhook', { key, body: sync })).status, 200)
})
