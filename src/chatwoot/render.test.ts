import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { marked, type Token } from 'marked'
import type { ChannelKind } from '../domain/channel-kind.ts'
import { CHANNEL_KINDS } from '../domain/channel-kind.ts'
import { withoutEscapes } from './liquid.ts'
import { render, renderMessage, renderNote } from './render.ts'
import { surfaceOf } from './surface.ts'

const on = (channel: ChannelKind) => surfaceOf({ channel, contact: null })
const GATEWAY = surfaceOf({ channel: 'whatsapp', contact: null, isApiInbox: true })
const TWILIO = surfaceOf({
  channel: 'whatsapp',
  contact: {
    id: 1,
    name: null,
    phone: null,
    email: null,
    identifier: null,
    sourceId: 'whatsapp:+5511955550100',
    hmacVerified: false,
    blocked: false,
  },
})
const message = (text: string, titles: string[] = [], image = false) => ({
  text,
  buttons: titles.map((title) => ({ title })),
  image: image ? { name: 'a.png', mimeType: 'image/png', base64: 'AA==' } : null,
})

const ROWS: readonly [what: string, markdown: string, channel: ChannelKind, text: string][] = [
  ['a heading is a bold line', '## Horários\nSeg a sex', 'whatsapp', '**Horários**\nSeg a sex'],
  ['a heading is a line where nothing is bold', '# Horários', 'instagram', 'Horários'],
  ['an e-mail keeps its heading', '## Horários', 'email', '## Horários'],
  [
    'a label stands before its address',
    'Veja [a loja](https://l.example/a_b)',
    'whatsapp',
    'Veja a loja: https://l.example/a_b',
  ],
  [
    'a label that is the address is not said twice',
    '[www.l.example](https://l.example/)',
    'whatsapp',
    'https://l.example/',
  ],
  ['the web widget shows labels', 'Veja [a loja](https://l.example)', 'web', 'Veja [a loja](https://l.example)'],
  ['a phone link is its number', '[+55 11 95555-0100](tel:+5511955550100)', 'sms', '+5511955550100'],
  [
    'a picture in the text is its address',
    '![Batom](https://l.example/b.png)',
    'facebook',
    'Batom: https://l.example/b.png',
  ],
  ['strike is WhatsApp’s own', 'de ~~R$ 50~~ por **R$ 40**', 'whatsapp', 'de ~R$ 50~ por **R$ 40**'],
  ['plain channels show no stars', '**Oi** _Ana_ *hoje* ~~não~~ __sim__', 'instagram', 'Oi Ana hoje não sim'],
  ['names with underscores keep them', 'arquivo nota_fiscal_1.pdf', 'instagram', 'arquivo nota_fiscal_1.pdf'],
  ['multiplication is no emphasis', '2*3*4', 'whatsapp', '2\\*3\\*4'],
  ['list numbers survive every Chatwoot', '1. um\n2) dois', 'whatsapp', '1\\. um\n2\\. dois'],
  ['list numbers are plain where nothing is parsed', '1. um\n2. dois', 'default', '1. um\n2. dois'],
  ['stars and pluses that list are dashes', '* um\n+ dois', 'whatsapp', '- um\n- dois'],
  ['what is nested keeps a mark of its own', '- um\n  - dois', 'whatsapp', '- um\n◦ dois'],
  [
    'a table is a list that names its columns',
    '| CEP | Frete |\n|---|---|\n| 01 | R$ 9 |\n| 02 |  |',
    'whatsapp',
    '- CEP: 01; Frete: R$ 9\n- CEP: 02',
  ],
  ['a rule is a pause', 'um\n\n---\n\ndois', 'whatsapp', 'um\n\ndois'],
  ['a block of code is its lines', '```\nPIX***123\n```', 'whatsapp', '`PIX***123`'],
  ['a code is bare where ticks would show', 'Chave `a*b*`', 'tiktok', 'Chave a*b*'],
  ['what looks like a tag is not lost', 'Envie <seu nome>', 'whatsapp', 'Envie \\<seu nome>'],
  ['tags of habit are gone', '<b>Oi</b><br>Ana', 'whatsapp', 'Oi\nAna'],
  ['Telegram sees no opening angle', 'se 3 < 5 e <seu nome>', 'telegram', 'se 3 ‹ 5 e ‹seu nome>'],
  ['LINE has blank lines and marks it keeps', 'Temos:\n- um\n- dois', 'line', 'Temos:\n\n• um\n\n• dois'],
  ['indented text is not code', 'Oi\n\n      Ana', 'whatsapp', 'Oi\n\nAna'],
  [
    'a bold address ends with its own last letter',
    '**Site: https://l.example/x**',
    'whatsapp',
    'Site: https://l.example/x',
  ],
]

