import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHROMIUM, type DemoPage, differentLines, openDemoPage } from './demo-page.ts'

const ANA = 'cosmetics/account_1/whatsapp/ana'
const skip = CHROMIUM === null && 'chromium is missing (scripts/install-services.sh installs it)'
const isPicture = (png: Buffer) => assert.ok(differentLines(png) > 300, 'the picture is blank')
const textOf = async (part: { innerText(): Promise<string> }) => (await part.innerText()).replaceAll('\u00a0', ' ')
/** Run in the page, which has types of its own. */
const PICTURE_WIDTH = `(async (image) => {
  await image.decode()
  return image.naturalWidth
})(document.querySelector('.picture img'))`
const isUnmarred = ({ complaints }: DemoPage) => assert.deepEqual(complaints, [])

// requirement: plain.start
test('the five questions are answered on WhatsApp, or handed over, and the page shows why', { skip }, async () => {
  await using demo = await openDemoPage()
  const { page, turn } = demo
  await demo.goes(ANA)

  await demo.asks('oi, vocês têm batom vermelho?')
  const lipstick = await demo.hears(/Batom Matte Vermelho Rubi: R\$\s39,90/)
  assert.equal(await lipstick.locator('strong', { hasText: 'Batom Matte Vermelho Rubi' }).count(), 1)
  await lipstick.locator('img').waitFor()
  assert.ok(Number(await page.evaluate(PICTURE_WIDTH)) > 100)
  assert.match(await textOf(turn), /Respondida[\s\S]*busca de produto[\s\S]*motor próprio \(sem modelo\)/)
  const agents = await turn.locator('.step-name strong').allInnerTexts()
  for (const agent of ['Intenção', 'Conhecimento', 'Operações', 'Conferência']) assert.ok(agents.includes(agent), agent)
  assert.match(await textOf(turn.locator('.tally')), /^(\d) de \1 com fonte$/)
  const tool = turn.locator('.source[data-source="tool"]')
  await tool.locator('> summary').click()
  assert.match(await textOf(tool), /find_products[\s\S]*query: batom vermelho[\s\S]*Batom Matte Vermelho Rubi/)
  await tool.locator('> summary').click()
  await turn.locator('.turn-head').scrollIntoViewIfNeeded()
  isPicture(await demo.shows('whatsapp'))

  await demo.asks('onde está meu pedido S00042?')
  await demo.hears(/S00042[\s\S]*Código de rastreio: RX550142001BR/)
  await page.getByRole('button', { name: 'Tema escuro' }).click()
  isPicture(await demo.shows('dark'))
  await page.getByRole('button', { name: 'Tema claro' }).click()

  await demo.asks('qual o horário de sábado?')
  await demo.hears(/sábados?.*9h às 13h/)
  assert.match(await textOf(turn.locator('[data-used="true"]').first()), /usado na resposta/)
  await demo.asks('aceita pix?')
  await demo.hears(/Pix.*5%/)

  await demo.asks('quero falar com um atendente')
  await page.locator('.charge', { hasText: 'Aguardando um humano' }).waitFor()
  assert.match(await textOf(turn), /Passada a um humano[\s\S]*O cliente pediu para falar com uma pessoa/)
  assert.equal(await page.locator('.note').count(), 0)
  await page.getByRole('button', { name: 'Visão do atendente' }).click()
  await page.locator('.note', { hasText: 'Resumo' }).waitFor()
  isUnmarred(demo)
})

test('while a human answers the crew is silent, and given back it answers again', { skip }, async () => {
  await using demo = await openDemoPage()
  const { page, turn, replies } = demo
  await demo.goes(ANA)
  await demo.asks('onde está meu pedido S00042?')
  await demo.asks('quero falar com um atendente')

  await page.getByRole('button', { name: 'Assumir' }).click()
  await page.locator('.charge', { hasText: 'Marina Alves (humano) no comando' }).waitFor()
  await page.getByRole('button', { name: 'Marina (atendente)' }).click()
  await demo.writes('Oi, Ana! Aqui é a Marina. Seu pedido chega até o fim da tarde.')
  await demo.hears(/Aqui é a Marina/)
  await page.getByRole('button', { name: 'Ana cliente' }).click()
  isPicture(await demo.shows('handover'))

  const before = await replies.count()
  await demo.asks('aceita pix?')
  assert.match(await textOf(turn), /Em silêncio[\s\S]*Um humano cuida desta conversa/)
  assert.equal(await replies.count(), before)

  await page.getByRole('button', { name: 'Devolver para a IA' }).click()
  await page.locator('.charge', { hasText: 'Equipe de IA no comando' }).waitFor()
  await demo.asks('qual o horário de sábado?')
  await demo.hears(/9h às 13h/)
  isUnmarred(demo)
})

