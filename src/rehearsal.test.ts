import assert from 'node:assert/strict'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { rehearse } from './rehearsal.ts'

const whatStands = (dir: string) =>
  globSync(`${dir}/**/*`)
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, statSync(path).mtimeMs, readFileSync(path, 'base64')])

describe('a standby’s rehearsal', () => {
  it('leaves the configuration as it is', async (context) => {
    const dir = mkdtempSync(join(tmpdir(), 'rehearsal-'))
    context.after(() => rmSync(dir, { recursive: true }))
    cpSync('demo/config', dir, { recursive: true })
    const before = whatStands(dir)
    await rehearse(dir)
    assert.deepEqual(whatStands(dir), before)
  })

  it('ends whatever the configuration is: none, a file, nonsense', async (context) => {
    const dir = mkdtempSync(join(tmpdir(), 'rehearsal-'))
    context.after(() => rmSync(dir, { recursive: true }))
    await rehearse(join(dir, 'nowhere'))
    writeFileSync(join(dir, 'file'), '')
    await rehearse(join(dir, 'file'))
    mkdirSync(join(dir, 'broken/domains/shop/account_1'), { recursive: true })
    writeFileSync(join(dir, 'broken/chatwoot_mapping.yaml'), ': [')
    writeFileSync(join(dir, 'broken/domains/shop/account_1/config.yaml'), '\t- : {')
    await rehearse(join(dir, 'broken'))
  })
})