for (const [what, markdown, channel, text] of ROWS)
  test(`${channel}: ${what}`, () => assert.equal(render(markdown, on(channel)), text))

test('a gateway is given WhatsApp’s markdown with nothing escaped', () => {
  assert.equal(render('1. **um** \\* <x>\n2. ~~dois~~', GATEWAY), '1. **um** * <x>\n2. ~dois~')
})

test('a short list of short titles is buttons; longer ones, or more, are numbers in the text', () => {
  const post = (titles: string[], surface = on('whatsapp')) => renderMessage(message('Confirma?', titles), surface)
  assert.deepEqual(post(['Sim', 'Não', 'Sim']), [
    { text: 'Confirma?', buttons: [{ title: 'Sim' }, { title: 'Não' }], image: null },
  ])
  const long = 'um título longo demais mesmo'
  assert.deepEqual(post([long]), [{ text: `Confirma?\n\n1\\. ${long}`, buttons: [], image: null }])
  assert.equal(post(Array.from({ length: 11 }, (_, at) => `${at}`))[0]?.buttons.length, 0)
  assert.equal(post(['título de 21 letras!!'])[0]?.buttons.length, 0)
  assert.equal(post(['título de 21 letras!!', 'a', 'b', 'c'])[0]?.buttons.length, 4)
})

test('channels that drop buttons are given numbers', () => {
  for (const surface of [on('instagram'), on('sms'), on('email'), on('tiktok'), on('default'), GATEWAY, TWILIO]) {
    const [part] = renderMessage(message('Confirma?', ['Sim', 'Não']), surface)
    assert.deepEqual(part?.buttons, [])
    assert.match(part?.text ?? '', /1\\?\. Sim\n2\\?\. Não$/)
  }
})

test('the text beside WhatsApp’s buttons is at most 1,024 characters, and the buttons come last', () => {
  const parts = renderMessage(message('Uma frase bem comum. '.repeat(150), ['Sim']), on('whatsapp'))
  assert.ok(parts.length >= 2 && (parts.at(-1)?.text.length ?? 0) <= 1_024)
  assert.deepEqual(
    parts.map(({ buttons }) => buttons.length),
    [...Array(parts.length - 1).fill(0), 1],
  )
})

test('Facebook and LINE take the text beside buttons as posted: nothing is escaped in it', () => {
  assert.equal(renderMessage(message('1. um <b', ['Sim']), on('facebook'))[0]?.text, '1. um <b')
})

test('an image has its text beside it where that fits, else goes first and alone', () => {
  const kinds = (...args: Parameters<typeof renderMessage>) =>
    renderMessage(...args).map(({ text, image }) => (image ? 'image' : '') + (text ? 'text' : ''))
  assert.deepEqual(kinds(message('Veja', [], true), on('whatsapp')), ['imagetext'])
  assert.deepEqual(kinds(message('Veja '.repeat(300), [], true), on('whatsapp')), ['image', 'text'])
  assert.deepEqual(kinds(message('Veja', ['Quero'], true), on('whatsapp')), ['image', 'text'])
  assert.deepEqual(kinds(message('Veja', [], true), on('tiktok')), ['image', 'text'])
  assert.deepEqual(kinds(message('', [], true), on('whatsapp')), ['image'])
  assert.deepEqual(kinds(message(' '), on('whatsapp')), [])
})

