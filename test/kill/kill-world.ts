import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type FakeModel, openFakeModel, REFERENCE } from '../../bench/fakes/model.ts'
import { writeShops } from '../../bench/shops.ts'
import { type ChatwootSimulator, openChatwootSimulator } from '../../simulator/chatwoot/chatwoot.ts'
import { freePort } from '../support/world.ts'
import { ServerProcess } from './server-process.ts'
import { WebhookGate } from './webhook-gate.ts'

const TENANTS = 3
const CUSTOMERS = 400

export interface KillWorldOptions {
  /** How long each of a turn's model calls takes, in ms; a turn has two in a row. */
  readonly latencyMs: number
  readonly env?: Readonly<Record<string, string>>
  readonly faults?: Parameters<typeof openChatwootSimulator>[0]['faults']
}

/** What the simulated Chatwoot holds in the end, held against what the server acknowledged. */
export interface Account {
  readonly acknowledged: number
  /** Acknowledged, and in no public message of the crew. */
  readonly unanswered: readonly string[]
  /** In more than one public message of the crew. */
  readonly doubled: readonly string[]
  /** Written by a customer, never acknowledged (the server was down), and answered or not. */
  readonly neverAcknowledged: number
}

/** A real server, killed as often as one likes, between a simulated Chatwoot that can be read back and a fake model. */
export class KillWorld implements AsyncDisposable {
  readonly server: ServerProcess
  readonly gate: WebhookGate
  readonly chatwoot: ChatwootSimulator
  readonly model: FakeModel
  readonly #dir: string
  readonly #opened: AsyncDisposableStack
  readonly #written = new Set<string>()
  readonly #crewSaid = new Map<string, readonly string[]>()
  #next = 0

  private constructor(
    opened: AsyncDisposableStack,
    parts: Pick<KillWorld, 'server' | 'gate' | 'chatwoot' | 'model'> & { dir: string },
  ) {
    this.#opened = opened
    this.#dir = parts.dir
    this.server = parts.server
    this.gate = parts.gate
    this.chatwoot = parts.chatwoot
    this.model = parts.model
  }

  static async open({ latencyMs, faults = {}, env = {} }: KillWorldOptions): Promise<KillWorld> {
    await using opened = new AsyncDisposableStack()
    const dir = mkdtempSync(join(tmpdir(), 'kill-'))
    opened.defer(() => rmSync(dir, { recursive: true, force: true }))
    const port = await freePort()
    const model = opened.use(await openFakeModel({ latencyMs }))
    const gate = opened.use(new WebhookGate(() => port))
    const botUrl = await gate.open()
    const pace = { requestsPerMinute: 0 }
    const chatwoot = opened.use(await openChatwootSimulator({ world: worldOf(), botUrl, pace, faults }))
    const server = opened.use(
      new ServerProcess({ port, dataDir: join(dir, 'data'), env: { ...envOf({ dir, model, chatwoot }), ...env } }),
    )
    await server.start()
    return new KillWorld(opened.move(), { server, gate, chatwoot, model, dir })
  }

  /** The next customer writes a message with an order number of its own; in turn of tenants and customers. */
  async write(): Promise<void> {
    const i = this.#next++
    const reference = `SO${1_000_000 + i}`
    this.#written.add(reference)
    const [account, customer] = [1 + (i % TENANTS), Math.floor(i / TENANTS) % CUSTOMERS]
    const text = `Hi, where is my order ${reference}? It has not arrived yet. Thanks!`
    const body = JSON.stringify({ account, channel: 'whatsapp', contact: `customer-${customer}`, text })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${this.chatwoot.url}/simulator/messages`, { method: 'POST', body, headers })
    if (!answer.ok) throw new Error(`the simulator said ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
  }

  /** Messages at a steady rate until `until` resolves. */
  async writeWhile(perSecond: number, until: Promise<unknown>): Promise<void> {
    let isOver = false
    const over = until.finally(() => {
      isOver = true
    })
    const beganMs = performance.now()
    const writing: Promise<void>[] = []
    for (let written = 0; !isOver; written++) {
      const waitMs = beganMs + (written * 1_000) / perSecond - performance.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      writing.push(this.write())
    }
    await Promise.all([...writing, over])
  }

  /**
   * Waits until everything acknowledged is answered, at most `ms`, and says what there is.
   * @param isPatient false: what was on its way when the server died and is watched for 60 s is not waited for
   */
  async settled(ms: number, isPatient = false): Promise<Account> {
    const giveUpAtMs = performance.now() + ms
    await this.chatwoot.settled()
    let account = await this.account()
    while (!this.#isSettled(account, isPatient) && performance.now() < giveUpAtMs) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      account = await this.account()
    }
    // What would be said twice is said about now: two further looks of the outbox.
    await new Promise((resolve) => setTimeout(resolve, 500))
    return this.account()
  }

