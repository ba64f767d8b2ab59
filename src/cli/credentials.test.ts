import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from '../base/secret.ts'
import { tenantOf } from '../domain/ids.ts'
import { TenantTools } from '../tenant-tools.ts'
import { TemporaryTree } from '../tenants/temporary-tree.ts'
import { credentials } from './credentials.ts'

const shop = tenantOf('retail', 'account_1')
const DIR = 'domains/retail/account_1'
const MASTER = `k1:${Buffer.alloc(32, 7).toString('base64')}`
const CONFIG = {
  [`${DIR}/config.yaml`]:
    'name: X\nintegrations: { mcp: { config: { url: http://o.example, db: d, credential_ref: odoo } } }\n',
}

async function opened(files: Record<string, string> = CONFIG, master: string | null = MASTER) {
  const tree = await TemporaryTree.of(files)
  const tools = new TenantTools({
    CONFIG_DIR: tree.root,
    CREDENTIAL_ENCRYPTION_KEY: null,
    CREDENTIAL_MASTER_KEY: master === null ? null : new Secret(master),
  })
  const run = (args: string, input = 'canary\n') =>
    credentials(args.split(' '), { tools, readInput: async () => input })
  return { tools, run, [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

test('set keeps what standard input gives, without its line end, and says nothing of it', async () => {
  await using world = await opened()
  const { text, exitCode } = await world.run('set retail/account_1 odoo')
  assert.deepEqual(
    [text, exitCode],
    ['odoo of retail/account_1 is kept, encrypted; it is used from the next call on', 0],
  )
  const checked = await world.run('check')
  assert.deepEqual([checked.text, checked.exitCode], ['retail/account_1\todoo\tok\n1 secret, 0 unusable', 0])
})

test('a value is never taken from the arguments', async () => {
  await using world = await opened()
  const { text, exitCode } = await world.run('set retail/account_1 odoo canary')
  assert.match(text, /^usage: credentials set/)
  assert.equal(exitCode, 1)
  assert.match((await world.run('set ../x odoo')).text, /no tenant/)
})

test('check names what a configuration asks for and nobody has', async () => {
  await using world = await opened()
  const { text, exitCode } = await world.run('check retail/account_1')
  assert.match(text, /odoo\tunusable: there is no domains\/retail\/account_1\/credentials\.yaml\n1 secret, 1 unusable$/)
  assert.equal(exitCode, 1)
})

test('rotate seals all that can be opened and names the rest', async () => {
  await using world = await opened({
    ...CONFIG,
    [`${DIR}/credentials.yaml`]: 'credentials: { odoo: canary, bad: "ENC2:gone:AAAA" }\n',
  })
  const { text, exitCode } = await world.run('rotate')
  assert.equal(exitCode, 1)
  assert.match(
    text,
    /^sealed {3}retail\/account_1 odoo \(was clear\)\nleft {5}retail\/account_1 bad: .*"gone".*\n1 secret sealed anew, 1 left$/,
  )
  assert.ok(!text.includes('canary'))
  const states = await world.tools.checkCredentials(shop)
  assert.deepEqual(
    states.map(({ form }) => form),
    ['ENC2', null],
  )
})

test('a tenant that is not there is not checked and found well, but refused with the one that was meant', async () => {
  await using world = await opened()
  await assert.rejects(world.run('check retial/account_1'), /there is no tenant .*did you mean retail\/account_1\?/)
  await assert.rejects(world.run('rotate nope/x'), /there is no tenant nope\/x; there are retail\/account_1/)
  assert.match((await world.run('check Retail/account_1')).text, /the domain in lower-case/)
})
