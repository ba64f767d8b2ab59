import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { TenantId } from '../../domain/ids.ts'
import type { Passage } from '../../domain/passage.ts'
import { searchContract } from './contract.ts'
import { openFts5Index } from './fts5.ts'

searchContract('FTS5', async () => openFts5Index(':memory:'))

const AURORA = TenantId.parse('cosmetics/account_1')
const CANARY = 'xilindrocanario'

const passage = (text: string): Passage => ({
  ...{ id: `a.md#${text}`, collection: 'business_rules', source: 'a.md', titles: [], question: null, text },
  ...{ validFromMs: null, validUntilMs: null },
})

test('an index on disk is there when it is opened again', async (t) => {
  const path = inFolder(t)
  const first = openFts5Index(path)
  await first.replace(AURORA, { name: 'a.md', hash: 'h' }, [passage('aceitamos pix')])
  await first.close()
  const second = openFts5Index(path)
  const hits = await second.search(AURORA, { text: 'pix', collections: ['business_rules'], limit: 1, atMs: 0 })
  assert.equal(hits.at(0)?.passage.text, 'aceitamos pix')
  await second.close()
})

test('an index made by another version of the analyser is empty when opened', async (t) => {
  const path = inFolder(t)
  const first = openFts5Index(path)
  await first.replace(AURORA, { name: 'a.md', hash: 'h' }, [passage('aceitamos pix')])
  await first.close()
  const db = new DatabaseSync(path)
  db.exec('pragma user_version = 999999')
  db.close()
  const second = openFts5Index(path)
  assert.deepEqual(await second.sources(AURORA), [])
  await second.close()
})

// requirement: private.index-erased
test('what was replaced is in no byte of the files', async (t) => {
  const path = inFolder(t)
  const index = openFts5Index(path)
  const bytes = () => readdirSync(join(path, '..')).map((file) => readFileSync(join(path, '..', file), 'latin1'))
  const others = Array.from({ length: 50 }, (_, n) => passage(`outra resposta número ${n}`))
  await index.replace(AURORA, { name: 'a.md', hash: 'h' }, [passage(`aqui está ${CANARY}`), ...others])
  assert.ok(bytes().some((file) => file.includes(CANARY)))
  await index.replace(AURORA, { name: 'a.md', hash: 'i' }, others)
  await index.close()
  assert.ok(!bytes().some((file) => file.includes(CANARY.slice(0, 8))))
})

test('a failed import leaves the source as it was', async () => {
  const index = openFts5Index(':memory:')
  await index.replace(AURORA, { name: 'a.md', hash: 'h' }, [passage('aceitamos pix')])
  const broken = { ...passage('frete'), toJSON: () => assert.fail('no JSON') }
  await assert.rejects(index.replace(AURORA, { name: 'a.md', hash: 'i' }, [passage('boleto'), broken]))
  assert.deepEqual(await index.sources(AURORA), [{ name: 'a.md', hash: 'h' }])
  await index.close()
})

function inFolder(t: { after(done: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'fts5-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'index.sqlite')
}