  async account(): Promise<Account> {
    const answers = new Map<string, number>()
    for (const text of await this.#crewSaidAll())
      for (const reference of text.match(REFERENCE) ?? []) answers.set(reference, (answers.get(reference) ?? 0) + 1)
    const { taken } = this.gate
    return {
      acknowledged: taken.size,
      unanswered: [...taken].filter((reference) => !answers.has(reference)),
      doubled: [...answers].filter(([, times]) => times > 1).map(([reference]) => reference),
      neverAcknowledged: [...this.#written].filter((reference) => !taken.has(reference)).length,
    }
  }

  /** Order numbers in rows that were on their way when the server died and are watched for 60 s (DESIGN §2). */
  onTheirWay(): string[] {
    const store = new DatabaseSync(join(this.#dir, 'data/store.sqlite'), { readOnly: true })
    const rows = store.prepare(`select body_json from outbox where state in ('sending', 'unknown')`).all()
    store.close()
    return rows.flatMap(({ body_json }) => String(body_json).match(REFERENCE) ?? [])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened.disposeAsync()
  }

  #isSettled({ unanswered }: Account, isPatient: boolean): boolean {
    if (unanswered.length === 0) return true
    const watched = new Set(isPatient ? [] : this.onTheirWay())
    return unanswered.every((reference) => watched.has(reference))
  }

  /** Every public message of the crew; conversations in which nothing was added are not asked for again. */
  async #crewSaidAll(): Promise<string[]> {
    for (const [id, count] of Object.entries(this.chatwoot.stats().replies)) {
      if (this.#crewSaid.get(id)?.length === count) continue
      const { payload } = await this.#ask<{ payload: Shown[] }>(`/simulator/conversations/${id}/messages`)
      this.#crewSaid.set(
        id,
        payload.filter(isCrews).map(({ content }) => content),
      )
    }
    return [...this.#crewSaid.values()].flat()
  }

  async #ask<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.chatwoot.url}${path}`)).json()) as T
  }
}

interface Shown {
  readonly content: string
  readonly message_type: string
  readonly private: boolean
  readonly sender: { readonly kind: string }
}

const isCrews = ({ message_type, private: isNote, sender }: Shown): boolean =>
  message_type === 'outgoing' && !isNote && sender.kind === 'agent_bot'

const SECRET = 'kill-webhook-secret'

function worldOf(): Parameters<typeof openChatwootSimulator>[0]['world'] {
  const accounts = Array.from({ length: TENANTS }, (_, i) => ({
    ...{ id: 1 + i, tenant: `retail/account_${1 + i}`, name: `Loja ${1 + i}` },
    inboxes: [{ id: 101 + i * 10, name: 'WhatsApp', channel: 'Channel::Whatsapp' }],
    contacts: Array.from({ length: CUSTOMERS }, (_, n) => ({
      ...{ key: `customer-${n}`, name: `Cliente ${n}`, phone: `+55119555${String(10_000 + n).padStart(5, '0')}` },
      email: null,
    })),
    keepPendingOnBotFailure: true,
  }))
  const user = { id: 7, name: 'Marina', email: 'marina@agencia.example', token: 'kill-user-token' }
  return {
    bot: { id: 3, name: 'Bot', token: 'kill-bot-token', secret: SECRET, outgoingUrl: 'http://127.0.0.1:9/' },
    users: [{ ...user, role: 'administrator' }],
    accounts,
  }
}

function envOf({ dir, model, chatwoot }: { dir: string; model: FakeModel; chatwoot: ChatwootSimulator }) {
  return {
    ...writeShops({ dir, tenants: TENANTS, odooUrl: null, passages: 0 }),
    LOG_LEVEL: 'error',
    CHATWOOT_URL: chatwoot.url,
    CHATWOOT_WEBHOOK_TOKEN: 'kill',
    CHATWOOT_BOT_TOKEN: 'kill-bot-token',
    CHATWOOT_USER_TOKEN: 'kill-user-token',
    CHATWOOT_WEBHOOK_SECRETS: SECRET,
    CHATWOOT_REQUESTS_PER_SECOND: '10000',
    MODEL: 'compatible:fake',
    MODEL_URL: model.url,
    BENCH_CREW: 'four',
    STANDBY: 'no',
  }
}
