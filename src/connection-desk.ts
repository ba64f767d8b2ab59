import { randomBytes } from 'node:crypto'
import { Failure } from './base/failure.ts'
import type { Log } from './base/log.ts'
import { Secret } from './base/secret.ts'
import { AdminApi } from './chatwoot/admin-api.ts'
import type { Connection } from './chatwoot/connection.ts'
import { type ConnectionFacts, connectionOf } from './chatwoot/connections.ts'
import { ChatwootHost } from './chatwoot/host.ts'
import { planSetup, type SetupPlan } from './chatwoot/setup.ts'
import { applySetup, undoSetup } from './chatwoot/setup-apply.ts'
import { signedTest } from './chatwoot/signed-test.ts'
import { isAtLeast } from './chatwoot/versions.ts'
import type { ConnectionDrawer, KeptConnection } from './connection-drawer.ts'
import { accountOf, ConnectionId, domainOf, type TenantId } from './domain/ids.ts'
import type { Chatwoots } from './open-chatwoots.ts'
import type { Tenants } from './tenants/tenants.ts'
import type { ConnectionView } from './wire/connect-view.ts'

/** What an operator asks for. */
export interface ConnectAsk {
  readonly url: string
  /** An administrator's. */
  readonly token: Secret
  /** Reads from then on; null: the administrator's does. */
  readonly readToken: Secret | null
  /** How it is called here; null: after its host and account. */
  readonly id: string | null
  readonly account: number | null
  readonly inboxes: 'all' | readonly number[]
  readonly gatewayInboxes: readonly number[]
  readonly replaces: boolean
  /** Whose the account is; null: the mapping says, or will. */
  readonly tenant: TenantId | null
  readonly publicUrl: string | null
  readonly isDryRun: boolean
}

export interface Connected {
  readonly id: ConnectionId
  readonly plan: SetupPlan
  readonly isDone: boolean
}

export interface Disconnected {
  /** What is left in Chatwoot for a person to remove. */
  readonly left: readonly string[]
  /** Where its mapping is kept, below the configuration's directory; null: it had none. */
  readonly mapping: string | null
}

export interface ConnectionDeskDeps {
  readonly chatwoots: Chatwoots
  readonly drawer: ConnectionDrawer
  readonly mappings: Tenants['mappings']
  /** Where it is now; null: there was none. */
  readonly setAsideMapping: (id: ConnectionId) => Promise<string | null>
  readonly publicUrl: string | null
  readonly requestsPerSecond: number
  readonly now: () => number
  readonly log: Log
}

/** Connects and disconnects Chatwoots while the server runs. */
export class ConnectionDesk {
  readonly #deps: ConnectionDeskDeps
  #listener: (connections: readonly Connection[]) => void = () => {}
  #problems: readonly string[] = []

  constructor(deps: ConnectionDeskDeps) {
    this.#deps = deps
  }

  /** Kept connections that cannot be used, and why. */
  get problems(): readonly string[] {
    return this.#problems
  }

  onChange(listener: (connections: readonly Connection[]) => void): void {
    this.#listener = listener
  }

  /** Has everybody use the connections as they are kept now. */
  async refresh(): Promise<void> {
    const { chatwoots, drawer, mappings, log } = this.#deps
    const { kept, problems } = await drawer.open()
    this.#problems = problems
    for (const problem of problems) log.error(problem)
    await chatwoots.set(kept.map(({ id, facts, secrets }) => connectionOf(id, facts, secrets)))
    await mappings.follow(chatwoots.connections.map(({ id }) => id))
    this.#listener(chatwoots.connections)
  }

  kept(): Promise<readonly KeptConnection[]> {
    return this.#deps.drawer.open().then(({ kept }) => kept)
  }

