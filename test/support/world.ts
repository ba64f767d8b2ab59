import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChatwootSimulator, openChatwootSimulator } from '../../simulator/chatwoot/chatwoot.ts'
import type { WorldInput } from '../../simulator/chatwoot/world.ts'
import { type OdooSimulator, openOdooSimulator } from '../../simulator/odoo/odoo.ts'
import { type App, type Overrides, openApp } from '../../src/app.ts'
import { silentLog } from '../../src/base/log.ts'
import { readSettings } from '../../src/settings.ts'

export interface WorldOptions extends Overrides {
  readonly settings?: Readonly<Record<string, string>>
  readonly simulator?: Partial<Parameters<typeof openChatwootSimulator>[0]>
  /** Another Odoo than the simulator's. */
  readonly odooUrl?: string
  /** Another Chatwoot than the demo's; `webhookUrl` is the server's. */
  readonly chatwootWorld?: (webhookUrl: string) => WorldInput
}

/** A line of a conversation as the simulator's own API shows it. */
export interface Shown {
  readonly id: number
  readonly content: string
  /** As the customer's app shows it. */
  readonly rendered: { readonly body: string }
  readonly message_type: 'incoming' | 'outgoing' | 'activity' | 'template'
  readonly private: boolean
  readonly status: string
  readonly sender: { readonly kind: 'contact' | 'user' | 'agent_bot' | 'system'; readonly name: string }
  readonly attachments: readonly { readonly kind: string; readonly url: string; readonly name: string }[]
  readonly items?: readonly { readonly title: string }[]
}

/** The whole product against a simulated outside: the real server on a free port, a Chatwoot, an Odoo. */
export interface World extends AsyncDisposable {
  readonly app: App
  readonly chatwoot: ChatwootSimulator
  readonly odoo: OdooSimulator
  readonly dir: string
  /** What the server's settings were read from, to open it once more. */
  readonly env: Readonly<Record<string, string>>
  /** Closes the server and opens it again on what it kept. */
  reopen(): Promise<App>
  /** A customer writes; resolves with the conversation. */
  writes(text: string, given?: { tenant?: string; channel?: string; contact?: string }): Promise<number>
  /** What stands in the conversation, oldest first. */
  shown(conversation: number): Promise<readonly Shown[]>
  /** Resolves with the conversation once `isSo` holds of it; fails after 90 s. */
  until(conversation: number, isSo: (shown: readonly Shown[], status: string) => boolean): Promise<readonly Shown[]>
  /** The crew's public words, in order. */
  replies(conversation: number): Promise<readonly string[]>
  status(conversation: number): Promise<string>
  /** The simulator's own API. */
  ask<T>(path: string, body?: unknown): Promise<T>
}

export async function openWorld({
  settings = {},
  simulator = {},
  chatwootWorld = demoWorld,
  odooUrl,
  ...overrides
}: WorldOptions = {}): Promise<World> {
  await using opened = new AsyncDisposableStack()
  const dir = mkdtempSync(join(tmpdir(), 'world-'))
  opened.defer(() => rmSync(dir, { recursive: true, force: true }))
  const port = await freePort()
  const odoo = opened.use(await openOdooSimulator({ host: '127.0.0.1', port: 0 }))
  const botUrl = `http://127.0.0.1:${port}/webhooks/demo`
  const chatwoot = opened.use(await openChatwootSimulator({ world: chatwootWorld(botUrl), botUrl, ...simulator }))
  writeConfig(dir, odooUrl ?? odoo.url)
  const env = {
    PORT: String(port),
    DATA_DIR: join(dir, 'data'),
    CONFIG_DIR: join(dir, 'config'),
    KNOWLEDGE_DIR: 'demo/knowledge',
    CHATWOOT_URL: chatwoot.url,
    CHATWOOT_WEBHOOK_TOKEN: 'demo',
    CHATWOOT_BOT_TOKEN: 'demo-bot-token',
    CHATWOOT_USER_TOKEN: 'demo-user-token',
    CHATWOOT_WEBHOOK_SECRETS: 'demo-webhook-secret',
    ...settings,
  }
  const open = () => openApp(readSettings(env), { log: silentLog(), ...overrides })
  let app = await open()
  opened.defer(() => app[Symbol.asyncDispose]())
  const all = opened.move()
  return {
    get app() {
      return app
    },
    async reopen() {
      await app[Symbol.asyncDispose]()
      app = await open()
      return app
    },
    chatwoot,
    odoo,
    dir,
    env,
    ...conversations(chatwoot.url),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

const demoWorld = (): WorldInput => JSON.parse(readFileSync('demo/chatwoot-world.json', 'utf8'))

/** The demo's shops, with this world's Odoo in the place of the demo's. */
function writeConfig(dir: string, odooUrl: string): void {
  cpSync('demo/config', join(dir, 'config'), { recursive: true })
  for (const file of globSync(join(dir, 'config/domains/*/*/config.yaml')))
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('http://127.0.0.1:4169', odooUrl))
}

function conversations(url: string) {
  const ask = async <T>(path: string, body?: unknown): Promise<T> => {
    const init =
      body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(`${url}${path}`, init)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const shown = async (conversation: number) =>
    (await ask<{ payload: Shown[] }>(`/simulator/conversations/${conversation}/messages`)).payload
  const status = async (conversation: number) =>
    (await ask<{ status: string }>(`/simulator/conversations/${conversation}`)).status
  return {
    ask,
    shown,
    status,
    async writes(text: string, { tenant = 'cosmetics/account_1', channel = 'whatsapp', contact = 'ana' } = {}) {
      const { conversation } = await ask<{ conversation: number }>('/simulator/messages', {
        tenant,
        channel,
        contact,
        text,
      })
      return conversation
    },
    async replies(conversation: number) {
      return (await shown(conversation)).filter(isReply).map(({ content }) => content)
    },
    until: (conversation: number, isSo: (lines: readonly Shown[], status: string) => boolean) =>
      eventually(async () => {
        const lines = await shown(conversation)
        return isSo(lines, await status(conversation)) ? lines : null
      }),
  }
}

export const isReply = ({ message_type, private: isNote, sender }: Shown): boolean =>
  message_type === 'outgoing' && !isNote && sender.kind === 'agent_bot'
export const isNote = ({ private: isPrivate }: Shown): boolean => isPrivate

/** Nothing is on its way to the server, nothing waits in it to be answered or sent. */
export const atRest = ({ chatwoot, app }: World, served: App = app): Promise<true> =>
  eventually(async () => {
    await chatwoot.settled()
    if (served.queue.waiting > 0) return null
    const { openRows, unsentRows } = await served.store.counts()
    return openRows + unsentRows === 0 ? true : null
  })

/** Asks until there is an answer; fails after `withinMs`. */
export async function eventually<T>(look: () => Promise<T | null>, withinMs = 90_000): Promise<T> {
  const giveUpAt = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > giveUpAt) throw new Error(`it did not come true within ${withinMs / 1_000} s`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
