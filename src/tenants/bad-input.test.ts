import assert from 'node:assert/strict'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from '../base/failure.ts'
import { type TenantId, tenantOf } from '../domain/ids.ts'
import { openTenants } from './open-tenants.ts'
import { TemporaryTree } from './temporary-tree.ts'
import { parseTree } from './tree/parse-tree.ts'

/** Every bad thing one shop can hold, seen from the others: they are served, before and after. */
const bad = tenantOf('retail', 'bad')
const good = tenantOf('retail', 'good')
const DIR = 'domains/retail/bad'
const FILE = `${DIR}/config.yaml`

const laughs = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
for (let i = 1; i < 9; i++) laughs.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`)

type Put = string | Uint8Array | ((tree: TemporaryTree) => Promise<void>)

const BAD: Record<string, [content: Put, says: RegExp]> = {
  'a cyclic anchor': ['name: X\nloop: &a { b: *a }\n', /config\.yaml:2.*contains itself/],
  'ten megabytes': [`name: X\ndescription: ${'x'.repeat(10_000_000)}`, /over 1 MiB/],
  'ten megabytes of a million keys': [
    Array.from({ length: 700_000 }, (_, i) => `key_${i}: 1`).join('\n'),
    /over 1 MiB/,
  ],
  'a billion laughs': [`name: X\n${laughs.join('\n')}\n`, /over 20000 values/],
  tabs: ['name: X\nbusiness_hours:\n\tdays: [0]\n', /config\.yaml:3.*tab/],
  'Latin-1 bytes': [Buffer.from('name: Cosm\xe9ticos\n', 'latin1'), /config\.yaml:1:11.*not UTF-8/],
  'UTF-16': [Buffer.from('\uFEFFname: X\n', 'utf16le'), /not UTF-8/],
  'duplicate keys': ['name: X\nname: Y\n', /config\.yaml:2:1 name: the same key twice/],
  'a number where a mapping belongs': [
    'name: X\nbusiness_hours: 7\n',
    /config\.yaml:2.*business_hours.*a mapping, got 7/,
  ],
  'a mapping where a text belongs': ['name: { pt: X }\n', /name: wrong kind of value, expected a text, got a mapping/],
  'a list where a switch belongs': [
    'name: X\npromotions: { inform_at_start: [1] }\n',
    /inform_at_start: wrong kind of value, expected true or false/,
  ],
  'nothing but a name that is false': ['name: false\n', /name is missing/],
  'a directory named config.yaml': [
    async ({ root }) => void (await mkdir(join(root, FILE), { recursive: true })),
    /expected a file/,
  ],
  'a link out of the tree': [
    async ({ root }) => {
      await mkdir(join(root, DIR), { recursive: true })
      await symlink('/etc/hostname', join(root, FILE))
    },
    /a link out of the configuration directory/,
  ],
  'a directory that is a link out of the tree': [
    ({ root }) => symlink('/etc', join(root, DIR)),
    /no such file|a link out of the configuration directory/,
  ],
  'a link to itself': [
    async ({ root }) => {
      await mkdir(join(root, DIR), { recursive: true })
      await symlink('config.yaml', join(root, FILE))
    },
    /cannot be read \(ELOOP\)/,
  ],
}

async function opened(content: Put) {
  const files = { 'domains/retail/good/config.yaml': 'name: Boa\n' }
  const tree = await TemporaryTree.of(typeof content === 'function' ? files : { ...files, [FILE]: content })
  if (typeof content === 'function') await content(tree)
  const tenants = await openTenants({ configDir: tree.root, now: Date.now, credentialKey: null })
  return {
    tenants,
    [Symbol.asyncDispose]: async () => {
      await tenants[Symbol.asyncDispose]()
      await tree[Symbol.asyncDispose]()
    },
  }
}

for (const [what, [content, says]] of Object.entries(BAD))
  test(`a shop is refused and the others are served: ${what}`, async () => {
    await using world = await opened(content)
    const name = async () => (await world.tenants.config(good)).config.name
    assert.equal(await name(), 'Boa')
    await assert.rejects(
      world.tenants.config(bad),
      (error) => error instanceof Failure && error.code === 'CONFIG_INVALID' && says.test(error.message),
    )
    assert.equal(await name(), 'Boa')
    assert.ok(world.tenants.problems().every(({ file }) => file.startsWith(DIR)))
  })

test('a byte order mark is no harm', async () => {
  await using world = await opened('\uFEFFname: Com BOM\n')
  assert.equal((await world.tenants.config(bad)).config.name, 'Com BOM')
})

test('an id that climbs, and a domain that is not there, are refused by name', async () => {
  await using world = await opened('name: X\n')
  for (const id of ['../retail/good', 'retail/../good', 'retail/..', 'retail/good/..', 'RETAIL/good', 'retail%2Fgood'])
    await assert.rejects(
      world.tenants.config(id as TenantId),
      /a tenant is <domain>\/<account>, the domain in lower-case/,
    )
  await assert.rejects(world.tenants.config(tenantOf('moda', 'account_1')), /there is no domain "moda"/)
  await assert.rejects(world.tenants.credentialOf('retail/../good' as TenantId, 'x'), /no such tenant/)
})

test('a bracket that is not closed is said to be one, and not indentation', () => {
  const parsed = parseTree('config.yaml', 'name: [\n')
  assert.equal(parsed.kind, 'unparsed')
  assert.match(parsed.kind === 'unparsed' ? (parsed.problems[0]?.message ?? '') : '', /a bracket that is not closed/)
  const indented = parseTree('config.yaml', 'a:\n    b: 1\n  c: 2\n')
  assert.match(indented.kind === 'unparsed' ? (indented.problems[0]?.message ?? '') : '', /indentation/)
})
