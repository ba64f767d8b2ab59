import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ChatwootSimulator, openChatwootSimulator } from '../../simulator/chatwoot/chatwoot.ts'
import type { WorldInput } from '../../simulator/chatwoot/world.ts'
import { openOdooSimulator } from '../../simulator/odoo/odoo.ts'
import { type FakeModelServer, type FakeQuestion, openFakeModelServer } from '../support/fake-model-server.ts'
import { eventually, freePort } from '../support/world.ts'
import { canaryOf, ownersIn } from './canaries.ts'
import { openRecorder, type Recorder } from './recorder.ts'
import { openHere, overSocket, type Served } from './served.ts'

const DOMAINS = ['retail', 'cosmetics', 'health', 'furniture']
/** Two tenants share an account's name, and all share order numbers, phones and products. */
export const tenantOf = (number: number): string =>
  `${DOMAINS[number % DOMAINS.length]}/account_${Math.ceil(number / 2)}`

/** Very many shops that differ only in their canaries, with everything they touch recorded. */
export interface ManyTenants extends AsyncDisposable {
  readonly url: string
  readonly dir: string
  readonly chatwoot: ChatwootSimulator
  readonly toChatwoot: Recorder
  readonly toOdoo: Recorder
  readonly models: FakeModelServer
  readonly env: Readonly<Record<string, string>>
  /** Every line that the server said. */
  readonly said: readonly string[]
  /** A new key of this tenant alone. */
  keyOf(tenant: string): Promise<string>
  says(tenant: number, contact: string, text: string): Promise<void>
  /** Resolves when nothing is left to answer or to send. */
  quiet(): Promise<void>
}

const MODEL_ANSWERS = 20_000
/** A model that says again whatever canary it was shown. */
const repeats = ({ body }: FakeQuestion) => {
  const [owner] = ownersIn(JSON.stringify(body))
  return owner === undefined ? 'Pode deixar!' : `Pode deixar, ${canaryOf(owner)}!`
}

const words = (tenant: number) => `Loja ${canaryOf(tenant)}`

