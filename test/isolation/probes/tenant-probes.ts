import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from '../../../src/base/secret.ts'
import { ConnectionId, DEFAULT_CONNECTION, TenantId } from '../../../src/domain/ids.ts'
import type { ConfigSource } from '../../../src/tenants/config-source.ts'
import { TemporaryTree } from '../../../src/tenants/temporary-tree.ts'
import { config } from '../../support/turn-kit.ts'
import { type Load, ONE, type Probes, TENANTS, THREE, TWO, temporaryFolder } from './probe.ts'

const MASTER = new Secret(`t:${Buffer.alloc(32, 7).toString('base64')}`)
/** Sealed for `retail/account_1` and the ref `odoo` by the key above: what was written must open for ever. */
const SEALED = 'ENC2:t:oNxgiYDlZmRQwHVsLi_wSY0Z4-zPqjzoR1aZIuFTnL8LVGE'

/** Configurations, mappings and secrets. */
export const TENANT_PROBES: Probes = {
  async 'tenants/config-registry.ts'(load) {
    const { ConfigRegistry } =
      await load<typeof import('../../../src/tenants/config-registry.ts')>('tenants/config-registry.ts')
    const { MemoryCache } = await import('../../../src/backends/cache/memory.ts')
    await using cache = new MemoryCache({ now: () => 0 })
    const looked: TenantId[] = []
    const source: ConfigSource = {
      list: async () => TENANTS,
      async version(tenant) {
        looked.push(tenant)
        return { stamp: 'same', changedAtMs: 0 }
      },
      read: async (tenant) => ({ kind: 'loaded', loaded: config({ tenant }) }),
    }
    await using here = new ConfigRegistry({ source, cache, now: () => 0 })
    await using there = new ConfigRegistry({ source, cache, now: () => 0 })
    for (const registry of [here, there, here])
      for (const [i, loaded] of (await Promise.all(TENANTS.map((tenant) => registry.get(tenant)))).entries())
        assert.equal(loaded.config.tenant, TENANTS[i])
    await here.forceReload(TWO)
    looked.length = 0
    for (const tenant of TENANTS) await there.get(tenant)
    assert.deepEqual(looked, [TWO], 'the other process looks at what was reloaded, and at nothing else')
  },

  async 'tenants/connection-mappings.ts'(load) {
    const { ConnectionMappings } = await load<typeof import('../../../src/tenants/connection-mappings.ts')>(
      'tenants/connection-mappings.ts',
    )
    await using tree = await TemporaryTree.of({
      'chatwoot_mapping.yaml': 'accounts: { 1: { domain: retail, account_id: account_1 } }\n',
      'connections/second/chatwoot_mapping.yaml': 'accounts: { 1: { domain: retail, account_id: account_2 } }\n',
      'connections/third/chatwoot_mapping.yaml': 'accounts: { 1: { domain: health, account_id: account_1 } }\n',
    })
    const connections = ['second', 'third'].map((id) => ConnectionId.parse(id))
    await using mappings = await ConnectionMappings.open(tree.root, { pollMs: 1_000_000 })
    await mappings.follow(connections)
    const tenants = [DEFAULT_CONNECTION, ...connections].map(
      (connection) => mappings.resolve({ connection, account: 1, inbox: null })?.tenant,
    )
    assert.deepEqual(tenants, TENANTS)
  },

  async 'tenants/credential-keys.ts'(load) {
    const { CredentialKeys } =
      await load<typeof import('../../../src/tenants/credential-keys.ts')>('tenants/credential-keys.ts')
    const keys = new CredentialKeys({ fernet: null, master: MASTER })
    const sealed = keys.seal(new Secret('segredo'), { tenant: ONE, ref: 'odoo' })
    const opensFor = (tenant: TenantId, text: string) => keys.open(text, { tenant, ref: 'odoo' }).kind
    assert.deepEqual(
      TENANTS.map((tenant) => opensFor(tenant, sealed)),
      ['opened', 'problem', 'problem'],
    )
    assert.deepEqual(
      TENANTS.map((tenant) => opensFor(tenant, SEALED)),
      ['opened', 'problem', 'problem'],
    )
  },

  'tenants/credentials.ts': secretsOfTheTree,

  async 'tenants/layout.ts'(load) {
    const { ConfigLoader } =
      await load<typeof import('../../../src/tenants/config-loader.ts')>('tenants/config-loader.ts')
    const { layoutOf } = await load<typeof import('../../../src/tenants/layout.ts')>('tenants/layout.ts')
    await using tree = await TemporaryTree.of({
      'domains/retail/config.yaml': 'description: Do varejo\n',
      'domains/health/config.yaml': 'description: Da saúde\n',
      ...Object.fromEntries(TENANTS.map((tenant) => [`domains/${tenant}/config.yaml`, `name: Loja ${tenant}\n`])),
      'domains/retail/account_1/crews/vendas/config.yaml': 'name: Vendas\n',
      'domains/default/account_7/config.yaml': 'name: De todos\n',
    })
    const loader = new ConfigLoader(tree.root)
    assert.deepEqual(await loader.list(), [...TENANTS, 'default/account_7'].sort())
    for (const tenant of TENANTS) {
      const { config: loaded } = await loader.load(tenant)
      assert.equal(loaded.name, `Loja ${tenant}`)
      assert.equal(loaded.description, tenant === THREE ? 'Da saúde' : 'Do varejo')
    }
    const layout = (tenant: string) => layoutOf(tree.root, TenantId.parse(tenant))
    const crews = async (tenant: string) => (await layout(tenant)).layers.filter(({ role }) => role === 'crew').length
    assert.deepEqual(await Promise.all(TENANTS.map(crews)), [1, 0, 0])
    assert.equal((await layout('nowhere/account_7')).tenant, 'default/account_7')
    for (const other of ['nowhere/account_6', 'retail/account_7']) assert.equal((await layout(other)).tenant, other)
    assert.deepEqual((await layout('health/account_9')).accounts, ['account_1'])
  },

  async 'tenants/missing-targets.ts'(load) {
    const { missingTargets } =
      await load<typeof import('../../../src/tenants/missing-targets.ts')>('tenants/missing-targets.ts')
    const at = { file: 'chatwoot_mapping.yaml', line: 1, column: 1, path: '' }
    const entries = ['retail/acount_1', 'health/acount_1'].map((name) => ({ tenant: TenantId.parse(name), at }))
    const { errors } = missingTargets(entries as never, TENANTS)
    assert.deepEqual(
      errors.map(({ message }) => /did you mean "(.*)"/.exec(message)?.[1]),
      [ONE, THREE],
    )
  },

  async 'tenants/new-tenant.ts'(load) {
    const { writeNewTenant } = await load<typeof import('../../../src/tenants/new-tenant.ts')>('tenants/new-tenant.ts')
    using folder = temporaryFolder()
    for (const tenant of TENANTS) await writeNewTenant(folder.path, { tenant, name: `Loja ${tenant}`, odoo: null })
    for (const tenant of TENANTS)
      assert.match(readFileSync(join(folder.path, 'domains', tenant, 'config.yaml'), 'utf8'), new RegExp(tenant))
  },

  async 'tenants/migrate-tree.ts'(load) {
    const { migrateTree } = await load<typeof import('../../../src/tenants/migrate-tree.ts')>('tenants/migrate-tree.ts')
    await using old = await TemporaryTree.of({
      '_base/geral.yaml': 'name: Geral\n',
      'retail.yaml': 'name: Varejo\n',
      'health/config.yaml': 'name: Saúde\n',
      'retail/account_1.yaml': 'name: retail/account_1\n',
      'retail/account_2.yaml': 'name: retail/account_2\n',
      'health/account_3.yaml': 'name: health/account_3\n',
      'credentials.yaml': 'account_1: { odoo: um }\naccount_2: { odoo: dois }\naccount_3: { odoo: tres }\n',
    })
    using folder = temporaryFolder()
    await migrateTree(old.root, folder.path)
    const copied = globSync('domains/**/*.yaml', { cwd: folder.path }).sort()
    assert.deepEqual(
      copied.map((file) => [file, /(?:name|"odoo"): .*/.exec(readFileSync(join(folder.path, file), 'utf8'))?.[0]]),
      [
        ['domains/_base/geral.yaml', 'name: Geral'],
        ['domains/health/account_3/config.yaml', 'name: health/account_3'],
        ['domains/health/account_3/credentials.yaml', '"odoo": "tres"'],
        ['domains/health/config.yaml', 'name: Saúde'],
        ['domains/retail/account_1/config.yaml', 'name: retail/account_1'],
        ['domains/retail/account_1/credentials.yaml', '"odoo": "um"'],
        ['domains/retail/account_2/config.yaml', 'name: retail/account_2'],
        ['domains/retail/account_2/credentials.yaml', '"odoo": "dois"'],
        ['domains/retail/config.yaml', 'name: Varejo'],
      ],
    )
  },

  async 'tenants/set-aside-mapping.ts'(load) {
    const { setAsideMapping } =
      await load<typeof import('../../../src/tenants/set-aside-mapping.ts')>('tenants/set-aside-mapping.ts')
    const fileOf = (connection: string) => `connections/${connection}/chatwoot_mapping.yaml`
    await using tree = await TemporaryTree.of({ [fileOf('second')]: 'accounts: {}\n', [fileOf('third')]: 'x: {}\n' })
    await setAsideMapping(tree.root, ConnectionId.parse('second'))
    assert.deepEqual(globSync('connections/*/*', { cwd: tree.root }).sort(), [
      `${fileOf('second')}.disconnected`,
      fileOf('third'),
    ])
  },

  async 'tenants/mapping-changes.ts'(load) {
    const { MappingChanges } =
      await load<typeof import('../../../src/tenants/mapping-changes.ts')>('tenants/mapping-changes.ts')
    const asked: string[] = []
    const history = async (tenant: TenantId, type: string) => {
      asked.push(`${tenant} ${type}`)
      return []
    }
    const changes = new MappingChanges({ versions: { history } } as never)
    const connections = [DEFAULT_CONNECTION, ...['second', 'third'].map((id) => ConnectionId.parse(id))]
    for (const connection of connections)
      for (const tenant of [...TENANTS, null]) await changes.history({ connection, tenant })
    assert.equal(new Set(asked).size, connections.length * (TENANTS.length + 1), asked.join(', '))
  },

  async 'tenants/pushed/document-writer.ts'(load) {
    const { openTenants } = await load<typeof import('../../../src/tenants/open-tenants.ts')>('tenants/open-tenants.ts')
    using folder = temporaryFolder()
    const versions = { addAll: async () => [], newest: async () => [] } as never
    await using tenants = await openTenants({
      ...{ configDir: folder.path, versions, now: () => 0, credentialKey: null, masterKey: MASTER },
    })
    for (const tenant of TENANTS)
      await tenants.documents.setCredentials(tenant, { odoo: new Secret(`de ${tenant}`) }, { who: 'x', note: '' })
    for (const tenant of TENANTS) assert.equal((await tenants.credentialOf(tenant, 'odoo')).reveal(), `de ${tenant}`)
  },
}

