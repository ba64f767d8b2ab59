import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { config } from '../../src/cli/config.ts'
import { askIfRunning } from '../../src/cli/control-client.ts'
import { TenantTools } from '../../src/tenant-tools.ts'
import { TemporaryTree } from '../../src/tenants/temporary-tree.ts'
import { type Office, openOffice } from './push-kit.ts'

/** The command line, as somebody types it beside the running server. */
function typing({ world }: Office) {
  const tools = toolsOf(join(world.dir, 'config'))
  return (...args: string[]) => config(args, { tools, ask: (path) => askIfRunning(join(world.dir, 'data'), path) })
}

const toolsOf = (CONFIG_DIR: string) =>
  new TenantTools({ CONFIG_DIR, CREDENTIAL_ENCRYPTION_KEY: null, CREDENTIAL_MASTER_KEY: null })

const push = (office: Office, path: string, body: string) => office.call('POST', path, { body })

test('config shows a shop that exists only by a push, each value by its line in the version that is in force', async () => {
  await using office = await openOffice()
  const type = typing(office)
  await push(office, '/configs/account_9/retail/config', 'name: Papelaria\n')
  await push(office, '/configs/account_9/retail/config', 'account_id: account_9\nname: Girassol\nquiet_ms: 900\n')
  const listed = await type('list')
  assert.match(listed.text, /^retail\/account_9\tGirassol\t[0-9a-f]{16}\tversion 2\tok$/m)
  const { text, exitCode } = await type('explain', 'retail/account_9')
  assert.equal(exitCode, 0, text)
  assert.match(text, /^name = "Girassol" {2}← retail\/account_9 config \(version 2\):2$/m)
  assert.match(text, /^quietMs = 900 {2}← retail\/account_9 config \(version 2\):3$/m)
  const json = JSON.parse((await type('explain', 'retail/account_9', '--json')).text)
  const hash = /^retail\/account_9\tGirassol\t([0-9a-f]{16})/m.exec(listed.text)?.[1]
  assert.deepEqual([json.from, json.version, json.inForce], ['server', hash, hash])
  assert.deepEqual(json.values.find(({ path }: { path: string }) => path === 'quietMs').from, [
    'retail/account_9 config (version 2):3',
  ])
})

test('config shows a shop whose file is replaced by a push as it is in force, and as its file says once no server runs', async () => {
  const office = await openOffice()
  const type = typing(office)
  await push(office, '/configs/account_1/cosmetics/config', 'name: Nova Aurora\n')
  assert.match((await type('list')).text, /^cosmetics\/account_1\tNova Aurora\t[0-9a-f]{16}\tversion 1\tok$/m)
  await office.world.app[Symbol.asyncDispose]()
  const alone = await type('list')
  assert.match(alone.text, /^cosmetics\/account_1\tCasa Aurora Cosméticos\t.*\tfiles\tok$/m)
  assert.match(alone.text, /no server runs on this CONFIG_DIR: the files alone/)
  await office[Symbol.asyncDispose]()
})

test('validate tells what is wrong with shops, mapping and secrets as the server has them; a path is read as it stands', async () => {
  await using office = await openOffice()
  const type = typing(office)
  const root = join(office.world.dir, 'config')
  await push(office, '/configs/account_9/retail/config', 'name: Girassol\nsurprise: 1\n')
  await office.call('PATCH', '/mapping/', {
    body: {
      accounts: { 9: { domain: 'retail', account_id: 'account_9' }, 8: { domain: 'retial', account_id: 'account_9' } },
    },
  })
  await rm(join(root, 'domains/cosmetics/account_1/credentials.yaml'))
  await writeFile(join(root, 'domains/retail/account_1/credentials.yaml'), 'credentials: [\n')
  const { text, exitCode } = await type('validate')
  assert.equal(exitCode, 1)
  assert.match(text, /^chatwoot_mapping\.yaml:\d+:\d+: error: accounts\.8: .*did you mean "retail\/account_9"\?$/m)
  assert.doesNotMatch(text, /accounts\.9/)
  assert.match(text, /^retail\/account_9 config \(version 1\):2:11: warning: surprise: unknown key/m)
  assert.match(
    text,
    /^domains\/cosmetics\/account_1\/config\.yaml:\d+:\d+: error: .*credential_ref: the secret "account_1-00bfe67a"/m,
  )
  assert.match(text, /^domains\/retail\/account_1\/credentials\.yaml:2:1: error: /m)
  assert.doesNotMatch((await type('validate', root)).text, /surprise/)
})

test('a directory that the running server does not serve is read as it stands', async () => {
  await using office = await openOffice()
  await using tree = await TemporaryTree.of({ 'domains/retail/account_1/config.yaml': 'name: Rascunho\n' })
  const tools = toolsOf(tree.root)
  const ask = (path: string) => askIfRunning(join(office.world.dir, 'data'), path)
  const { text } = await config(['list'], { tools, ask })
  assert.match(text, /^tenant\t.*\nretail\/account_1\tRascunho\t.*\n\(no server runs on this CONFIG_DIR/)
})