test("on the site a visitor sees typing and buttons, and is told nobody's order", { skip }, async () => {
  await using demo = await openDemoPage()
  const { page } = demo
  await demo.goes('cosmetics/account_1/web/ana')
  await slowOdoo(demo, 250)
  await demo.writes('oi, vocês têm batom vermelho?')
  await page.locator('.dots').waitFor()
  await page.locator('.chat-head', { hasText: 'digitando…' }).waitFor()
  await demo.hears(/39,90/)
  await page.locator('.dots').waitFor({ state: 'detached' })
  await slowOdoo(demo, 0)

  await demo.asks('onde está meu pedido S00042?')
  await page.getByRole('button', { name: 'Falar com atendente' }).waitFor()
  assert.doesNotMatch((await demo.replies.allInnerTexts()).join('\n'), /RX550142001BR|144,70/)
  isPicture(await demo.shows('web'))
  await page.getByRole('button', { name: 'Falar com atendente' }).click()
  await page.locator('.charge', { hasText: 'Aguardando um humano' }).waitFor()
  isUnmarred(demo)
})

test('every shop answers for itself, and a channel without a crew of its own says so', { skip }, async () => {
  await using demo = await openDemoPage()
  const { page } = demo
  await demo.goes(ANA)
  await page.getByRole('button', { name: /^Móveis Jatobá/ }).click()
  await page.locator('.chat-head', { hasText: 'Móveis Jatobá' }).waitFor()
  await demo.asks('vocês têm mesa de jantar de 6 lugares?')
  await demo.hears(/Mesa de Jantar.*R\$\s[\d.]+,\d\d/)

  await page.getByRole('button', { name: /^Pet Amora/ }).click()
  await page.getByRole('button', { name: /^Instagram/ }).click()
  await page.locator('.chat-head', { hasText: 'equipe padrão' }).waitFor()
  await demo.asks('tem ração para cães adultos?')
  const food = await demo.hears(/Ração.*R\$\s\d+,\d\d/)
  assert.doesNotMatch(await textOf(food), /\*/)

  await page.getByRole('button', { name: /^Casa Aurora/ }).click()
  await page.locator('.chat-empty').waitFor()
  isUnmarred(demo)
})

test('the page speaks three languages and remembers the one that was chosen', { skip }, async () => {
  await using demo = await openDemoPage()
  const { page } = demo
  await demo.goes(ANA)
  for (const [name, title] of [
    ['ES', 'Qué pasó'],
    ['EN', 'What happened'],
  ] as const) {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('heading', { name: title }).waitFor()
  }
  await page.reload()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  isUnmarred(demo)
})

test('the page is used with the keyboard alone', { skip }, async () => {
  await using demo = await openDemoPage()
  const { page, turn } = demo
  await demo.goes(ANA)
  await tabTo(demo, 'aceita pix?')
  await page.keyboard.press('Enter')
  await turn.locator('.turn-text', { hasText: 'aceita pix?' }).waitFor()

  await page.locator('.composer textarea').focus()
  await page.keyboard.type('qual o horário')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('de sábado?')
  await page.keyboard.press('Enter')
  await demo.hears(/9h às 13h/)
  assert.equal(await page.locator('.composer textarea').inputValue(), '')

  await turn.locator('.turn-head').focus()
  await page.keyboard.press('Space')
  assert.equal(await turn.locator('.turn-head').getAttribute('aria-expanded'), 'false')
  isUnmarred(demo)
})

test('on a telephone the columns are tabs and nothing is wider than the screen', { skip }, async () => {
  await using demo = await openDemoPage()
  const { page } = demo
  await page.setViewportSize({ width: 390, height: 844 })
  await demo.goes(ANA)
  await demo.asks('onde está meu pedido S00042?')
  for (const [tab, part] of [
    ['Lojas', '.shops'],
    ['O que aconteceu', '.turns'],
    ['Conversa', '.chat'],
  ] as const) {
    await page.locator('.tabs').getByRole('button', { name: tab }).click()
    await page.locator(part).waitFor()
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, tab)
  }
  assert.equal(await page.evaluate('document.querySelector(".messages").scrollWidth <= innerWidth'), true)
  isUnmarred(demo)
})

async function slowOdoo({ chain }: DemoPage, slowMs: number): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ slowMs }) }
  const answer = await fetch(`${chain.odooUrl}/simulator/faults`, init)
  assert.equal(answer.status, 200)
}

/** Presses Tab until what has the focus says so, and is seen to have it. */
async function tabTo({ page }: DemoPage, text: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus-visible')
    if ((await focused.count()) === 1 && (await focused.textContent())?.trim() === text) return
  }
  assert.fail(`Tab does not reach "${text}"`)
}
