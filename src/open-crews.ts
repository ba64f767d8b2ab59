import { join } from 'node:path'
import type { Models } from './backends/llm/llm.ts'
import { openModels } from './backends/llm/models.ts'
import type { ToolServer } from './backends/mcp/mcp.ts'
import { ToolServers } from './backends/mcp/tool-servers.ts'
import { openFts5Index } from './backends/search/fts5.ts'
import type { Clock } from './base/clock.ts'
import type { Log } from './base/log.ts'
import type { LookupFunction } from './base/public-lookup.ts'
import { accountOf, domainOf, type TenantId } from './domain/ids.ts'
import type { LoadedConfig } from './domain/tenant-config.ts'
import { builtin } from './flow/agents/builtin/builtin.ts'
import { benchPlan } from './flow/crews/bench-plan.ts'
import { CrewFactory } from './flow/crews/crew-factory.ts'
import { handoverActions, runCrew } from './flow/crews/crews.ts'
import type { CrewDesk } from './flow/hub/turn-maker.ts'
import { Knowledge } from './knowledge/knowledge.ts'
import { allowedHosts } from './open-office.ts'
import type { Settings } from './settings.ts'
import type { Tenants } from './tenants/tenants.ts'

export interface CrewsOverrides {
  readonly models?: Models
  /** How the names of shops' Odoos become addresses. */
  readonly lookup?: LookupFunction
}

export interface CrewsDeps {
  readonly tenants: Tenants
  readonly now: Clock
  readonly log: Log
  readonly overrides: CrewsOverrides
}

/** A tool server nobody used for so long is closed, in ms. */
const TOOLS_IDLE_MS = 300_000
/** A tenant's documents are looked at again, while it is used, this often, in ms. */
const DOCUMENTS_EVERY_MS = 15_000

export type Crews = CrewDesk & AsyncDisposable & { readonly engine: string }

/** The crews of every tenant, with what they reach the world by: models, tools, documents. */
export async function openCrews(settings: Settings, { tenants, now, log, overrides }: CrewsDeps): Promise<Crews> {
  const models =
    overrides.models ?? openModels({ model: settings.MODEL, url: settings.MODEL_URL, key: settings.MODEL_KEY })
  const index = openFts5Index(join(settings.DATA_DIR, 'search.sqlite'))
  const library = new Library(new Knowledge({ index }), { dir: settings.KNOWLEDGE_DIR, now, log })
  const toolServers = new ToolServers({ idleMs: TOOLS_IDLE_MS })
  const desk = {
    servers: toolServers,
    tenants,
    log,
    isAllowed: allowedHosts(settings.ALLOWED_HOSTS),
    lookup: overrides.lookup,
  }
  const factory = new CrewFactory(settings.BENCH_CREW === 'four' ? { make: benchPlan } : {})
  const engine = models.resolve(null)?.name ?? 'built-in'
  return {
    engine,
    plan: (loaded, channel) => factory.plan(loaded, channel),
    looksFinished: (text) =>
      builtin.understand(text, { nowMs: now(), timezone: 'America/Sao_Paulo', language: 'pt-BR' }).isFinished,
    handOver: handoverActions,
    knowledgeHash: (tenant) => library.hashOf(tenant),
    async run({ plan, input, config, isFallback }, { signal }) {
      const tenant = config.config.tenant
      await library.ready(tenant)
      const ports = {
        models,
        tools: isFallback ? null : toolsOf(desk, config),
        search: (query: Parameters<Knowledge['search']>[1]) => library.search(tenant, query),
        understand: builtin.understand,
        clock: now,
      }
      return runCrew(plan, input, ports, { signal })
    },
    async [Symbol.asyncDispose]() {
      await toolServers[Symbol.asyncDispose]()
      await index.close()
      await models.close()
    },
  }
}

interface ToolDesk {
  readonly servers: ToolServers
  readonly tenants: Tenants
  readonly log: Log
  /** Whether the operator listed this host. */
  readonly isAllowed: (url: URL) => boolean
  readonly lookup: LookupFunction | undefined
}

/** The operator's own word leads anywhere; what was pushed to public addresses, and to hosts that the operator listed. */
function toolsOf(desk: ToolDesk, { config, hash, isOdooPushed = false }: LoadedConfig): ToolServer | null {
  const { servers, tenants, log, isAllowed, lookup } = desk
  const { odoo, tenant } = config
  if (!odoo?.username || !odoo.credentialRef) return null
  const { url, database, username, credentialRef, accessLevel, timeoutMs, verifySsl } = odoo
  return servers.of(tenant, {
    version: `${hash}${isOdooPushed ? ' pushed' : ''}`,
    async open() {
      // Only shops with an Odoo pay for loading this.
      const { openOdooTools } = await import('./backends/mcp/odoo-tools.ts')
      const password = await tenants.credentialOf(tenant, credentialRef)
      const tz = config.hours?.timezone ?? 'America/Sao_Paulo'
      const onError = (tool: string, error: unknown) => log.warn({ tenant, tool, err: error }, 'a tool failed')
      const isPublicOnly = isOdooPushed && !isAllowed(new URL(url))
      return openOdooTools({
        ...{ url, database, username, password, lang: config.language, tz, accessLevel, isPublicOnly, lookup, onError },
        ...{ timeoutMs, verifiesCertificate: verifySsl },
      })
    },
  })
}

/** Each tenant's documents, read when the tenant is first used and looked at again while it is. */
class Library {
  readonly #knowledge: Knowledge
  readonly #options: { readonly dir: string; readonly now: Clock; readonly log: Log }
  readonly #reading = new Map<TenantId, { readonly atMs: number; readonly done: Promise<void> }>()

  constructor(knowledge: Knowledge, options: { dir: string; now: Clock; log: Log }) {
    this.#knowledge = knowledge
    this.#options = options
  }

  /** The first time it waits for the documents; afterwards it looks again behind the caller's back. */
  async ready(tenant: TenantId): Promise<void> {
    const { now } = this.#options
    const last = this.#reading.get(tenant)
    if (last && now() - last.atMs < DOCUMENTS_EVERY_MS) return last.done
    const done = this.#read(tenant)
    this.#reading.set(tenant, { atMs: now(), done: last ? last.done : done })
    if (!last) await done
  }

  search(...[tenant, query]: Parameters<Knowledge['search']>) {
    return this.#knowledge.search(tenant, query)
  }

  hashOf(tenant: TenantId): string {
    return this.#knowledge.hashOf(tenant)
  }

  async #read(tenant: TenantId): Promise<void> {
    const { dir, log } = this.#options
    try {
      await this.#knowledge.importTenant(tenant, join(dir, domainOf(tenant), accountOf(tenant)))
      for (const { file, line, message } of this.#knowledge.problems().filter((problem) => problem.tenant === tenant))
        log.warn({ tenant, file, line }, message)
    } catch (error) {
      log.error({ tenant, err: error }, 'the documents could not be read; the last ones go on answering')
    }
  }
}
