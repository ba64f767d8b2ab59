import assert from 'node:assert/strict'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { undocumented } from '../scripts/docs/failures-page.ts'
import { PAGES } from '../scripts/docs/pages.ts'
import { FAILURES } from '../src/base/failure.ts'
import { DEFAULT_CONNECTION, TenantId } from '../src/domain/ids.ts'
import { parseDocument } from '../src/knowledge/parse-document.ts'
import { readSettings, SETTINGS } from '../src/settings.ts'
import { openTenants } from '../src/tenants/open-tenants.ts'

const FILES = globSync(['*.md', 'docs/**/*.md', 'odoo-mcp/*.md'])
const read = (file: string) => readFileSync(file, 'utf8')
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts)

interface Block {
  readonly file: string
  readonly language: string
  readonly text: string
}

const blocksOf = (file: string): Block[] =>
  [...read(file).matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].map(([, indent = '', language = '', text = '']) => ({
    file,
    language,
    text: text.replace(new RegExp(`^${indent}`, 'gm'), ''),
  }))
const BLOCKS = FILES.flatMap(blocksOf)

/** A document without its blocks of code. */
const proseOf = (file: string) => read(file).replace(/^ *```[\s\S]*?^ *```$/gm, '')
const spansOf = (file: string) => [...proseOf(file).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)

/** What each file says that is not so, as `file: what`. */
const wrongIn = (find: (file: string) => readonly string[]): string[] =>
  FILES.flatMap((file) => find(file).map((what) => `${file}: ${what}`))

// requirement: plain.docs
test('the reference pages are what the code says now', () => {
  for (const { path, text } of PAGES)
    assert.equal(text(), existsSync(path) ? read(path) : '', `${path}: run npm run docs`)
  assert.deepEqual(undocumented(), [], 'failure codes without a comment')
})

// requirement: plain.docs
test('every setting and every failure is on its page, and nothing else is', () => {
  const named = (path: string) => [...read(path).matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
  assert.deepEqual(named('docs/reference/settings.md'), Object.keys(SETTINGS))
  assert.deepEqual(named('docs/reference/failures.md'), Object.keys(FAILURES))
})

test('every link leads to a file, and its part after # to a heading', () => {
  const anchors = (file: string) =>
    [...proseOf(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- ]/gu, '')
        .replaceAll(' ', '-'),
    )
  const isBroken = (file: string, link: string) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? file : normalize(join(dirname(file), path))
    if (!existsSync(target)) return true
    return anchor !== undefined && !anchors(target).includes(anchor)
  }
  const links = (file: string) => [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  const inside = (file: string) => links(file).filter((link) => !/^(https?:|mailto:)/.test(link) && !isPicture(link))
  assert.deepEqual(
    wrongIn((file) => inside(file).filter((link) => isBroken(file, link))),
    [],
  )
})

const isPicture = (link: string) => link.endsWith('.png')

test('the pictures of the README are those that the browser test takes', () => {
  const shown = ['README.md', 'README.pt-BR.md'].map((file) =>
    [...read(file).matchAll(/\((docs\/images\/[\w-]+\.png)\)/g)].map(([, path]) => path),
  )
  assert.deepEqual(
    shown[0],
    ['whatsapp', 'web', 'handover', 'dark'].map((name) => `docs/images/${name}.png`),
  )
  assert.deepEqual(shown[1], shown[0])
  const taken = globSync('docs/images/*.png')
  if (taken.length > 0) for (const path of shown[0]) assert.ok(taken.includes(path ?? ''), `${path} was not taken`)
})

const FOLDERS = /^(src|docs|test|scripts|console|odoo-mcp|simulator|demo|bench|\.ci)\//

