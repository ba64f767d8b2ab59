import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConnectionId, DEFAULT_CONNECTION } from '../domain/ids.ts'
import { setAsideMapping } from './set-aside-mapping.ts'
import { TemporaryTree } from './temporary-tree.ts'

test('the mapping of a connection that is gone is in force no more, and what was written in it is kept', async () => {
  const file = 'connections/loja/chatwoot_mapping.yaml'
  await using tree = await TemporaryTree.of({ [file]: 'accounts: {}\n', 'chatwoot_mapping.yaml': 'accounts: {}\n' })
  const aside = await setAsideMapping(tree.root, ConnectionId.parse('loja'))
  assert.equal(aside, `${file}.disconnected`)
  assert.equal(await readFile(join(tree.root, aside ?? ''), 'utf8'), 'accounts: {}\n')
  await assert.rejects(readFile(join(tree.root, file)), /ENOENT/)
  assert.equal(await setAsideMapping(tree.root, ConnectionId.parse('loja')), null)
  assert.equal(await setAsideMapping(tree.root, DEFAULT_CONNECTION), null)
})
