import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createElement, Fragment } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { MARKDOWN, PLAIN, WHATSAPP } from './dialect.ts'
import { renderRich } from './render-rich.ts'
import { isEmojiOnly, parseRich, sourceOf, visibleText } from './rich-text.ts'

const html = (text: string, dialect = WHATSAPP) =>
  renderToStaticMarkup(createElement(Fragment, null, renderRich(parseRich(text, dialect))))

const pieces = [
  '*',
  '_',
  '~',
  '`',
  '```',
  '**',
  ' ',
  '\n',
  'a',
  'já',
  '- ',
  '1. ',
  '> ',
  '# ',
  '\\',
  '[x](https://a.b/c)',
]
const nasty = [
  '<b>',
  '<script>alert(1)</script>',
  '&amp;',
  '"',
  "'",
  'javascript:x',
  'https://a.b/?q=<i>',
  'www.c.d',
  '😀',
]
const message = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces, ...nasty), { maxLength: 30 }).map((parts) => parts.join('')),
)
const dialect = fc.constantFrom(WHATSAPP, MARKDOWN, PLAIN)
const unescaped = (text: string) =>
  text.replace(
    /&(lt|gt|quot|#x27|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#x27': "'" })[name] ?? '&',
  )

test('no character of a message is lost: its source can be read back', () => {
  void fc.assert(fc.property(message, dialect, (text, d) => assert.equal(sourceOf(parseRich(text, d)), text)))
})

test('a message becomes formatting only, and every other character of it is shown', () => {
  void fc.assert(
    fc.property(message, dialect, (text, d) => {
      const markup = html(text, d)
      const tags = [...markup.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag)
      const known = ['strong', 'em', 's', 'code', 'a', 'ul', 'ol', 'li', 'pre', 'blockquote', 'div']
      assert.deepEqual(
        tags.filter((tag) => !known.includes(tag ?? '')),
        [],
      )
      for (const [, href] of markup.matchAll(/href="([^"]*)"/g)) assert.match(href ?? '', /^https?:\/\//i)
      const shown = unescaped(markup.replace(/<[^>]*>/g, ''))
      assert.equal(shown.replace(/\s/g, ''), visibleText(parseRich(text, d)).replace(/\s/g, ''))
    }),
  )
})

test('WhatsApp marks are bold, italic, struck and monospaced', () => {
  assert.equal(
    html('*Batom* _novo_ ~R$ 50~ `X1`'),
    '<div class="rich-line"><strong>Batom</strong> <em>novo</em> <s><span class="price">R$ 50</span></s> <code>X1</code></div>',
  )
  assert.match(html('*_os dois_*'), /<strong><em>os dois<\/em><\/strong>/)
})

test('a mark inside a word or beside a space formats nothing', () => {
  for (const text of ['2*3*4', 'snake_case_name', 'x * solto *', 'a ~ b ~ c', '**'])
    assert.equal(visibleText(parseRich(text, WHATSAPP)), text)
})

test('list lines become one list and numbers keep their start', () => {
  assert.match(html('Temos:\n- *um*\n- dois'), /<ul><li><strong>um<\/strong><\/li><li>dois<\/li><\/ul>/)
  assert.match(html('3. três\n4. quatro'), /<ol start="3"><li>três<\/li><li>quatro<\/li><\/ol>/)
})

test('a link ends before the full stop and keeps its underscores', () => {
  assert.match(html('veja https://loja.example/a_b_c.'), /href="https:\/\/loja.example\/a_b_c"/)
  assert.match(html('[site](https://loja.example/x)', MARKDOWN), />site<\/a>/)
})

test('Instagram shows the asterisks as they are', () =>
  assert.equal(html('*oi*', PLAIN), '<div class="rich-line">*oi*</div>'))

test('up to three emoji alone are shown large', () => {
  assert.ok(isEmojiOnly('👍') && isEmojiOnly(' 😀 🎉 ❤️ ') && isEmojiOnly('👩‍👩‍👧'))
  assert.ok(!isEmojiOnly('😀😀😀😀') && !isEmojiOnly('12') && !isEmojiOnly('ok 👍') && !isEmojiOnly(''))
})