test('every path that is named exists', () => {
  const paths = (file: string) => spansOf(file).filter((span) => FOLDERS.test(span) && !/[<>\s…]/.test(span))
  const beside = (file: string, path: string) => file.startsWith('odoo-mcp/') && existsSync(join('odoo-mcp', path))
  assert.deepEqual(
    wrongIn((file) => paths(file).filter((path) => globSync(path).length === 0 && !beside(file, path))),
    [],
  )
})

/** Names in capitals that are somebody else's. */
const FOREIGN = {
  Chatwoot: ['SAFE_FETCH_ALLOW_PRIVATE_NETWORK', 'RACK_ATTACK_ALLOWED_IPS', 'FRONTEND_URL'],
  systemd: ['MAINPID'],
  'the odoo-mcp server alone': [...read('odoo-mcp/src/main.ts').matchAll(/\bODOO_[A-Z_]+\b/g)].map(([name]) => name),
}

test('every setting and failure that is named exists', () => {
  const known = new Set([...Object.keys(SETTINGS), ...Object.keys(FAILURES), ...Object.values(FOREIGN).flat()])
  const named = (file: string) =>
    [...spansOf(file), ...blocksOf(file).map(({ text }) => text)].flatMap((text) =>
      [...text.matchAll(/(?<![\w-])[A-Z]{2,}(?:_[A-Z0-9]+)+(?![\w-])|^(?:export )?([A-Z]+)(?==)/gm)].map(
        ([name, alone]) => alone ?? name,
      ),
    )
  assert.deepEqual(
    wrongIn((file) => named(file).filter((name) => !known.has(name))),
    [],
  )
})

/** Commands of a block, continued lines joined. */
const commandsOf = ({ text }: Block): string[] =>
  text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
const SHELL = BLOCKS.filter(({ language }) => language === 'sh')
const TOOLS = /^(npm|npx|git|curl|cd|export|node|systemctl)\b/

test('every command of a document can be run', () => {
  const wrong = SHELL.flatMap((block) =>
    commandsOf(block)
      .flatMap((line) => line.split(' && '))
      .map((line) => line.replace(/^(?:[A-Z_]+=\S+ )+/, ''))
      .filter((line) => !TOOLS.test(line) || !isScript(line))
      .map((line) => `${block.file}: ${line}`),
  )
  assert.deepEqual(wrong, [])
  assert.ok(SHELL.length > 10)
})

const OWN_TO_NPM = ['ci', 'start', 'test', 'install']

/** Whether what npm is to run is there. */
function isScript(line: string): boolean {
  const [, run, name = ''] = /^npm (run (?:-s )?)?([\w:-]+)/.exec(line) ?? []
  if (!line.startsWith('npm ')) return true
  return run ? scripts.includes(name) : OWN_TO_NPM.includes(name) && (name === 'ci' || scripts.includes(name))
}

test('every script that is named in a sentence exists', () => {
  const named = (file: string) =>
    [...proseOf(file).matchAll(/npm run (?:-s )?([\w-]+(?::[\w-]+)*)/g)].map(([, name = '']) => name)
  assert.deepEqual(
    wrongIn((file) => named(file).filter((name) => !scripts.includes(name))),
    [],
  )
})

test('every command of ours that is named is in its usage', () => {
  const usage = read('docs/reference/cli.md')
  const called = SHELL.flatMap((block) =>
    commandsOf(block).flatMap(
      (line) => /npm run -s chatwootai -- (\w+) ?((?:[\w-]+(?=\s|$))?)/.exec(line)?.slice(1, 3).join(' ') ?? [],
    ),
  )
  assert.ok(called.length > 5)
  for (const command of called) {
    const [noun = '', verb = ''] = command.split(' ')
    assert.match(usage, new RegExp(`^ {2}${noun} .*\\b${verb}\\b`, 'm'), command)
  }
})

const settingsIn = ({ text }: Block): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/(?:^export |^|(?<= ))([A-Z_]+)=(\S+)/gm)].map(([, name = '', value = '']) => [name, value]),
  )

