import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import fc from 'fast-check'
import { DEFAULT_CONNECTION, TenantId } from '../../src/domain/ids.ts'
import { openOffice } from '../pushes/push-kit.ts'
import { eventually, isReply } from '../support/world.ts'
import { canaryOf } from './canaries.ts'
import { foundStrangers, met } from './found-strangers.ts'
import { openManyTenants } from './many-tenants.ts'
import { unaccountedBytes } from './raw-bytes.ts'
import { play, traffic } from './traffic.ts'

const TENANTS = 16
const MESSAGES = 60
/** Whatever the rest may be, every place has something of three of them. */
const EVERY_KIND = [1, 2, 3].flatMap((tenant) =>
  (['product', 'secret', 'push'] as const).map((kind) => ({ ...{ tenant, kind }, contact: 'ana' as const })),
)

// requirement: apart.anywhere
test('after any traffic nothing of a tenant is anywhere but with that tenant', async (context) => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  context.diagnostic(`seed ${seed}`)
  await using many = await openManyTenants(TENANTS, { ALLOWED_HOSTS: '127.0.0.1' })
  const [said = []] = fc.sample(traffic(TENANTS, MESSAGES), { numRuns: 1, seed })
  await play(many, [...said, ...EVERY_KIND])
  assert.deepEqual(await foundStrangers(many, TENANTS), [])
  assert.deepEqual(await unaccountedBytes(many), [])
  const sinks = met(many)
  assert.ok(
    Object.values(sinks).every((tenants) => tenants >= 3),
    JSON.stringify(sinks),
  )
})

test('a canary that was carried over is found wherever it went', async () => {
  await using many = await openManyTenants(2)
  await many.says(1, 'ana', `me falaram de ${canaryOf(2)}, o que é isso, me explica?`)
  await many.says(1, 'bruno', `quero falar com um atendente sobre ${canaryOf(2)}`)
  await many.quiet()
  const found = await foundStrangers(many, 2)
  for (const place of [/^question \d+ to the model/, /^Chatwoot /, /^store\.sqlite (inbox|said|turns)/])
    assert.ok(
      found.some((line) => place.test(line)),
      `${place} in\n${found.join('\n')}`,
    )
  leaveBehind(join(many.dir, 'data'))
  const bytes = await unaccountedBytes(many)
  for (const place of [/^left\.log, which is of all/, /^store\.sqlite without its rows/])
    assert.ok(
      bytes.some((line) => place.test(line)),
      `${place} in\n${bytes.join('\n')}`,
    )
})

/** Canaries in a file that is of all, and in a database beside its rows. */
function leaveBehind(data: string): void {
  mkdirSync(join(data, 'old'))
  writeFileSync(join(data, 'old/left.log'), canaryOf(1))
  const database = new DatabaseSync(join(data, 'store.sqlite'))
  database.exec(`create view left_over as select '${canaryOf(2)}' as canary`)
  database.close()
}

test('a conversation whose account is mapped anew is the new tenant’s from its next message on', async () => {
  await using office = await openOffice()
  const { world } = office
  const conversation = await world.writes('oi, bom dia! tudo bem?')
  await world.until(conversation, (lines) => lines.some(isReply))
  const body = { accounts: { 1: { domain: 'furniture', account_id: 'account_2' } } }
  assert.equal((await office.call('PATCH', '/mapping/', { body })).status, 200)
  await world.writes('aceita pix?')
  await world.until(conversation, (lines) => lines.filter(isReply).length > 1)
  const ref = { connection: DEFAULT_CONNECTION, account: 1, conversation }
  const turnsOf = (tenant: string) => world.app.store.for(TenantId.parse(tenant)).turns(ref, 10)
  const [before, after] = [await turnsOf('cosmetics/account_1'), await turnsOf('furniture/account_2')]
  assert.deepEqual([before.length, after.length], [1, 1])
  assert.doesNotMatch(JSON.stringify(after), /Aurora|bom dia/)
})

test('what a shop planned to say while Chatwoot was away is not said once its account is mapped to another, and a human is called', async () => {
  await using office = await openOffice()
  const { world } = office
  await world.ask('/simulator/faults', { down: true })
  const conversation = await world.writes('oi, bom dia! tudo bem?')
  const store = world.app.store
  await eventually(async () => ((await store.counts()).unsentRows > 0 ? true : null))
  const body = { accounts: { 1: { domain: 'furniture', account_id: 'account_2' } } }
  assert.equal((await office.call('PATCH', '/mapping/', { body })).status, 200)
  await eventually(
    async () => (await store.unfinishedLanes()).find((lane) => lane.tenant === 'furniture/account_2') ?? null,
  )
  await world.ask('/simulator/faults', { down: false })
  const lines = await world.until(conversation, (_, status) => status === 'open')
  assert.deepEqual(lines.filter(isReply), [])
})