test('what is posted means nothing to Liquid, notes included', () => {
  assert.equal(withoutEscapes(renderMessage(message('Oi {{nome}}'), on('whatsapp'))[0]?.text ?? ''), 'Oi {{nome}}')
  assert.doesNotMatch(renderMessage(message('Oi {{nome}}'), on('whatsapp'))[0]?.text ?? '', /\{\{/)
  assert.doesNotMatch(renderNote('{% x %}'), /\{%/)
})

const WORDS = fc
  .array(fc.stringMatching(/^[a-zà-ú0-9]{1,9}$/), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '))
const URL = fc.stringMatching(/^[a-z0-9_]{1,8}$/).map((path) => `https://loja.example/${path}?a=1&b=_x_`)
const LINE = fc.oneof(
  WORDS,
  WORDS.map((words) => `## ${words}`),
  WORDS.map((words) => `- ${words}`),
  WORDS.map((words) => `3. ${words}`),
  WORDS.map((words) => `> ${words}`),
  WORDS.map((words) => `**${words}** _${words}_ ~~${words}~~ \`${words}\``),
  WORDS.map((words) => `\`\`\`\n${words}\n\`\`\``),
  WORDS.map((words) => `Envie <seu ${words}> e 2*3*4`),
  WORDS.map((words) => `        ${words}`),
  fc.tuple(WORDS, WORDS).map(([head, cell]) => `| ${head} |\n|---|\n| ${cell} |`),
  URL,
  fc.tuple(WORDS, URL).map(([label, url]) => `[${label}](${url}) **${url}**`),
)
const DOCUMENT = fc
  .array(fc.tuple(LINE, fc.constantFrom('\n', '\n\n')), { maxLength: 14 })
  .map((lines) => lines.flat().join(''))
const letters = (text: string) =>
  text
    .replace(/[^a-zà-ú0-9\s]/gi, ' ')
    .split(/\s+/)
    .filter(Boolean)

test('whatever the markdown and the channel, every word and address is there, in order', () => {
  void fc.assert(
    fc.property(DOCUMENT, fc.constantFrom(...CHANNEL_KINDS), (markdown, channel) => {
      const parts = renderMessage(message(markdown), on(channel))
      const text = parts.map((part) => part.text).join('\n')
      assert.ok(parts.every((part) => withoutEscapes(part.text).length <= on(channel).textLimit))
      for (const [url] of markdown.matchAll(/https:[^\s)*]+/g)) assert.ok(text.includes(url), url)
      const said = letters(text)
      let at = 0
      for (const word of letters(markdown.replace(/^\|.*\|\n\|---\|\n/gm, '').replace(/\|---\|/g, ''))) {
        at = said.indexOf(word, at)
        assert.ok(at >= 0, `${word} is lost in ${text}`)
      }
    }),
    { numRuns: 400 },
  )
})

/** What the older WhatsApp and Instagram renderers drop, or cannot say: found by parsing as they do. */
function lostIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    const own = ['code', 'html', 'heading', 'table', 'image', 'hr'].includes(token.type) ? [token.type] : []
    const isLabelled = token.type === 'link' && token.text !== token.href
    const inner = 'tokens' in token && token.tokens ? lostIn(token.tokens) : []
    const items = token.type === 'list' ? lostIn((token as { items: Token[] }).items) : []
    return [...own, ...(isLabelled ? ['label'] : []), ...inner, ...items]
  })
}

test('nothing that Chatwoot’s renderers drop is left for them to find', () => {
  void fc.assert(
    fc.property(DOCUMENT, fc.constantFrom('whatsapp', 'instagram', 'facebook', 'sms', 'line'), (markdown, channel) => {
      assert.deepEqual(lostIn(marked.lexer(render(markdown, on(channel as ChannelKind)))), [])
    }),
    { numRuns: 400 },
  )
})

test('any string at all is rendered, quickly, and never grows past its limits', () => {
  void fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...CHANNEL_KINDS), (text, channel) => {
      for (const part of renderMessage(message(text), on(channel)))
        assert.ok(withoutEscapes(part.text).length <= on(channel).textLimit && part.text.isWellFormed())
    }),
    { numRuns: 500 },
  )
  for (const hostile of ['*', '_', '**a ', '[', '`', '~~', '<', '|', '[a](', '- '].map((piece) => piece.repeat(4_000)))
    assert.ok(renderMessage(message(hostile), on('whatsapp')).length >= 0)
})

test('a note rings nobody and fetches no picture, whatever it quotes, and keeps its bold and its links', () => {
  const quoted = '**Pediu:** "[@Ana](mention://user/7/Ana) [t](Mention://team/1/t) ![x](https://l.example/p.png)"'
  const note = renderNote(`${quoted}\n**Link:** [S00042](https://loja.example/S00042) Oba!`)
  assert.doesNotMatch(note, /mention:\/\/|!\[/i)
  assert.equal(note.replaceAll('\u2060', ''), `${quoted}\n**Link:** [S00042](https://loja.example/S00042) Oba!`)
  assert.ok(note.includes('**Pediu:**') && note.includes('[S00042](https://loja.example/S00042) Oba!'))
})
