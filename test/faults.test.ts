import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const CITATION = /`([\w./-]+\.ts)` “([^”]+)”/g

test('every test that the page of faults cites is there', () => {
  const page = readFileSync('docs/reference/faults.md', 'utf8')
  const cited = [...page.matchAll(CITATION)].map(([, file = '', title = '']) => ({ file, title }))
  assert.ok(cited.length > 40)
  const missing = cited.filter(({ file, title }) => !existsSync(file) || !readFileSync(file, 'utf8').includes(title))
  assert.deepEqual(missing, [])
})

test('every fault that the page lists cites its proof', () => {
  const page = readFileSync('docs/reference/faults.md', 'utf8')
  const rows = page.split('\n').filter((line) => /^\| (?!fault |---)/.test(line) && !line.startsWith('|---'))
  assert.deepEqual(
    rows.filter((row) => row.match(CITATION) === null),
    [],
  )
})
