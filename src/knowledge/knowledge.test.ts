import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { openFts5Index } from '../backends/search/fts5.ts'
import type { SearchIndex } from '../backends/search/search.ts'
import { TenantId } from '../domain/ids.ts'
import { COLLECTIONS } from '../domain/passage.ts'
import { Knowledge } from './knowledge.ts'

const AURORA = TenantId.parse('cosmetics/account_1')
const NOON_MS = Date.parse('2026-11-23T12:00:00-03:00')

let dir: string
let index: SearchIndex
let knowledge: Knowledge
/** The sources the index was told to replace, in order. */
let replaced: string[]

describe('a shop’s documents', () => {
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'knowledge-'))
    index = openFts5Index(':memory:')
    replaced = []
    const told: SearchIndex = {
      replace: (tenant, source, passages) => {
        replaced.push(source.name)
        return index.replace(tenant, source, passages)
      },
      sources: (tenant) => index.sources(tenant),
      search: (tenant, query) => index.search(tenant, query),
      close: () => index.close(),
    }
    knowledge = new Knowledge({ index: told })
  })

  afterEach(async () => {
    await index.close()
    rmSync(dir, { recursive: true })
  })

  test('a folder is imported with its folders, and answers', async () => {
    write('loja.faq.md', '## Aceita Pix?\nSim, com 5% de desconto.')
    write('cuidados/batom.md', '# Batom\nGuarde em pé.')
    assert.deepEqual(await knowledge.importTenant(AURORA, dir), { indexed: 2, unchanged: 0, broken: 0, removed: 0 })
    assert.deepEqual(await answers('aceitam pix?'), ['Sim, com 5% de desconto.'])
    assert.deepEqual(await answers('como guardar batom'), ['Guarde em pé.'])
  })

  test('only what changed is indexed again, and what was deleted is forgotten', async () => {
    for (const name of ['a.md', 'b.md', 'c.md']) write(name, `# ${name}\nPix ${name}`)
    await knowledge.importTenant(AURORA, dir)
    const hash = knowledge.hashOf(AURORA)
    replaced.length = 0
    assert.equal((await knowledge.importTenant(AURORA, dir)).unchanged, 3)
    assert.deepEqual([replaced, knowledge.hashOf(AURORA)], [[], hash])

    write('b.md', '# b.md\nBoleto')
    rmSync(join(dir, 'c.md'))
    assert.deepEqual(await knowledge.importTenant(AURORA, dir), { indexed: 1, unchanged: 1, broken: 0, removed: 1 })
    assert.deepEqual(replaced, ['b.md', 'c.md'])
    assert.notEqual(knowledge.hashOf(AURORA), hash)
    assert.deepEqual(await answers('pix'), ['Pix a.md'])
  })

  test('after a restart the index is known and nothing is indexed again', async () => {
    write('a.md', 'Pix')
    await knowledge.importTenant(AURORA, dir)
    const restarted = new Knowledge({ index })
    assert.equal(restarted.hashOf(AURORA), '')
    assert.equal((await restarted.importTenant(AURORA, dir)).unchanged, 1)
    assert.equal(restarted.hashOf(AURORA), knowledge.hashOf(AURORA))
  })

  test('a document that breaks is named with its line, and its last good version goes on answering', async () => {
    write('a.faq.md', '## Aceita Pix?\nSim.')
    write('b.faq.md', '## Abre sábado?\nAté 13h.')
    await knowledge.importTenant(AURORA, dir)
    write('a.faq.md', '---\ncollection: regras\n---\n## Aceita Pix?\nNão.')
    write('b.faq.md', '## Abre sábado?\nAté 14h.\n## E domingo?\n')
    assert.deepEqual(await knowledge.importTenant(AURORA, dir), { indexed: 1, unchanged: 0, broken: 1, removed: 0 })
    const told = knowledge.problems().map(({ tenant, file, line }) => `${tenant} ${file}:${line}`)
    assert.deepEqual(told, ['cosmetics/account_1 a.faq.md:2', 'cosmetics/account_1 b.faq.md:3'])
    assert.deepEqual([await answers('aceita pix'), await answers('abre sábado')], [['Sim.'], ['Até 14h.']])
  })

  test('a problem is told again after a restart, and gone when it is cured', async () => {
    write('a.faq.md', '## Aceita Pix?\nSim.\n## E boleto?\n')
    await knowledge.importTenant(AURORA, dir)
    await knowledge.importTenant(AURORA, dir)
    assert.equal(knowledge.problems().length, 1)
    write('a.faq.md', '## Aceita Pix?\nSim.\n## E boleto?\nNão.')
    await knowledge.importTenant(AURORA, dir)
    assert.deepEqual(knowledge.problems(), [])
  })

  test('what is no UTF-8 text, or too large, is a problem', async () => {
    write('latin.md', Buffer.from('# A\nt\u00edtulo', 'latin1'))
    write('large.md', 'Pix. '.repeat(300_000))
    await knowledge.importTenant(AURORA, dir)
    const told = knowledge.problems().map(({ file, line, message }) => `${file}:${line} ${message}`)
    assert.deepEqual(told, [
      'large.md:1 the file is over 1 MiB: part it',
      'latin.md:2 the file is not UTF-8 text: save it as UTF-8',
    ])
  })

  test('links, hidden files, READMEs and other kinds of files are left out', async () => {
    const other = mkdtempSync(join(tmpdir(), 'other-tenant-'))
    writeFileSync(join(other, 'secret.md'), 'Pix secreto')
    symlinkSync(join(other, 'secret.md'), join(dir, 'link.md'))
    symlinkSync(other, join(dir, 'folder'))
    for (const name of ['.oculto.md', 'README.md', 'foto.png']) write(name, 'Pix')
    await knowledge.importTenant(AURORA, dir)
    assert.deepEqual(await answers('pix'), [])
    rmSync(other, { recursive: true })
  })

  test('a folder that is not there holds nothing', async () => {
    const result = await knowledge.importTenant(AURORA, join(dir, 'nenhuma'))
    assert.deepEqual(result, { indexed: 0, unchanged: 0, broken: 0, removed: 0 })
  })
})

function write(name: string, text: string | Buffer): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true })
  writeFileSync(join(dir, name), text)
}

async function answers(text: string): Promise<string[]> {
  const hits = await knowledge.search(AURORA, { text, collections: COLLECTIONS, limit: 5, atMs: NOON_MS })
  return hits.map((hit) => hit.passage.text)
}
