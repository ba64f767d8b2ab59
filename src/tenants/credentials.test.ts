import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Failure, type FailureCode } from '../base/failure.ts'
import { Secret } from '../base/secret.ts'
import { tenantOf } from '../domain/ids.ts'
import { CredentialKeys } from './credential-keys.ts'
import { Credentials } from './credentials.ts'
import { TemporaryTree } from './temporary-tree.ts'

const shop = tenantOf('retail', 'account_1')
const FILE = 'domains/retail/account_1/credentials.yaml'
const KEY = new Secret('cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=')
const TOKEN = 'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=='
const TWICE = Buffer.from(TOKEN).toString('base64url')

async function reveal(
  files: Record<string, string>,
  { ref = 'odoo', key = KEY }: { ref?: string; key?: Secret | null } = {},
) {
  await using tree = await TemporaryTree.of(files)
  return (await new Credentials(tree.root, new CredentialKeys({ fernet: key, master: null })).of(shop, ref)).reveal()
}

const failsWith = (code: FailureCode, says: RegExp) => (error: unknown) =>
  error instanceof Failure && error.code === code && says.test(error.message) && !inspect(error).includes('canary')

test('a plain and an encrypted secret are resolved by their refs', async () => {
  const file = `account_id: account_1\ncredentials:\n  odoo: plain-one\n  fb: "ENC:${TWICE}"\n  pin: 0042\n`
  assert.equal(await reveal({ [FILE]: file }), 'plain-one')
  assert.equal(await reveal({ [FILE]: file }, { ref: 'fb' }), 'hello')
  assert.equal(await reveal({ [FILE]: file }, { ref: 'pin' }), '0042')
})

// requirement: private.credentials
test('a secret that cannot be decrypted is an error that names the ref and never the value', async () => {
  const garbled = { [FILE]: 'credentials: { odoo: "ENC:canary" }\n' }
  await assert.rejects(
    reveal(garbled),
    failsWith('CREDENTIAL_UNUSABLE', /credential odoo of retail\/account_1.*decrypted/),
  )
  await assert.rejects(
    reveal(garbled, { key: null }),
    failsWith('CREDENTIAL_UNUSABLE', /CREDENTIAL_ENCRYPTION_KEY is not set/),
  )
})

// requirement: private.credentials
test('a missing ref, a missing file and a broken file are named, and nothing of them is quoted', async () => {
  await assert.rejects(reveal({}), failsWith('CREDENTIAL_UNUSABLE', /no domains\/retail\/account_1\/credentials.yaml/))
  await assert.rejects(
    reveal({ [FILE]: 'credentials: { x: canary }\n' }),
    failsWith('CREDENTIAL_UNUSABLE', /not in domains/),
  )
  await assert.rejects(
    reveal({ [FILE]: 'credentials: { odoo: false }\n' }),
    failsWith('CREDENTIAL_UNUSABLE', /no text/),
  )
  await assert.rejects(
    reveal({ [FILE]: 'credentials: { odoo: "canary' }),
    failsWith('CREDENTIAL_UNUSABLE', /credentials.yaml:1/),
  )
})

test('a password in clear text is read out of the configuration, in either of the forms that name one', async () => {
  const home = 'domains/retail/account_1/config.json'
  const newer = { modules: { mcp: { connection: { password: 'um' } } } }
  const older = { integrations: { mcp: { config: { password: 'dois' } } } }
  const ref = (path: string) => ({ ref: `config:${path}.password` })
  assert.equal(await reveal({ [home]: JSON.stringify(newer) }, ref('modules.mcp.connection')), 'um')
  assert.equal(await reveal({ [home]: JSON.stringify(older) }, ref('integrations.mcp.config')), 'dois')
})

test('the old global file is read while one domain has the account, and refused when two do', async () => {
  const files = {
    'credentials/account_1.yaml': 'credentials: { odoo: old }\n',
    'domains/retail/account_1/config.yaml': 'name: X\n',
  }
  assert.equal(await reveal(files), 'old')
  const twice = { ...files, 'domains/health/account_1/config.yaml': 'name: Y\n' }
  await assert.rejects(reveal(twice), failsWith('CREDENTIALS_AMBIGUOUS', /health\/account_1, retail\/account_1/))
})

test('the secrets of the demo shops are there', async () => {
  const demo = new Credentials('demo/config', new CredentialKeys({ fernet: null, master: null }))
  assert.equal((await demo.of(tenantOf('cosmetics', 'account_1'), 'account_1-00bfe67a')).reveal(), 'demo')
})
