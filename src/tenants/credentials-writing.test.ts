import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Failure, type FailureCode } from '../base/failure.ts'
import { Secret } from '../base/secret.ts'
import { type TenantId, tenantOf } from '../domain/ids.ts'
import { CredentialKeys } from './credential-keys.ts'
import { Credentials } from './credentials.ts'
import { TemporaryTree } from './temporary-tree.ts'

const shop = tenantOf('retail', 'account_1')
const DIR = 'domains/retail/account_1'
const FILE = `${DIR}/credentials.yaml`
const CONFIG = { [`${DIR}/config.yaml`]: 'name: X\n' }
const FERNET = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4='
const TOKEN = 'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=='
const TWICE = Buffer.from(TOKEN).toString('base64url')
const keyOf = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`
const [OLD, NEW] = [keyOf('old', 1), keyOf('new', 2)]

async function opened(files: Record<string, string> = {}, master: string | null = NEW) {
  const tree = await TemporaryTree.of({ ...CONFIG, ...files })
  const withKeys = (keys: string | null) =>
    new Credentials(
      tree.root,
      new CredentialKeys({ fernet: new Secret(FERNET), master: keys === null ? null : new Secret(keys) }),
    )
  return {
    tree,
    withKeys,
    credentials: withKeys(master),
    text: () => readFile(join(tree.root, FILE), 'utf8'),
    [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose](),
  }
}

const failsWith = (code: FailureCode, says: RegExp) => (error: unknown) =>
  error instanceof Failure && error.code === code && says.test(error.message) && !inspect(error).includes('canary')

// requirement: private.encrypted
test('a credential that is set is read back, lies encrypted, and is for its owner alone', async () => {
  await using world = await opened()
  await world.credentials.set(shop, 'odoo', new Secret('canary'))
  assert.equal((await world.credentials.of(shop, 'odoo')).reveal(), 'canary')
  assert.match(await world.text(), /^account_id: account_1\ncredentials:\n {2}"odoo": "ENC2:new:[\w-]+"\n$/)
  assert.equal((await stat(join(world.tree.root, FILE))).mode & 0o777, 0o600)
  assert.deepEqual((await readdir(join(world.tree.root, DIR))).sort(), ['config.yaml', 'credentials.yaml'])
})

test('forty credentials set at once are all there', async () => {
  await using world = await opened()
  const refs = Array.from({ length: 40 }, (_, i) => `ref_${i}`)
  await Promise.all(refs.map((ref) => world.credentials.set(shop, ref, new Secret(ref))))
  for (const ref of refs) assert.equal((await world.credentials.of(shop, ref)).reveal(), ref)
})

test('what another writer left behind when it died is cleared away', async () => {
  await using world = await opened()
  const draft = join(world.tree.root, `${FILE}.new`)
  await writeFile(draft, 'half')
  await utimes(draft, 1, 1)
  await world.credentials.set(shop, 'odoo', new Secret('x'))
  assert.equal((await world.credentials.of(shop, 'odoo')).reveal(), 'x')
})

test('nothing is written for a tenant that is not there, a ref that is none, an empty value, or without a key', async () => {
  await using world = await opened()
  const set = (tenant: TenantId, ref: string, value = 'canary') => world.credentials.set(tenant, ref, new Secret(value))
  const unusable = (says: RegExp) => failsWith('CREDENTIAL_UNUSABLE', says)
  await assert.rejects(set(tenantOf('retail', 'account_9'), 'odoo'), unusable(/no such tenant/))
  await assert.rejects(set('retail/../../x' as TenantId, 'odoo'), unusable(/no such tenant/))
  await assert.rejects(set(shop, 'a b'), unusable(/a ref is/))
  await assert.rejects(set(shop, 'config:name'), unusable(/a ref is/))
  await assert.rejects(set(shop, 'odoo', ''), unusable(/empty/))
  await assert.rejects(
    world.withKeys(null).set(shop, 'odoo', new Secret('canary')),
    failsWith('CREDENTIAL_KEY_MISSING', /MASTER_KEY/),
  )
  assert.deepEqual(await readdir(join(world.tree.root, DIR)), ['config.yaml'])
})

test('a file that is broken, a link or a directory is left as it is', async () => {
  await using world = await opened({ [FILE]: 'credentials: { odoo: "canary' })
  const refused = (says: RegExp) =>
    assert.rejects(world.credentials.set(shop, 'odoo', new Secret('x')), failsWith('CREDENTIAL_UNUSABLE', says))
  await refused(/not YAML/)
  assert.equal(await world.text(), 'credentials: { odoo: "canary')
  await world.tree.remove(FILE)
  await symlink('/etc/hostname', join(world.tree.root, FILE))
  await refused(/a link/)
  await world.tree.remove(FILE)
  await mkdir(join(world.tree.root, FILE))
  await refused(/expected a file/)
})

test('a rotation seals everything anew with the newest key, and leaves what it cannot open', async () => {
  await using world = await opened({
    [FILE]: `# keep me\ncredentials:\n  clear: um\n  fernet: "ENC:${TWICE}"\n  bad: "ENC:canary"\n`,
  })
  await world.withKeys(OLD).set(shop, 'older', new Secret('três'))
  const both = world.withKeys(`${NEW},${OLD}`)
  const states = await both.rotate(shop)
  assert.deepEqual(
    states.map(({ ref, form }) => [ref, form]),
    [
      ['clear', 'clear'],
      ['fernet', 'ENC'],
      ['bad', null],
      ['older', 'ENC2 of an older key'],
    ],
  )
  const after = world.withKeys(NEW)
  const values = await Promise.all(
    ['clear', 'fernet', 'older'].map(async (ref) => (await after.of(shop, ref)).reveal()),
  )
  assert.deepEqual(values, ['um', 'hello', 'três'])
  assert.match(await world.text(), /^# keep me\n[\s\S]*bad: "ENC:canary"/)
  assert.deepEqual(
    (await both.rotate(shop)).map(({ form }) => form),
    ['ENC2', 'ENC2', null, 'ENC2'],
  )
  assert.deepEqual(await both.rotate(tenantOf('retail', 'account_9')), [])
})

test('a check names each ref: how it is stored, what cannot be opened, what is used and missing', async () => {
  await using world = await opened({ [FILE]: 'credentials: { clear: canary, bad: "ENC:canary", empty: false }\n' })
  const states = await world.credentials.check(shop, ['clear', 'gone'])
  assert.deepEqual(
    states.map(({ ref, form }) => [ref, form]),
    [
      ['clear', 'clear'],
      ['bad', null],
      ['empty', null],
      ['gone', null],
    ],
  )
  assert.match(states[3]?.problem ?? '', /not in domains/)
  assert.ok(!inspect(states).includes('canary'))
})

test('a ref that the own file does not have may still be in the old global one', async () => {
  await using world = await opened({ 'credentials/account_1.yaml': 'credentials: { old: um }\n' })
  await world.credentials.set(shop, 'new', new Secret('dois'))
  assert.equal((await world.credentials.of(shop, 'old')).reveal(), 'um')
})
