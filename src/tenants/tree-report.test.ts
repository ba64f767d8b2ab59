import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from '../base/secret.ts'
import { ConnectionId } from '../domain/ids.ts'
import { ConfigLoader } from './config-loader.ts'
import { CredentialKeys } from './credential-keys.ts'
import { Credentials } from './credentials.ts'
import { TemporaryTree } from './temporary-tree.ts'
import { problemLine } from './tree/notes.ts'
import { reportTree, type TreeReportParts } from './tree-report.ts'

const KEYS = new CredentialKeys({ fernet: null, master: new Secret(`t1:${Buffer.alloc(32, 7).toString('base64')}`) })

async function reportOf(files: Record<string, string>, more: Partial<TreeReportParts> = {}) {
  await using tree = await TemporaryTree.of(files)
  const { root } = tree
  const parts = { root, source: new ConfigLoader(root), credentials: new Credentials(root, KEYS), ...more }
  const { errors, warnings } = await reportTree(parts)
  return { errors: errors.map(problemLine), warnings: warnings.map(problemLine) }
}

const D = 'domains/retail/account_1'
const withOdoo = (ref: string) =>
  `name: X\nintegrations:\n  mcp:\n    config: { url: http://o.example, db: d, credential_ref: ${ref} }\n`

test('credentials that cannot be read are told with their line, and nothing that stands in them', async () => {
  const { errors } = await reportOf({
    [`${D}/config.yaml`]: withOdoo('odoo'),
    [`${D}/credentials.yaml`]: 'credentials:\n  odoo: "canary\n',
  })
  assert.equal(errors.length, 1, errors.join('\n'))
  assert.match(errors[0] ?? '', /^domains\/retail\/account_1\/credentials\.yaml:\d+:\d+/)
  assert.doesNotMatch(errors.join('\n'), /canary/)
})

test('a secret that a configuration names and nobody has is told where it is named', async () => {
  const { errors } = await reportOf({
    [`${D}/config.yaml`]: withOdoo('odoo'),
    [`${D}/credentials.yaml`]: 'credentials: { other: x }\n',
    'domains/retail/account_2/config.yaml': withOdoo('odoo'),
  })
  assert.deepEqual(
    errors.map((each) => each.replace(/: it is.*|: there is no.*/, '')),
    [
      `${D}/config.yaml:4:61 integrations.mcp.config.credential_ref: the secret "odoo"`,
      'domains/retail/account_2/config.yaml:4:61 integrations.mcp.config.credential_ref: the secret "odoo"',
    ],
  )
})

test('a secret that cannot be opened is an error where it is used, and odd where it is not', async () => {
  const files = {
    [`${D}/config.yaml`]: withOdoo('odoo'),
    [`${D}/credentials.yaml`]: 'credentials:\n  odoo: "ENC2:gone:xxxx"\n  spare: "ENC:xxxx"\n  clear: fine\n',
  }
  const { errors, warnings } = await reportOf(files)
  assert.match(errors[0] ?? '', /credentials\.yaml:2:9 credentials\.odoo: it is encrypted with the master key "gone"/)
  assert.match(warnings[0] ?? '', /credentials\.yaml:3:10 credentials\.spare: .*CREDENTIAL_ENCRYPTION_KEY is not set/)
  assert.deepEqual([errors.length, warnings.length], [1, 1])
  const blind = await reportOf(files, { keyless: ['ENC:', 'ENC2:'] })
  assert.deepEqual([blind.errors, blind.warnings.length], [[], 2], 'without a key nothing is said against a secret')
})

test('an old credentials file that could be several tenants’ is told, and each of them that needs it', async () => {
  const { errors, warnings } = await reportOf({
    [`${D}/config.yaml`]: withOdoo('odoo'),
    'domains/health/account_1/config.yaml': 'name: Y\n',
    'credentials/account_1.yaml': 'credentials: { odoo: z }\n',
    'credentials/account_7.yaml': 'credentials: { odoo: z }\n',
  })
  assert.match(errors[0] ?? '', /^domains\/retail\/account_1\/config\.yaml:4:61 .*account_1/)
  assert.equal(errors.length, 1)
  assert.match(
    warnings[0] ?? '',
    /^credentials\/account_1\.yaml: .*health\/account_1, retail\/account_1 \(CREDENTIALS_AMB/,
  )
  assert.match(warnings[1] ?? '', /^credentials\/account_7\.yaml: is not read/)
})

test('the mapping of every connection is read: what is broken, what leads nowhere, and what belongs to no connection', async () => {
  const files = {
    [`${D}/config.yaml`]: 'name: X\n',
    'connections/south/chatwoot_mapping.yaml': 'accounts:\n  "1": { domain: retail, account_id: account_3 }\n',
    'connections/north/chatwoot_mapping.json': '{ "accounts": ',
    'connections/South/chatwoot_mapping.yaml': 'accounts: {}\n',
  }
  const { errors, warnings } = await reportOf(files)
  assert.match(errors[0] ?? '', /^connections\/north\/chatwoot_mapping\.json:1:\d+/)
  assert.match(
    errors[1] ?? '',
    /^connections\/south\/chatwoot_mapping\.yaml:2:18 accounts\.1: maps to retail\/account_3, .*did you mean "retail\/account_1"\?$/,
  )
  assert.match(warnings[0] ?? '', /^connections\/South: is not read/)
  const known = await reportOf(files, { connections: () => [ConnectionId.parse('north')] })
  assert.match(known.warnings.join('\n'), /connections\/south: is not read: there is no connection "south"/)
})
