import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { chromium, type Locator, type Page } from 'playwright-core'
import { type DemoChain, openDemoChain } from './demo-chain.ts'

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
const IMAGES = 'docs/images'

/** Debian's Chromium, or null where there is none. */
export const CHROMIUM: string | null = (() => {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
})()

/** The simulator page in a browser, before the whole demo. */
export interface DemoPage extends AsyncDisposable {
  readonly page: Page
  readonly chain: DemoChain
  /** The bubbles of the shop's side, oldest first. */
  readonly replies: Locator
  /** The newest turn on the right. */
  readonly turn: Locator
  /** What a page must never do: errors in the console, breaches of its policy, requests to another host. */
  readonly complaints: readonly string[]
  /** Opens a shop's channel as one of its customers: `cosmetics/account_1/whatsapp/ana`. */
  goes(place: string): Promise<void>
  /** Writes into the composer and sends it with Enter. */
  writes(text: string): Promise<void>
  /** Writes as the customer; resolves when the turn is over and shown. */
  asks(text: string): Promise<void>
  /** The newest bubble of the shop that says so, once it is there. */
  hears(words: RegExp): Promise<Locator>
  /** Takes the README's picture `docs/images/<name>.png` when it is missing or UPDATE_SCREENSHOTS=yes. */
  shows(name: string): Promise<Buffer>
}

export async function openDemoPage(): Promise<DemoPage> {
  await using opened = new AsyncDisposableStack()
  const chain = opened.use(await openDemoChain())
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? 'chromium', args: ARGS })
  opened.defer(() => browser.close())
  const viewport = { width: 1440, height: 900 }
  const context = await browser.newContext({
    viewport,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints = await listen(page, chain.url)
  const all = opened.move()
  return { page, chain, complaints, ...actions(page, chain.url), [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function listen(page: Page, url: string): Promise<string[]> {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`))
  await page.context().route(
    ({ origin, protocol }) => origin !== url && protocol !== 'data:' && protocol !== 'blob:',
    (route) => {
      complaints.push(`another host: ${route.request().url()}`)
      return route.abort()
    },
  )
  await page.addInitScript(
    "document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective))",
  )
  return complaints
}

function actions(
  page: Page,
  url: string,
): Omit<DemoPage, 'page' | 'chain' | 'complaints' | typeof Symbol.asyncDispose> {
  const turn = page.locator('.turn').first()
  const replies = page.locator('.row[data-side="shop"] .bubble:not(.dots)')
  const field = page.locator('.composer textarea')
  const writes = async (text: string) => {
    await field.fill(text)
    await field.press('Enter')
  }
  return {
    ...{ turn, replies, writes },
    async goes(place) {
      await page.goto(`${url}/#/${place}`)
      await page.locator('.chat-empty, .row').first().waitFor()
    },
    async asks(text) {
      const before = await page.locator('.turn').count()
      await writes(text)
      // On a narrow screen the turns are there but on another tab.
      await page.locator('.turn').nth(before).waitFor({ state: 'attached' })
      await turn.locator('.turn-text', { hasText: text }).waitFor({ state: 'attached' })
      await page.locator('.live').waitFor({ state: 'detached' })
      // Told again when the reply has gone out: by then every stage has its time.
      await turn.locator('.stages:not(:has-text("…"))').waitFor({ state: 'attached' })
    },
    async hears(words) {
      const bubble = replies.filter({ hasText: words }).last()
      await bubble.waitFor()
      return bubble
    },
    shows: (name) => takePicture(page, name),
  }
}

async function takePicture(page: Page, name: string): Promise<Buffer> {
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))')
  const picture = await page.screenshot({ animations: 'disabled' })
  const file = join(IMAGES, `${name}.png`)
  if (process.env.UPDATE_SCREENSHOTS === 'yes' || !existsSync(file)) writeFileSync(file, picture)
  return picture
}

/** How many different lines of pixels a picture has: a blank page has a handful. */
export function differentLines(png: Buffer): number {
  const width = png.readUInt32BE(16)
  const channels = png[25] === 6 ? 4 : 3
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const bytes = inflateSync(Buffer.concat(parts))
  const stride = width * channels + 1
  const lines = new Set<string>()
  for (let at = 0; at < bytes.length; at += stride) lines.add(bytes.toString('latin1', at, at + stride))
  return lines.size
}
