import type { Models } from '../../src/backends/llm/llm.ts'
import { modelsOf, type ScriptedModel } from '../../src/backends/llm/scripted.ts'
import type { ToolServer } from '../../src/backends/mcp/mcp.ts'
import type { SearchQuery } from '../../src/backends/search/search.ts'
import { CrewPlan } from '../../src/domain/crew-plan.ts'
import { tenantOf } from '../../src/domain/ids.ts'
import type { Hit } from '../../src/domain/passage.ts'
import { type LoadedConfig, TenantConfig } from '../../src/domain/tenant-config.ts'
import type { ToolCall, ToolDescription, ToolResult } from '../../src/domain/tool.ts'
import type { TurnInput } from '../../src/domain/turn.ts'
import { understand } from '../../src/flow/agents/builtin/understand.ts'
import type { CrewPorts } from '../../src/flow/crews/crews.ts'

export const NOW_MS = Date.parse('2026-11-23T13:00:00Z')

/** Casa Aurora, as a test may vary it. */
export const config = (more: Partial<TenantConfig> = {}, hash = 'abc'): LoadedConfig => ({
  hash,
  warnings: [],
  config: TenantConfig.parse({
    tenant: tenantOf('cosmetics', 'account_1'),
    name: 'Casa Aurora Cosméticos',
    service: {},
    collections: ['business_rules'],
    odoo: { url: 'http://127.0.0.1:4169', database: 'account_1', accessLevel: 'read' },
    ...more,
  }),
})

export const turnInput = (text: string, more: Partial<TurnInput> = {}): TurnInput => ({
  turnId: 't1',
  channel: 'whatsapp',
  customer: { strength: 'proven', phone: '+5511955550101', email: null, name: 'Ana Souza' },
  text,
  attachments: [],
  history: [],
  isFirstTurn: false,
  nowMs: NOW_MS,
  hours: { isOpen: true, text: 'segunda a sexta 9h às 18h', opensAt: null, timezone: 'America/Sao_Paulo' },
  ...more,
})

/** A plan of model agents in which each task waits for those in `context`. */
export const modelPlan = (
  tasks: readonly { id: string; context?: string[]; intents?: string[] }[],
  agent: Partial<CrewPlan['agents'][number]> = {},
  more: Partial<CrewPlan> = {},
): CrewPlan =>
  CrewPlan.parse({
    type: 'customer_service',
    channel: 'whatsapp',
    tenant: tenantOf('cosmetics', 'account_1'),
    shop: 'Casa Aurora Cosméticos',
    agents: tasks.map(({ id }) => ({ id, name: `${id} agent`, kind: 'model', ...agent })),
    tasks: tasks.map((task) => ({ agent: task.id, ...task })),
    style: {},
    collections: [],
    configHash: 'abc',
    ...more,
  })

export const hit = (text: string, more: { question?: string; score?: number; id?: string } = {}): Hit => ({
  score: more.score ?? 0.7,
  passage: {
    id: more.id ?? 'p#1',
    collection: 'business_rules',
    source: 'regras.md',
    titles: ['Regras'],
    question: more.question ?? null,
    text,
    validFromMs: null,
    validUntilMs: null,
  },
})

export const toolDescription = (
  name: string,
  properties: object,
  more: Partial<ToolDescription> = {},
): ToolDescription => ({
  name,
  description: name,
  inputSchema: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  isWrite: false,
  ...more,
})

export const TOOLS: readonly ToolDescription[] = [
  {
    ...toolDescription('find_products', { query: { type: 'string' } }),
    inputSchema: {
      type: 'object',
      properties: { query: { type: 'string' }, limit: { type: 'integer' } },
      required: ['query'],
    },
  },
  toolDescription('order_status', { orderNumber: { type: 'string' } }),
  toolDescription('cancel_order', { orderNumber: { type: 'string' } }, { isWrite: true }),
]

export const found = (data: Record<string, unknown>, more: Partial<ToolResult> = {}): ToolResult => ({
  ok: true,
  data,
  problem: null,
  images: [],
  ...more,
})

/** A tool server whose answers are given; remembers what it was asked. */
export function toolServer(
  answer: (call: ToolCall, signal: AbortSignal) => ToolResult | Promise<ToolResult>,
  tools = TOOLS,
): ToolServer & { readonly calls: ToolCall[] } {
  const calls: ToolCall[] = []
  return {
    calls,
    list: async () => tools,
    call: async (call, { signal }) => {
      calls.push(call)
      return answer(call, signal)
    },
    close: async () => undefined,
  }
}

export interface Ports {
  readonly model?: ScriptedModel | null
  readonly models?: Models
  readonly tools?: ToolServer | null
  readonly search?: (query: SearchQuery) => Promise<readonly Hit[]>
}

export const ports = ({ model = null, models, tools = null, search = async () => [] }: Ports = {}): CrewPorts => ({
  models: models ?? modelsOf(model),
  tools,
  search,
  understand,
  clock: () => NOW_MS,
})

export const never = (): AbortSignal => new AbortController().signal