async function secretsOfTheTree(load: Load): Promise<void> {
  const { Credentials } = await load<typeof import('../../../src/tenants/credentials.ts')>('tenants/credentials.ts')
  const { CredentialKeys } = await import('../../../src/tenants/credential-keys.ts')
  const alone = ['pets/account_8', 'pets/account_9'].map((name) => TenantId.parse(name))
  await using tree = await TemporaryTree.of({
    ...Object.fromEntries(
      TENANTS.map((tenant) => [`domains/${tenant}/credentials.yaml`, `credentials: { odoo: de ${tenant} }\n`]),
    ),
    ...Object.fromEntries(alone.map((tenant) => [`domains/${tenant}/config.yaml`, 'name: x\n'])),
    ...Object.fromEntries(
      alone.map((tenant) => [`credentials/${tenant.split('/')[1]}.yaml`, `credentials: { odoo: de ${tenant} }\n`]),
    ),
  })
  const credentials = new Credentials(tree.root, new CredentialKeys({ fernet: null, master: MASTER }))
  const areOwn = async (tenants: readonly TenantId[]) => {
    for (const tenant of tenants) assert.equal((await credentials.of(tenant, 'odoo')).reveal(), `de ${tenant}`)
  }
  await areOwn([...TENANTS, ...alone])
  await assert.rejects(credentials.set(TenantId.parse('retail/account_99'), 'odoo', new Secret('x')), /no such tenant/)
  assert.equal((await credentials.rotate(ONE)).length, 1)
  await areOwn(TENANTS)
  await credentials.set(TWO, 'odoo', new Secret('outro'))
  assert.equal((await credentials.of(TWO, 'odoo')).reveal(), 'outro')
  await areOwn([ONE, THREE])
}