test('the settings of every example start the server', () => {
  const examples = BLOCKS.filter(
    ({ language, text }) => /^(sh|ini)$/.test(language) && /\b(MODEL|CHATWOOT_URL)=/.test(text),
  )
  assert.ok(examples.length >= 5)
  for (const block of examples) assert.ok(readSettings(settingsIn(block)), block.file)
})

test('the two READMEs run the same commands and lead to the same places', () => {
  const [english, portuguese] = ['README.md', 'README.pt-BR.md'].map((file) => ({
    commands: blocksOf(file)
      .filter(({ language }) => language === 'sh')
      .map(({ text }) => text),
    links: [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link)
      .filter((link) => !/^README/.test(link ?? '')),
    headings: proseOf(file).match(/^#+ /gm),
  }))
  assert.deepEqual(portuguese, english)
})

test('the two commands stand on the first screen', () => {
  for (const file of ['README.md', 'README.pt-BR.md']) {
    const screen = read(file).split('\n').slice(0, 32).join('\n')
    assert.match(screen, /npm ci && npm start/)
    assert.match(screen, /npm ci && npm test/)
  }
})

test('the configuration of the guide loads without a warning, and its document has two answers', async () => {
  const files = blocksOf('docs/guides/connect-chatwoot.md').flatMap(({ text }) => {
    const [, path] = /^# ((?:config|knowledge)\/\S+)\n/.exec(text) ?? []
    return path ? [{ path, text }] : []
  })
  assert.equal(files.length, 3)
  const dir = await mkdtemp(join(tmpdir(), 'guide-'))
  for (const { path, text } of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  await using tenants = await openTenants({ configDir: join(dir, 'config'), now: Date.now, credentialKey: null })
  const { config, warnings } = await tenants.config(TenantId.parse('retail/account_1'))
  assert.deepEqual([config.name, warnings, tenants.problems()], ['Loja Exemplo', [], []])
  assert.equal(tenants.resolve({ connection: DEFAULT_CONNECTION, account: 1, inbox: 7 })?.tenant, 'retail/account_1')
  const faq = files.find(({ path }) => path.endsWith('.faq.md'))?.text.replace(/^# .*\n/, '') ?? ''
  const { passages, problems } = parseDocument({ source: 'loja.faq.md', text: faq, timeZone: 'America/Sao_Paulo' })
  assert.deepEqual(
    [passages.map(({ question }) => question), problems],
    [['Aceita Pix? | Posso pagar com Pix?', 'Onde fica a loja?'], []],
  )
  await rm(dir, { recursive: true })
})

test('each name of the original is exported by the file that is named beside it', () => {
  const rows = read('docs/design/from-the-original.md').matchAll(/^\| `\w+` \| `(\w+)` in `(\S+)`/gm)
  const pairs = [...rows].map(([, name = '', file = '']) => ({ name, file }))
  assert.ok(pairs.length >= 11)
  for (const { name, file } of pairs)
    assert.match(read(file), new RegExp(`^export (?:const|class|interface) ${name}\\b`, 'm'), `${file}: ${name}`)
})

test('decisions are numbered one after another, one page each', () => {
  const files = globSync('docs/decisions/*.md').sort()
  for (const file of files) {
    const number = /(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]
    assert.match(read(file), new RegExp(`^# ${number}\\. `), file)
    assert.ok(read(file).split('\n').length < 80 && statSync(file).size < 6_000, `${file} is longer than a page`)
  }
  const numbers = files.map((file) => file.slice('docs/decisions/'.length, 'docs/decisions/'.length + 4))
  assert.equal(new Set(numbers).size, numbers.length)
})

test('no document names a machine of ours, a promise without a source, or whoever wrote it', () => {
  const FORBIDDEN = /\/work\/|\/tmp\/|localhost:4873|\bTODO\b|as an AI\b|blazing|seamless/i
  assert.deepEqual(
    wrongIn((file) => read(file).match(FORBIDDEN) ?? []),
    [],
  )
})