export async function openManyTenants(
  count: number,
  settings: Record<string, string> = {},
  open: (env: Readonly<Record<string, string>>) => Promise<Served> = openHere,
): Promise<ManyTenants> {
  await using opened = new AsyncDisposableStack()
  const dir = mkdtempSync(join(tmpdir(), 'many-'))
  opened.defer(() => rmSync(dir, { recursive: true, force: true }))
  const numbers = Array.from({ length: count }, (_, i) => i + 1)
  const port = await freePort()
  const botUrl = `http://127.0.0.1:${port}/webhooks/many`
  const chatwoot = opened.use(
    await openChatwootSimulator({ world: worldOf(numbers, botUrl), botUrl, pace: { requestsPerMinute: 0 } }),
  )
  const toChatwoot = opened.use(await openRecorder(chatwoot.url))
  const odoo = opened.use(await openOdooSimulator({ host: '127.0.0.1', port: 0, worlds: numbers.map(databaseOf) }))
  const toOdoo = opened.use(await openRecorder(odoo.url))
  const models = opened.use(await openFakeModelServer(...Array.from({ length: MODEL_ANSWERS }, () => repeats)))
  writeShops(dir, numbers, toOdoo.url)
  const env = {
    ...{ PORT: String(port), DATA_DIR: join(dir, 'data'), CONFIG_DIR: join(dir, 'config') },
    ...{ KNOWLEDGE_DIR: join(dir, 'knowledge'), CHATWOOT_URL: toChatwoot.url, CHATWOOT_WEBHOOK_TOKEN: 'many' },
    ...{ CHATWOOT_BOT_TOKEN: 'bot', CHATWOOT_USER_TOKEN: 'user', CHATWOOT_WEBHOOK_SECRETS: 'secret' },
    ...{ CHATWOOT_REQUESTS_PER_SECOND: '2000', MODEL: 'compatible:fake', MODEL_URL: models.url },
    ...{ ADMIN_KEY: 'admin', CREDENTIAL_MASTER_KEY: `t:${Buffer.alloc(32, 3).toString('base64')}` },
    ...settings,
  }
  const { url, said } = opened.use(await open(env))
  const all = opened.move()
  return {
    ...{ url, dir, chatwoot, toChatwoot, toOdoo, models, env, said },
    async keyOf(tenant) {
      const made = await overSocket(join(dir, 'data'), 'POST', '/keys', { tenant, label: 'test' })
      return (JSON.parse(made) as { key: string }).key
    },
    async says(tenant, contact, text) {
      const body = JSON.stringify({ tenant: tenantOf(tenant), channel: 'whatsapp', contact, text })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${chatwoot.url}/simulator/messages`, { method: 'POST', body, headers })
      if (!answer.ok) throw new Error(await answer.text())
    },
    async quiet() {
      for (let calm = 0; calm < 3; calm++) {
        await chatwoot.settled()
        // The queue first: what is no longer there is in the store.
        await eventually(async () => {
          if (waitingIn(join(dir, 'data/queue.sqlite')) > 0) return null
          const metrics = await metricsOf(url)
          return /^chatwootai_open_rows 0$/m.test(metrics) && /^chatwootai_unsent_rows 0$/m.test(metrics) ? true : null
        })
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

export const metricsOf = async (url: string): Promise<string> =>
  (await fetch(`${url}/metrics`, { headers: { 'x-api-key': 'admin' } })).text()

function waitingIn(queue: string): number {
  const database = new DatabaseSync(queue, { readOnly: true })
  try {
    return Number(database.prepare('select count(*) as waiting from waiting').get()?.waiting)
  } finally {
    database.close()
  }
}

function worldOf(numbers: readonly number[], outgoingUrl: string): WorldInput {
  return {
    bot: { id: 3, name: 'Assistente', token: 'bot', secret: 'secret', outgoingUrl },
    users: [{ id: 7, name: 'Marina', email: 'marina@agencia.example', token: 'user', role: 'administrator' }],
    accounts: numbers.map((number) => ({
      ...{ id: number, tenant: tenantOf(number), name: words(number) },
      inboxes: [{ id: 1_000 + number, name: 'WhatsApp', channel: 'Channel::Whatsapp' }],
      // The same people, by phone, everywhere: only the name as each shop filed it differs.
      contacts: ['ana', 'bruno'].map((key, i) => ({
        ...{ key, name: `${key} ${canaryOf(number)}`, phone: `+551195555010${i + 1}`, email: null },
      })),
    })),
  }
}

const databaseOf = (number: number) => ({
  ...{ database: `db_${number}`, company: words(number) },
  products: [
    {
      ...{ code: 'BAT-01', name: `Batom Vermelho ${canaryOf(number)}`, price: 10 + number, qty: 5 },
      ...{ category: 'Maquiagem', description: `Da ${words(number)}` },
    },
  ],
  partners: [
    { key: 'ana', name: `Ana ${canaryOf(number)}`, phone: '+5511955550101', email: null, city: 'São Paulo' },
    { key: 'bruno', name: `Bruno ${canaryOf(number)}`, phone: '+5511955550102', email: null, city: 'São Paulo' },
  ],
  orders: [
    { name: 'S00042', partner: 'ana', state: 'sale' as const, daysAgo: 2, lines: [['BAT-01', 1] as const] },
    { name: 'S00043', partner: 'bruno', state: 'sale' as const, daysAgo: 3, lines: [['BAT-01', 2] as const] },
  ],
})

function writeShops(dir: string, numbers: readonly number[], odooUrl: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  for (const number of numbers) {
    const [domain = '', account = ''] = tenantOf(number).split('/')
    write(`config/domains/${domain}/${account}/config.yaml`, configOf(number, odooUrl))
    write(
      `config/domains/${domain}/${account}/credentials.yaml`,
      `account_id: ${account}\ncredentials: { odoo: demo }\n`,
    )
    write(`knowledge/${domain}/${account}/loja.faq.md`, documentOf(number))
  }
  const accounts = numbers.map((number) => {
    const [domain, account] = tenantOf(number).split('/')
    return `  '${number}': { domain: ${domain}, account_id: ${account} }`
  })
  write('config/chatwoot_mapping.yaml', `accounts:\n${accounts.join('\n')}\n`)
}

export const configOf = (number: number, odooUrl: string): string => `account_id: ${tenantOf(number).split('/')[1]}
name: ${words(number)}
description: Tudo da ${words(number)}
company_metadata:
  customer_service: { greeting_message: 'Olá da ${words(number)}!' }
  business_hours: { days: [0, 1, 2, 3, 4, 5, 6], start_time: '00:00', end_time: '23:59' }
enabled_collections: [business_rules, support_documents]
integrations:
  mcp: { type: odoo-mcp, config: { url: ${odooUrl}, db: db_${number}, username: bot@shop.example, credential_ref: odoo } }
`

const documentOf = (number: number): string => `---
collection: business_rules
---
# A loja

## Onde fica a loja? | Qual o endereço de vocês?
Ficamos na rua ${canaryOf(number)}, número ${number}.

## Aceita pix? | Quais as formas de pagamento?
Aceitamos pix em nome da ${words(number)}.
`
