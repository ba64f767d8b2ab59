import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderHtml } from './html-text.ts'
import { renderText } from './markdown-text.ts'
import { BOT_TOKEN, playScene, type Scene } from './played-scene.ts'
import type { Json } from './records.ts'
import { LINE, MESSENGER, PLAIN, TELEGRAM, WHATSAPP } from './text-styles.ts'

const SOURCE =
  '# Title\n**bold** and *it*, `code` ~~gone~~\nsecond line\n\n- one\n- two\n\n1. first\n2. second\n\n> said\n\n[label](https://x.example/a)'

test('each channel shows Markdown in its own way', () => {
  assert.equal(
    renderText(SOURCE, WHATSAPP),
    'Title\n*bold* and _it_, `code` ~~gone~~\nsecond line\n\n- one\n- two\n\n1. first\n2. second\n\n> said\n\nhttps://x.example/a',
  )
  assert.match(renderText(SOURCE, MESSENGER), /\*bold\* and _it_, code ~~gone~~[\s\S]*\n\nsaid\n/)
  assert.match(
    renderText(SOURCE, TELEGRAM),
    /<strong>bold<\/strong> and <em>it<\/em>, <code>code<\/code> <del>gone<\/del>/,
  )
  assert.match(renderText(SOURCE, TELEGRAM), /• one\n• two/)
  assert.match(renderText(SOURCE, TELEGRAM), /<a href="https:\/\/x.example\/a">label<\/a>/)
  assert.match(renderText(SOURCE, PLAIN), /bold and it, code ~~gone~~[\s\S]*label https:\/\/x.example\/a$/)
  assert.match(renderText(SOURCE, LINE), / \*bold\* .* second line\n\none\ntwo\n/)
})

test('blank lines are kept as they are, escapes and entities become their characters', () => {
  assert.equal(renderText('a\n\n\nb', WHATSAPP), 'a\n\n\nb')
  assert.equal(renderText('2 \\* 3 &amp; R$ 10', WHATSAPP), '2 * 3 & R$ 10')
  assert.equal(renderText('https://x.example/a_b_c?d=1', WHATSAPP), 'https://x.example/a_b_c?d=1')
})

test("the widget's HTML keeps line ends and holds none of the author's tags", () => {
  assert.equal(renderHtml('a\n**b**'), '<p>a<br><strong>b</strong></p>')
  assert.doesNotMatch(
    renderHtml('<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](javascript:1)'),
    /<img|href="java|src="java/,
  )
})

async function rendered(scene: Scene, inbox: number, items: Json[]): Promise<Json> {
  const conversation = await scene.say('Hello', { inbox })
  const body = { content: 'Pick', content_type: 'input_select', content_attributes: { items } }
  await scene.call(`/api/v1/accounts/1/conversations/${conversation}/messages`, { body, token: BOT_TOKEN })
  const { payload } = (await scene.call(`/simulator/conversations/${conversation}/messages`)).json
  return (payload as Json[]).at(-1)!.rendered as Json
}
const choices = (count: number, title = 'Item') =>
  Array.from({ length: count }, (_, index) => ({ title: `${title} ${index}`, value: `v${index}` }))

test('WhatsApp shows up to three choices as buttons and more as a list, and refuses what is too long', async () => {
  await using scene = await playScene()
  assert.equal(((await rendered(scene, 101, choices(3))).buttons as Json[]).length, 3)
  const { list, buttons } = await rendered(scene, 101, choices(4))
  assert.deepEqual([(list as Json).button, buttons], ['Choose an item', undefined])
  assert.match(
    String((await rendered(scene, 101, choices(2, 'A title that is far too long'))).refused),
    /20 characters/,
  )
  assert.match(String((await rendered(scene, 101, choices(11))).refused), /10 rows/)
})

test('Instagram and SMS show the text of a choice only', async () => {
  await using scene = await playScene()
  for (const inbox of [103, 106]) {
    const { buttons, body } = await rendered(scene, inbox, choices(2))
    assert.deepEqual([buttons, body], [undefined, 'Pick'])
  }
})