  /** All that are in use, as they may be shown. */
  async list(): Promise<ConnectionView[]> {
    const kept = new Map((await this.kept()).map(({ id, facts }) => [id, facts]))
    return this.#deps.chatwoots.connections.map(
      ({ id, baseUrl, account = null, version = null, gatewayInboxes = [] }) => ({
        ...{ id, url: baseUrl, account, version, gatewayInboxes: [...gatewayInboxes] },
        ...{ from: kept.has(id) ? 'connect' : 'settings', inboxes: [...(kept.get(id)?.inboxes ?? [])] },
      }),
    )
  }

  /**
   * Makes bot and webhook in a Chatwoot, keeps what they answer to, and proves the way in; a dry run only says so.
   * @throws {Failure} CHATWOOT_BUSY, CHATWOOT_UNAUTHORIZED, CHATWOOT_REFUSED, BAD_SETTING, BAD_REQUEST
   */
  async connect(ask: ConnectAsk): Promise<Connected> {
    const publicUrl = ask.publicUrl ?? this.#deps.publicUrl
    if (!publicUrl)
      throw new Failure('BAD_SETTING', { problem: 'PUBLIC_URL is not set: where does Chatwoot reach this server?' })
    await using host = openHost(ask.url)
    const api = new AdminApi(host.host, ask.token)
    const plan = await planSetup(api, { ...ask, publicUrl })
    const id = this.#idFor(ask, plan)
    if ((await this.kept()).some((kept) => kept.id === id))
      throw new Failure('BAD_REQUEST', {
        problem: `there is a connection ${id} already: disconnect it, or choose --id`,
      })
    if (ask.isDryRun || plan.obstacles.length > 0 || !plan.account) return { id, plan, isDone: false }
    this.#deps.drawer.mustBeAbleToKeep()
    const kept = await this.#setUp(api, { id, ask, plan, publicUrl, account: plan.account.id })
    const problem = await this.#takeIntoUse(kept, ask.tenant, publicUrl)
    return { id, plan: problem ? { ...plan, missing: [problem, ...plan.missing] } : plan, isDone: true }
  }

  /** Takes away what `connect` made, and its mapping out of force. @throws {Failure} NOT_FOUND */
  async disconnect(id: ConnectionId, token: Secret | null): Promise<Disconnected> {
    const { facts, secrets } = await this.#deps.drawer.find(id)
    await using host = openHost(facts.baseUrl)
    const left = await undoSetup(new AdminApi(host.host, token ?? new Secret(secrets.userToken)), facts)
    await this.#deps.drawer.remove(id)
    await this.refresh()
    return { left, mapping: await this.#deps.setAsideMapping(id) }
  }

  #idFor({ id, url, account }: ConnectAsk, plan: SetupPlan): ConnectionId {
    const name = new URL(url).hostname
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
    const parsed = ConnectionId.safeParse(id ?? `${name}-${plan.account?.id ?? account ?? 0}`)
    if (!parsed.success)
      throw new Failure('BAD_REQUEST', { problem: '--id is a name of lower-case letters, digits, - and _' })
    if (this.#deps.chatwoots.isOfSettings(parsed.data))
      throw new Failure('BAD_REQUEST', { problem: `the settings make the connection ${parsed.data}` })
    return parsed.data
  }

  async #setUp(api: AdminApi, { id, ask, plan, publicUrl, account }: SetUp): Promise<KeptConnection> {
    const webhookToken = randomBytes(24).toString('base64url')
    const webhookUrl = webhookUrlOf(publicUrl, webhookToken)
    const { inboxes } = plan
    const { bot, webhook } = await applySetup(api, { account, inboxes, webhookUrl, botName: 'ChatwootAI' })
    const gateways = inboxes.filter((inbox) => ask.gatewayInboxes.includes(inbox.id))
    // Before 4.13 bots are told unsigned: then no signature can be asked for, and all are hints.
    const isSigned = bot.secret !== null && isAtLeast(plan.version ?? '', '4.13.0')
    const secrets = isSigned ? [bot.secret, webhook.secret, ...gateways.map(({ secret }) => secret)] : []
    const facts: ConnectionFacts = {
      ...{ baseUrl: ask.url, account, version: plan.version, botId: bot.id, webhookId: webhook.id },
      ...{ inboxes: inboxes.map((inbox) => inbox.id), gatewayInboxes: gateways.map((inbox) => inbox.id) },
      ...{ allowsUnsigned: !isSigned, requestsPerSecond: this.#deps.requestsPerSecond },
    }
    const kept = {
      ...{ id, facts },
      secrets: {
        ...{ webhookToken, botToken: bot.token, userToken: (ask.readToken ?? ask.token).reveal() },
        webhookSecrets: secrets.filter((secret) => secret !== null),
      },
    }
    await this.#deps.drawer.put(kept)
    return kept
  }

  async #takeIntoUse({ id, facts, secrets }: KeptConnection, tenant: TenantId | null, publicUrl: string) {
    await this.refresh()
    if (tenant) {
      const target = { domain: domainOf(tenant), account_id: accountOf(tenant) }
      await this.#deps.mappings.edit(id, () => ({ accounts: { [facts.account]: target } }))
    }
    const [secret] = secrets.webhookSecrets
    const url = webhookUrlOf(publicUrl, secrets.webhookToken)
    return signedTest(url, secret === undefined ? null : new Secret(secret), this.#deps.now)
  }
}

interface SetUp {
  readonly id: ConnectionId
  readonly ask: ConnectAsk
  readonly plan: SetupPlan
  readonly publicUrl: string
  readonly account: number
}

const webhookUrlOf = (publicUrl: string, token: string): string => `${publicUrl.replace(/\/+$/, '')}/webhooks/${token}`

function openHost(baseUrl: string): { readonly host: ChatwootHost } & AsyncDisposable {
  const host = new ChatwootHost({ baseUrl, connections: 2 })
  return { host, [Symbol.asyncDispose]: () => host.close() }
}
