import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from '../../base/failure.ts'
import { Secret } from '../../base/secret.ts'
import { tenantOf } from '../../domain/ids.ts'
import { CredentialKeys } from '../credential-keys.ts'
import { Credentials } from '../credentials.ts'
import { TemporaryTree } from '../temporary-tree.ts'
import { DocumentWriter } from './document-writer.ts'

const shop = tenantOf('retail', 'account_1')
const HOME = 'domains/retail/account_1'
const document = { type: 'config', text: 'name: X\n', diff: [] }

async function opened(files: Record<string, string>, addAll: () => Promise<number[]>) {
  const tree = await TemporaryTree.of(files)
  const master = new Secret(`t:${Buffer.alloc(32, 1).toString('base64')}`)
  const credentials = new Credentials(tree.root, new CredentialKeys({ fernet: null, master }))
  const writer = new DocumentWriter({ root: tree.root, versions: { addAll }, credentials, now: () => 0 })
  const write = (secrets: Record<string, string>) => {
    const given = new Map(Object.entries(secrets).map(([ref, text]) => [ref, new Secret(text)]))
    const sealed = credentials.seal(shop, given)
    return writer.write({ tenant: shop, who: 'x', note: '', document, sealed })
  }
  return { tree, write, [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

const fullDisk = () => Promise.reject(new Failure('STORE_UNWRITABLE', { problem: 'full' }))

test('a version that cannot be kept takes its secrets with it, and the directory made for them', async () => {
  for (const secrets of [{}, { a: 'canary' }]) {
    await using world = await opened({ 'domains/_base/a.yaml': '' }, fullDisk)
    await assert.rejects(world.write(secrets), { code: 'STORE_UNWRITABLE' })
    assert.deepEqual(await readdir(join(world.tree.root, 'domains')), ['_base'])
  }
})

test('secrets that were there stay as they were, to the byte', async () => {
  const text = '# ours\ncredentials: { a: "um" }\n'
  await using world = await opened({ [`${HOME}/credentials.yaml`]: text }, fullDisk)
  await assert.rejects(world.write({ a: 'dois', b: 'três' }), { code: 'STORE_UNWRITABLE' })
  assert.equal(await readFile(join(world.tree.root, HOME, 'credentials.yaml'), 'utf8'), text)
  assert.deepEqual(await readdir(join(world.tree.root, HOME)), ['credentials.yaml'])
})

test('secrets that cannot be written make no version', async () => {
  let versions = 0
  await using world = await opened({ [`${HOME}/credentials.yaml`]: 'credentials: [' }, async () => [++versions])
  for (const secrets of [{ a: 'um' }, { a: 'um', b: 'dois' }])
    await assert.rejects(world.write(secrets), { code: 'CREDENTIAL_UNUSABLE' })
  assert.equal(versions, 0)
})
